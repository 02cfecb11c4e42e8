import { z } from 'zod'
import { policyDocument, sdkShape, textMap, time } from './scalars.ts'

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

export const accessKey = z.strictObject({
  active: z.boolean().default(true),
  rotated: time.default('-30d'),
  /** Left out, `N/A`: never used, or not since AWS began to record it. */
  lastUsed: time.optional(),
  lastUsedService: z.string().default('s3'),
})

export const user = z.strictObject({
  ...identity,
  groups: z.array(z.string()).default([]),
  /** May sign in to the console with a password. */
  password: z.boolean().default(false),
  passwordLastUsed: time.optional(),
  passwordLastChanged: time.default('-60d'),
  mfa: z.boolean().default(false),
  /** Two at most. */
  accessKeys: z.array(accessKey).max(2).default([]),
})

/** What IAM says of the account as a whole. */
export const iamAccount = z.strictObject({
  rootMfa: z.boolean().default(true),
  /** False where an organization manages the root's credentials and has taken them away. */
  rootPassword: z.boolean().default(true),
  rootAccessKeys: z.array(accessKey).max(2).default([]),
  rootLastUsed: time.optional(),
  /** In the SDK's own shape; `null` is none. */
  passwordPolicy: sdkShape.nullable().default({
    MinimumPasswordLength: 14,
    RequireSymbols: true,
    RequireNumbers: true,
    RequireUppercaseCharacters: true,
    RequireLowercaseCharacters: true,
    AllowUsersToChangePassword: true,
    ExpirePasswords: false,
    PasswordReusePrevention: 24,
  }),
  /** How many times it must be asked for, once started, until IAM has made the credential report; 0: there is one. */
  reportAfterAsks: z.number().int().nonnegative().default(0),
  reportMade: time.default('-1h'),
})

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
export type AccessKey = z.infer<typeof accessKey>
export type Group = z.infer<typeof group>
export type ManagedPolicy = z.infer<typeof managedPolicy>
