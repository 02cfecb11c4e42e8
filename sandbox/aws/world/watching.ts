import { z } from 'zod'
import { sdkShape, textMap, time } from './scalars.ts'

export const webAcl = z.strictObject({
  name: z.string(),
  id: z.string().optional(),
  scope: z.enum(['REGIONAL', 'CLOUDFRONT']).default('REGIONAL'),
  defaultAction: z.enum(['Allow', 'Block']).default('Allow'),
  /** ARNs it protects; a REST stage whose `webAclArn` ends in this name is protected too. */
  resources: z.array(z.string()).default([]),
  rules: z
    .array(
      z.strictObject({
        name: z.string(),
        priority: z.number().optional(),
        metric: z.string().optional(),
        action: z.enum(['Allow', 'Block', 'Count', 'Captcha', 'Challenge']).optional(),
        /** A managed rule group, `AWS/AWSManagedRulesCommonRuleSet`. */
        managed: z.string().optional(),
        /** In the SDK's own shape. */
        statement: sdkShape.optional(),
      }),
    )
    .default([]),
  samples: z
    .array(
      z.strictObject({
        at: time,
        rule: z.string(),
        ruleWithinGroup: z.string().optional(),
        action: z.string().default('BLOCK'),
        uri: z.string().default('/'),
        method: z.string().default('GET'),
        clientIp: z.string().default('203.0.113.9'),
        country: z.string().default('IE'),
        headers: textMap.default({}),
        labels: z.array(z.string()).default([]),
        weight: z.number().default(1),
      }),
    )
    .default([]),
  tags: textMap.optional(),
})

export const trace = z.strictObject({
  id: z.string().optional(),
  at: time,
  durationSeconds: z.number().default(0.1),
  fault: z.boolean().default(false),
  error: z.boolean().default(false),
  throttle: z.boolean().default(false),
  url: z.string().optional(),
  method: z.string().optional(),
  status: z.number().optional(),
  /** Services on the way, outermost first. */
  services: z.array(z.strictObject({ name: z.string(), type: z.string().optional() })).default([]),
  annotations: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  faultRootCauses: z.array(sdkShape).optional(),
  errorRootCauses: z.array(sdkShape).optional(),
  responseTimeRootCauses: z.array(sdkShape).optional(),
  /** Segment documents. */
  segments: z.array(sdkShape).default([]),
})

export const xray = z.strictObject({
  destination: z.enum(['XRay', 'CloudWatchLogs']).default('XRay'),
  status: z.string().default('ACTIVE'),
  traces: z.array(trace).default([]),
  services: z.array(sdkShape).default([]),
})

/** What was spent: `perDay` dollars on every day from `from` to `to`, or `daily` dollars on whole days in UTC. */
export const cost = z.strictObject({
  service: z.string(),
  usageType: z.string().default('Usage'),
  operation: z.string().default('Operation'),
  account: z.string().optional(),
  region: z.string().optional(),
  recordType: z.string().default('Usage'),
  tags: textMap.default({}),
  from: time.default('-90d'),
  to: time.default('now'),
  perDay: z.number().default(0),
  quantityPerDay: z.number().default(0),
  /** Dollars of each whole day, the last one yesterday; `from`, `to` and `perDay` mean nothing beside it. */
  daily: z.array(z.number()).optional(),
  /** What was used on those days; left out, as much on each day as `quantityPerDay` says. */
  dailyQuantity: z.array(z.number()).optional(),
})

export const configRule = z.strictObject({
  name: z.string(),
  id: z.string().optional(),
  source: z.string().optional(),
  description: z.string().optional(),
  state: z.string().default('ACTIVE'),
  error: z.string().optional(),
  errorMessage: z.string().optional(),
  lastEvaluated: time.default('-1h'),
  evaluations: z
    .array(
      z.strictObject({
        type: z.string(),
        id: z.string(),
        compliance: z
          .enum(['COMPLIANT', 'NON_COMPLIANT', 'NOT_APPLICABLE', 'INSUFFICIENT_DATA'])
          .default('NON_COMPLIANT'),
        annotation: z.string().optional(),
        at: time.default('-1h'),
      }),
    )
    .default([]),
})

export const config = z.strictObject({
  recording: z.boolean().default(true),
  /** False where AWS Config was never set up: no recorder exists. */
  isSetUp: z.boolean().default(true),
  stopped: time.optional(),
  recorderStatus: z.string().default('SUCCESS'),
  recorderError: z.string().optional(),
  rules: z.array(configRule).default([]),
  /** Configuration history, newest first, in the SDK's own shape with a relative `at`. */
  history: z
    .array(
      z.strictObject({
        at: time,
        type: z.string(),
        id: z.string(),
        name: z.string().optional(),
        status: z.string().default('OK'),
        configuration: z.unknown().optional(),
        item: sdkShape.optional(),
      }),
    )
    .default([]),
})

export type WebAcl = z.infer<typeof webAcl>
export type Trace = z.infer<typeof trace>
export type Cost = z.infer<typeof cost>
export type ConfigRule = z.infer<typeof configRule>
