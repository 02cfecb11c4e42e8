import { z } from 'zod'
import { policyDocument, sdkShape, textMap, time } from './scalars.ts'

const publicAccessBlock = z.strictObject({
  blockPublicAcls: z.boolean().default(true),
  ignorePublicAcls: z.boolean().default(true),
  blockPublicPolicy: z.boolean().default(true),
  restrictPublicBuckets: z.boolean().default(true),
})

/** A bucket; configurations that AWS may not have for it are left out, and `null` is a default that was taken away. */
export const bucket = z.strictObject({
  name: z.string(),
  policy: policyDocument.optional(),
  publicAccessBlock: publicAccessBlock.nullable().default(publicAccessBlock.parse({})),
  ownership: z
    .enum(['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter'])
    .nullable()
    .default('BucketOwnerEnforced'),
  /** Grants besides the owner's: a canonical id, or a group such as `AllUsers`. */
  grants: z.array(z.strictObject({ to: z.string(), permission: z.string().default('READ') })).default([]),
  encryption: z
    .strictObject({
      algorithm: z.string().default('AES256'),
      kmsKeyId: z.string().optional(),
      bucketKey: z.boolean().default(false),
    })
    .default({ algorithm: 'AES256', bucketKey: false }),
  versioning: z.enum(['Enabled', 'Suspended']).optional(),
  requestPayer: z.enum(['BucketOwner', 'Requester']).default('BucketOwner'),
  logging: z.strictObject({ bucket: z.string(), prefix: z.string().default('') }).optional(),
  notifications: sdkShape.optional(),
  objectLock: sdkShape.optional(),
  cors: z.array(sdkShape).optional(),
  lifecycle: z.array(sdkShape).optional(),
  website: sdkShape.optional(),
  replication: sdkShape.optional(),
  /** Keys that exist, with their size. */
  objects: z.record(z.string(), z.number()).default({}),
  created: time.default('-365d'),
  tags: textMap.optional(),
})

export const accessPoint = z.strictObject({
  name: z.string(),
  bucket: z.string(),
  vpcId: z.string().optional(),
  policy: policyDocument.optional(),
  publicAccessBlock: publicAccessBlock.default(publicAccessBlock.parse({})),
  created: time.default('-365d'),
})

/** The account's own block; `null` is none. */
export const accountPublicAccessBlock = publicAccessBlock.nullable()

export type Bucket = z.infer<typeof bucket>
export type PublicAccessBlock = z.infer<typeof publicAccessBlock>
