import * as z from 'zod'
import type { Inform } from '../../report/information/command.ts'
import { redact } from '../../report/redact.ts'
import type { Entry, Histories } from '../../store/histories.ts'
import type { Sight } from './sight.ts'

/** What `doctor` found last, of each account and region. */
export interface SightRecords {
  /** Keeps what `doctor` found at a time, in epoch milliseconds; anything else than its data is passed over. */
  readonly keep: (doctor: unknown, at: number) => Promise<void>
  /** By account and region; at most four hundred. */
  readonly list: () => Promise<readonly Sight[]>
}

const sightsList = 'sights'
const mostListed = 400
const keptDays = 400
const attempts = 3

/** The parts of `doctor`'s data that are kept. */
const doctorSchema = z.object({
  places: z.array(
    z.object({
      name: z.string().optional(),
      account: z.string(),
      region: z.string(),
      grade: z.enum(['works', 'partly', 'blind', 'unchecked']),
      closed: z.object({ why: z.string() }).optional(),
      sight: z
        .object({
          causes: z.object({ all: z.number(), blind: z.number(), lessSure: z.number(), unchecked: z.number() }),
        })
        .optional(),
    }),
  ),
})

/** Sights over a table's histories. */
export function sightRecords(histories: Histories<Sight, Entry>): SightRecords {
  const keepOne = async (found: Omit<Sight, 'version'>): Promise<void> => {
    for (let count = 0; count < attempts; count++) {
      const known = await histories.get(found.id)
      if (known !== undefined && known.lookedAt >= found.lookedAt) return
      const expected = known?.version ?? 0
      const commit = await histories.commit([
        {
          after: { ...found, version: expected + 1 },
          expected,
          entries: [],
          listed: { list: sightsList, key: found.id },
          expiresAt: Math.floor(found.lookedAt / 1000) + keptDays * 24 * 3600,
        },
      ])
      if (commit === 'done') return
    }
  }
  return {
    keep: async (doctor, at) => {
      const { data } = doctorSchema.safeParse(doctor)
      await Promise.all(
        (data?.places ?? []).map(({ name, account, region, grade, closed, sight }) =>
          keepOne({
            ...{ id: `${account}|${region}`, account, region, grade, lookedAt: at },
            ...(name === undefined ? {} : { name }),
            ...(closed === undefined ? {} : { closed: redact(closed.why) }),
            ...(sight === undefined ? {} : { causes: sight.causes }),
          }),
        ),
      )
    },
    list: async () => (await histories.list(sightsList, { oldestFirst: true, limit: mostListed })).records,
  }
}

/** Asks as before, and keeps what `doctor` found; what cannot be kept never keeps an answer back. */
export function keepingSights(
  inform: Inform,
  { keep }: Pick<SightRecords, 'keep'>,
  {
    clock,
    log,
  }: {
    readonly clock: () => number
    readonly log: { readonly error: (message: string, fields?: Record<string, unknown>) => void }
  },
): Inform {
  return async (name, ...asked) => {
    const informed = await inform(name, ...asked)
    if (name === 'doctor' && informed.kind === 'page')
      await keep(informed.data, clock()).catch((error: unknown) =>
        log.error('what doctor found could not be kept', { error }),
      )
    return informed
  }
}
