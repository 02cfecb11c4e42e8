import { z } from 'zod'
import { policyDocument, textMap, time } from './scalars.ts'

const identity = {
  name: z.string(),
  id: z.string().optional(),
  path: z.string().default('/'),
  created: time.default('-180d'),
  /** Inline policies by name. */
  inline: z.record(z.string(), policyDocument).default({}),
  /** Attached policies by name or ARN; those of AWS that the sandbox does not know allow nothing. */
  attached: z.array(z.string()).default([]),
  /** A permissions boundary by policy name or ARN. */
  boundary: z.string().optional(),
  tags: textMap.optional(),
}

export const role = z.strictObject({
  ...identity,
  description: z.string().optional(),
  /** Services that may assume the role, for the usual trust policy: `lambda.amazonaws.com`. */
  trustedServices: z.array(z.string()).default(['lambda.amazonaws.com']),
  /** Accounts whose callers may assume the role. */
  trustedAccounts: z.array(z.string()).default([]),
  /** The whole trust policy instead. */
  trust: policyDocument.optional(),
  maxSessionSeconds: z.number().default(3600),
  lastUsed: time.optional(),
})

export const user = z.strictObject({ ...identity, groups: z.array(z.string()).default([]) })

export const group = z.strictObject({
  name: z.string(),
  inline: z.record(z.string(), policyDocument).default({}),
  attached: z.array(z.string()).default([]),
})

export const managedPolicy = z.strictObject({
  name: z.string(),
  arn: z.string().optional(),
  path: z.string().default('/'),
  /** The default version. */
  document: policyDocument,
  /** Versions by id, where more than one matters. */
  versions: z.record(z.string(), policyDocument).default({}),
  defaultVersion: z.string().default('v1'),
  created: time.default('-180d'),
  updated: time.optional(),
})

export type Role = z.infer<typeof role>
export type User = z.infer<typeof user>
export type Group = z.infer<typeof group>
export type ManagedPolicy = z.infer<typeof managedPolicy>
