import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { DeclaredWorld } from '../../sandbox/aws/world.ts'
import { worldOfFile } from '../../sandbox/scenarios.ts'
import { throughPhases } from '../../sandbox/stage/phases.ts'
import { incidentStates } from '../../src/incidents/incident.ts'

const time = z.iso.datetime()

const cardSchema = z.strictObject({
  state: z.enum(incidentStates),
  /** Stands in its first line. */
  text: z.string(),
  /** Each stands in its blocks. */
  says: z.array(z.string()).default([]),
  /** The cause that is named; null for none. */
  cause: z.string().nullable(),
  /** The lines of its thread in order, each by a part of its text. */
  thread: z.array(z.string()),
})

const sequenceSchema = z.strictObject({
  title: z.string(),
  /** The incident file whose world it happens in, and what is declared besides. */
  world: z.string(),
  besides: z.looseObject({}).default({}),
  /** What the world's relative times count from. */
  start: time,
  failingSince: z.string().default('-20m'),
  changes: z.array(z.strictObject({ at: time, isFailing: z.boolean() })).default([]),
  /** What SQS hands the worker, and when: several at once are one batch. */
  batches: z.array(
    z.strictObject({ at: time, messages: z.array(z.strictObject({ id: z.string(), event: z.looseObject({}) })) }),
  ),
  /** In the order in which they were posted. */
  cards: z.array(cardSchema),
})

/** A recorded run of EventBridge events, with what Slack must show in the end. */
export type Sequence = z.infer<typeof sequenceSchema>

/** Every sequence of this folder, by its file's name; one that does not fit is an error that names its field. */
export function sequences(): { readonly name: string; readonly sequence: Sequence }[] {
  return readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => ({ name: file.replace('.json', ''), sequence: sequenceOf(file) }))
}

/** The sequence of a file in this folder. */
export function sequenceOf(file: string): Sequence {
  const parsed = sequenceSchema.safeParse(JSON.parse(readFileSync(join(import.meta.dirname, file), 'utf8')))
  if (!parsed.success) throw new Error(`${file}: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}

/** The account in which a sequence happens. */
export function worldOf({ world, besides, start, failingSince, changes }: Sequence): DeclaredWorld {
  const declared = { ...worldOfFile(world), ...besides } as DeclaredWorld
  const moments = changes.map(({ at, isFailing }) => ({ at: Date.parse(at), isFailing }))
  return throughPhases(declared, { failingSince, anchor: Date.parse(start), changes: moments })
}
