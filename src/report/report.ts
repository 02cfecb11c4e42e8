import * as z from 'zod'
import { type Strength, strengths } from '../playbook/cause.ts'

export { type Strength, strengths }

export const verdicts = ['cause-found', 'several-possible', 'insufficient-evidence', 'healthy', 'recovered'] as const
export type Verdict = (typeof verdicts)[number]

const factSchema = z.strictObject({
  label: z.string(),
  value: z.string(),
  /** The API that said so and what was asked: `cloudwatch:GetMetricData AWS/Lambda Errors FunctionName=orders`. */
  source: z.string(),
  account: z.string(),
  region: z.string(),
  /** ISO 8601, UTC. */
  at: z.string().optional(),
  /** Console deep link. */
  link: z.string().optional(),
  /** A line for a terminal that shows the same again. */
  cli: z.string().optional(),
})

const resourceSchema = z.strictObject({ kind: z.string(), id: z.string(), name: z.string(), arn: z.string() })

const fixSchema = z.strictObject({
  now: z.string().optional(),
  proper: z.string().optional(),
  prevent: z.string().optional(),
  /** Commands with real names in them, one a line. */
  cli: z.string().optional(),
  /** The CDK, SAM or Terraform change, where the fix is one. */
  iac: z.string().optional(),
})

const hopSchema = z.strictObject({ id: z.string(), resource: z.string(), summary: z.string() })

const causeSchema = z.strictObject({
  id: z.string(),
  /** Other ids of the playbook that mean this same cause. */
  aliases: z.array(z.string()),
  strength: z.enum(strengths),
  resource: resourceSchema,
  summary: z.string(),
  facts: z.array(factSchema).min(1),
  /** How the failure reached the person who asked, outermost first; empty when the cause is what they see. */
  chain: z.array(hopSchema),
  fix: fixSchema,
  docs: z.string(),
  /** What the team has written down about this cause or resource in `firstlook.config.ts`. */
  teamNotes: z.array(z.strictObject({ note: z.string().optional(), runbook: z.string().optional() })).optional(),
})

const changeSchema = z.strictObject({
  at: z.string(),
  who: z.string(),
  what: z.string(),
  resource: z.string(),
  /** The id of the cause this change touches, when its resource is the failing one. */
  tiedTo: z.string().optional(),
})

const gapSchema = z.strictObject({
  probe: z.string(),
  action: z.string(),
  resource: z.string(),
  error: z.string(),
  /** The IAM statement that would close the gap, of a trust policy where it names a principal; null when no permission would. */
  statement: z
    .strictObject({
      Effect: z.literal('Allow'),
      Principal: z.strictObject({ AWS: z.string() }).optional(),
      Action: z.array(z.string()),
      Resource: z.string().optional(),
      Condition: z.record(z.string(), z.record(z.string(), z.string())).optional(),
    })
    .nullable(),
})

/** The answer. JSON through and through; times are ISO 8601 in UTC, money is US dollars. */
export const reportSchema = z.strictObject({
  schemaVersion: z.literal(1),
  command: z.string(),
  target: z.strictObject({
    kind: z.string(),
    id: z.string(),
    name: z.string(),
    arn: z.string(),
    account: z.string(),
    region: z.string(),
  }),
  window: z.strictObject({ from: z.string(), to: z.string() }),
  verdict: z.enum(verdicts),
  /** The whole answer in one or two sentences, in words a person reads first. */
  summary: z.string(),
  /** What was seen of the failure itself: how many, since when, until when. */
  observed: z.array(factSchema),
  causes: z.array(causeSchema),
  /** Causes whose evidence lies before the system recovered. Never causes of anything now. */
  earlier: z.array(causeSchema),
  ruledOut: z.array(z.strictObject({ id: z.string(), why: z.string() })),
  /** Causes that could not be decided, with what was missing. */
  undecided: z.array(z.strictObject({ id: z.string(), why: z.string() })),
  gaps: z.array(gapSchema),
  changes: z.array(changeSchema),
  /** What the reader should know besides: assumptions made, other failures seen, advice no read can settle. */
  notes: z.array(z.string()),
  cost: z.strictObject({ calls: z.number(), bytesScanned: z.number(), usd: z.number() }),
  durationMs: z.number(),
})

export type Report = z.infer<typeof reportSchema>
export type ReportFact = z.infer<typeof factSchema>
export type ReportCause = z.infer<typeof causeSchema>
export type ReportGap = z.infer<typeof gapSchema>
export type ReportChange = z.infer<typeof changeSchema>
export type ReportFix = z.infer<typeof fixSchema>
