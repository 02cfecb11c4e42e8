import { z } from 'zod'
import { sdkShape, textMap, time } from './scalars.ts'

/** How the samples of one minute are spread; what is left out is drawn between its neighbours. */
const spread = z.strictObject({
  min: z.number().optional(),
  p10: z.number().optional(),
  p50: z.number().optional(),
  p75: z.number().optional(),
  p90: z.number().optional(),
  p95: z.number().optional(),
  p99: z.number().optional(),
  max: z.number().optional(),
  avg: z.number().optional(),
})

const span = {
  from: time,
  /** Exclusive; left out, the segment goes on until now. */
  to: time.optional(),
}

/** One stretch of minutes. For counters `value` is the sum of each minute; for the rest it is what each sample measured. */
const segment = z.strictObject({
  ...span,
  value: z.number().optional(),
  /** One value a minute from `from` on; `null` is a minute without data. */
  values: z.array(z.number().nullable()).optional(),
  ...spread.shape,
  sum: z.number().optional(),
  samples: z.number().optional(),
})

export const series = z.strictObject({
  namespace: z.string(),
  metric: z.string(),
  dimensions: textMap.default({}),
  unit: z.string().optional(),
  points: z.array(segment),
})

const measured = z.union([z.number(), spread])

/** What an API stage saw each minute; it becomes Count, 4XXError, 5XXError, Latency and IntegrationLatency. */
export const traffic = z.strictObject({
  ...span,
  perMinute: z.number(),
  errors5xx: z.number().default(0),
  errors4xx: z.number().default(0),
  latency: measured.default(60),
  /** Left out: latency less ten milliseconds. */
  integrationLatency: measured.optional(),
})

/** What a function saw each minute; it becomes Invocations, Errors, Throttles, Duration and ConcurrentExecutions. */
export const invocations = z.strictObject({
  ...span,
  /** The alias or version that is called; left out, the only alias there is. */
  qualifier: z.string().optional(),
  perMinute: z.number(),
  errors: z.number().default(0),
  throttles: z.number().default(0),
  duration: measured.default(40),
  /** The most at one time; left out, what the rate and the duration give. */
  concurrency: z.number().optional(),
})

const alarmState = {
  name: z.string(),
  description: z.string().optional(),
  state: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']).default('ALARM'),
  stateReason: z.string().optional(),
  stateReasonData: sdkShape.optional(),
  since: time.default('-15m'),
  updated: time.optional(),
  actionsEnabled: z.boolean().default(true),
  alarmActions: z.array(z.string()).default([]),
  okActions: z.array(z.string()).default([]),
  tags: textMap.optional(),
  /** State changes, oldest first. */
  history: z
    .array(
      z.strictObject({
        at: time,
        from: z.string().default('OK'),
        to: z.string(),
        reason: z.string().optional(),
        type: z.enum(['StateUpdate', 'ConfigurationUpdate', 'Action']).default('StateUpdate'),
        summary: z.string().optional(),
      }),
    )
    .default([]),
}

export const alarm = z.strictObject({
  ...alarmState,
  namespace: z.string().optional(),
  metric: z.string().optional(),
  dimensions: textMap.optional(),
  statistic: z.string().default('Sum'),
  periodSeconds: z.number().default(60),
  evaluationPeriods: z.number().default(1),
  datapointsToAlarm: z.number().optional(),
  threshold: z.number().default(0),
  comparison: z.string().default('GreaterThanThreshold'),
  treatMissingData: z.string().optional(),
  /** Metric math, in the SDK's own shape; replaces namespace, metric and dimensions. */
  metrics: z.array(sdkShape).optional(),
  thresholdMetricId: z.string().optional(),
  /** A composite alarm: `ALARM("a") OR ALARM("b")`. */
  rule: z.string().optional(),
  suppressedBy: z.string().optional(),
})

export type Series = z.infer<typeof series>
export type Segment = z.infer<typeof segment>
export type Traffic = z.infer<typeof traffic>
export type InvocationTraffic = z.infer<typeof invocations>
export type Spread = z.infer<typeof spread>
export type Alarm = z.infer<typeof alarm>
