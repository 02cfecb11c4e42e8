import { startAws } from '../../../sandbox/aws/server.ts'
import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'
import { makeReader } from '../../aws/reader.ts'
import { type Conclusion, conclude } from '../../engine/conclude.ts'
import { makeGatherer } from '../../engine/gather.ts'
import { investigate } from '../../engine/investigate.ts'
import type { Outcome } from '../../engine/outcome.ts'
import type { Lookup, LookupResult } from '../../targets/resolve/resolution.ts'
import type { Symptom } from '../../targets/symptom.ts'
import type { Target } from '../../targets/target.ts'
import { family } from '../family.ts'
import type { Playbook } from '../playbook.ts'

export const wireNow = Date.parse('2026-11-23T03:00:30Z')
export const wirePlace = { account: '123456789012', region: 'eu-west-1', partition: 'aws' } as const

export interface WireAnswer extends Conclusion {
  /** Ids of the root causes with their strengths, best first. */
  readonly ids: readonly string[]
  readonly outcomes: readonly Outcome[]
  readonly targets: readonly Target[]
  readonly calls: readonly string[]
  readonly broken: readonly unknown[]
  readonly unread: readonly string[]
}

export interface WireQuestion {
  readonly world: DeclaredWorld
  readonly symptom: Symptom
  readonly playbook: Omit<Playbook, 'family'>
  readonly lookups: readonly Lookup[]
  readonly name: string
  readonly details?: Readonly<Record<string, string>>
}

type Find = (
  name: string,
  aws: unknown,
  symptom: Symptom,
  details?: Readonly<Record<string, string>>,
) => Promise<LookupResult>

/** For tests: asks about a name in a simulated account, over the wire, with one part of the playbook. */
export async function askByName({
  world,
  symptom,
  playbook,
  lookups,
  name,
  details,
}: WireQuestion): Promise<WireAnswer> {
  const aws = await startAws(world, { now: new Date(wireNow) })
  try {
    const signal = AbortSignal.timeout(20_000)
    const reader = makeReader({
      ...wirePlace,
      endpoint: aws.url,
      signal,
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'sandbox' },
    })
    const roots = await rootsOf(lookups, name, symptom, reader, details)
    const gatherer = makeGatherer({ aws: reader, window: { from: wireNow - 3_600_000, to: wireNow }, now: wireNow })
    const broken: unknown[] = []
    const investigation = await investigate({
      roots,
      symptom,
      playbook: { ...playbook, family },
      gatherer,
      signal,
      onBroken: (id, error) => broken.push([id, error]),
    })
    const conclusion = conclude(investigation, symptom)
    return {
      ...conclusion,
      ids: conclusion.causes.map(({ found }) => `${found.cause.id} ${found.finding.strength}`),
      outcomes: investigation.outcomes,
      targets: investigation.reached.map(({ target }) => target),
      calls: aws.calls.map((call) => call.operation),
      broken,
      unread: investigation.readings.flatMap(({ probe, evidence }) =>
        evidence?.status !== 'ok' ? [`${probe.id}: ${evidence?.error}`] : [],
      ),
    }
  } finally {
    await aws.close()
  }
}

async function rootsOf(
  lookups: readonly Lookup[],
  name: string,
  symptom: Symptom,
  reader: unknown,
  details?: Readonly<Record<string, string>>,
): Promise<Target[]> {
  for (const round of [1, 2, 3]) {
    const fitting = lookups.filter((lookup) => lookup.round(symptom) === round && lookup.fits(name, symptom))
    const results = await Promise.all(
      fitting.map((lookup) =>
        (lookup.find as Find)(name, reader, symptom, details).catch(() => ({ exact: [], others: [] })),
      ),
    )
    const found = results.flatMap((result) => result.exact.map(({ target }) => target))
    if (found.length > 0) return found
  }
  return []
}
