import * as z from 'zod'

const causeId = z.string().min(1, 'the id of a cause, for example "lambda-oom"')
const pattern = z
  .string()
  .regex(/^[^\s]+$/, 'a name, an ARN or a pattern of one without spaces; "*" stands for any text: "orders-*"')
const sentence = z.string().trim().min(3, 'say it in a few words').max(500, 'at most 500 characters fit a card')

const noteSchema = z
  .strictObject({
    /** Shown with this cause; with every cause on a matching resource when left out. */
    cause: causeId.optional(),
    /** Name or ARN of the resource to blame or asked about; `*` stands for any text. */
    resource: pattern.optional(),
    note: sentence.optional(),
    runbook: z
      .url({ protocol: /^https?$/, error: 'a link that begins with https://' })
      .max(500)
      .optional(),
  })
  .refine(({ cause, resource }) => cause !== undefined || resource !== undefined, {
    error: 'say what the note belongs to: give it a `cause`, a `resource` or both',
  })
  .refine(({ note, runbook }) => note !== undefined || runbook !== undefined, {
    error: 'give it a `note`, a `runbook` or both',
  })

const offSchema = z.strictObject({
  cause: causeId,
  /** Only on resources of this name or ARN; everywhere when left out. */
  resource: pattern.optional(),
  /** Said wherever the cause would have been found. */
  reason: z.string('say why, so that whoever reads the answer knows').trim().min(3, 'say why in a few words').max(500),
})

export const teamPlaybookSchema = z.strictObject({
  /** What the team knows beside what AWS shows. */
  notes: z.array(noteSchema).default([]),
  /** Causes that are not to be named. */
  off: z.array(offSchema).default([]),
})

const slowSchema = z.strictObject({
  /** `table`: an operation's average time in DynamoDB. `function`: the time a cold start takes. */
  kind: z.enum(['table', 'function'], 'only "table" and "function" have a threshold for slowness').optional(),
  resource: pattern.optional(),
  milliseconds: z.number().min(1, 'at least one millisecond').max(900_000, 'at most 15 minutes'),
})

export const thresholdsSchema = z.strictObject({
  /** Share of the requests, in the worst five minutes, that must fail before it counts as a failure; 0 to 1. */
  failureShare: z.number().min(0).max(1, 'a share from 0 to 1: 0.01 is one in a hundred').default(0),
  /** Quiet minutes after which a failure may count as over. */
  recoveredMinutes: z.number().int().min(1).max(1440).default(10),
  /** From when on something is slow; the first entry that fits counts, and where none does, what is usual for it. */
  slow: z.array(slowSchema).default([]),
})

export type TeamNote = z.output<typeof noteSchema>
export type SwitchedOff = z.output<typeof offSchema>
export type TeamThresholds = z.output<typeof thresholdsSchema>
