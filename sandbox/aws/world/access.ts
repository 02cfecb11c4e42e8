import { z } from 'zod'
import { policyDocument } from './scalars.ts'

const deniedAction = z.union([
  z.string().regex(/^(\*|[\w*-]+:[\w*?]+)$/, 'must be an IAM action such as "logs:FilterLogEvents"'),
  z.strictObject({ action: z.string(), resource: z.string().default('*') }),
])

export const caller = z.strictObject({
  /** Keys that start with this belong to the caller; left out, the caller is whoever has no entry of their own. */
  accessKeyId: z.string().optional(),
  account: z.string().optional(),
  arn: z.string().optional(),
  /** Everything is allowed unless a policy is given. */
  policy: policyDocument.optional(),
  boundary: policyDocument.optional(),
  sessionPolicy: policyDocument.optional(),
})

const latency = z.union([
  z.number().nonnegative(),
  /** A seeded long tail: half the calls take about `p50` ms, one in a hundred `p99` ms or more. */
  z.strictObject({ p50: z.number().nonnegative(), p99: z.number().nonnegative(), seed: z.number().default(1) }),
])

export const fault = z.strictObject({
  /** `lambda`, `lambda:GetPolicy`, `logs:*`; left out, every call. The service is the IAM prefix or the sandbox's own id. */
  on: z.string().default('*'),
  /** Only calls for this account or region. */
  account: z.string().optional(),
  region: z.string().optional(),
  /** The first so many calls; left out, every call. */
  times: z.number().int().positive().optional(),
  /** Skip so many calls before the fault begins. */
  after: z.number().int().nonnegative().default(0),
  latencyMs: latency.optional(),
  /** Throttled in the service's own words. */
  throttle: z.literal(true).optional(),
  /** More calls than this in one second are throttled. */
  perSecond: z.number().positive().optional(),
  /** An error by its code: `InternalFailure`, `ServiceUnavailable`, a modelled exception. */
  error: z
    .union([
      z.string(),
      z.strictObject({ code: z.string(), message: z.string().default(''), status: z.number().int().optional() }),
    ])
    .optional(),
  /** The connection is reset before an answer. */
  reset: z.literal(true).optional(),
  /** The connection stays open and nothing is ever answered. */
  stall: z.literal(true).optional(),
  /** The credentials are refused. */
  credentials: z.enum(['expired', 'invalid', 'signature']).optional(),
})

export const accessSchema = {
  caller: caller.optional(),
  /** Further callers, told apart by access key. */
  callers: z.array(caller).default([]),
  /** Actions refused to everyone: `"logs:FilterLogEvents"`, `{ action, resource }`. */
  deny: z.array(deniedAction).default([]),
  /** How each denial is worded: no identity policy allows it, or one denies it. */
  denyAs: z.enum(['implicit', 'explicit']).default('implicit'),
  scp: policyDocument.optional(),
  /** Regions that an account has not turned on; the world's own account where none is named. */
  regionsOff: z.array(z.strictObject({ account: z.string().optional(), region: z.string() })).default([]),
  latencyMs: latency.default(0),
  faults: z.array(fault).default([]),
}

export type Fault = z.infer<typeof fault>
export type Latency = z.infer<typeof latency>
export type DeclaredCaller = z.infer<typeof caller>
