import { z } from 'zod'
import { policyDocument, sdkShape, textMap, time } from './scalars.ts'

const capacity = {
  /** Provisioned units; without them the table is on demand. */
  read: z.number().optional(),
  write: z.number().optional(),
  /** The caps of an on-demand table. */
  maxRead: z.number().optional(),
  maxWrite: z.number().optional(),
  warm: z.strictObject({ read: z.number(), write: z.number(), status: z.string().default('ACTIVE') }).optional(),
  decreasesToday: z.number().default(0),
  lastIncrease: time.optional(),
  lastDecrease: time.optional(),
}

/** `pk` or `pk,sk`; a name may carry its type: `pk:S,created:N`. */
const keys = z
  .string()
  .regex(/^[^,:]+(:[SNB])?(,[^,:]+(:[SNB])?)?$/, 'must be a partition key, or partition and sort key: "pk:S,sk:N"')

export const table = z.strictObject({
  name: z.string(),
  keys: keys.default('pk'),
  status: z.string().default('ACTIVE'),
  /** Left out: provisioned where units are given, else on demand. */
  billing: z.enum(['PROVISIONED', 'PAY_PER_REQUEST']).optional(),
  ...capacity,
  indexes: z
    .array(
      z.strictObject({
        name: z.string(),
        keys: keys.default('gsi1pk'),
        projection: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']).default('ALL'),
        status: z.string().default('ACTIVE'),
        backfilling: z.boolean().optional(),
        ...capacity,
      }),
    )
    .default([]),
  tableClass: z.enum(['STANDARD', 'STANDARD_INFREQUENT_ACCESS']).default('STANDARD'),
  items: z.number().default(1000),
  sizeBytes: z.number().default(1_000_000),
  stream: z.enum(['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES']).optional(),
  kmsKeyArn: z.string().optional(),
  kmsInaccessibleSince: time.optional(),
  deletionProtection: z.boolean().default(false),
  replicas: z
    .array(
      z.strictObject({
        region: z.string(),
        status: z.string().default('ACTIVE'),
        read: z.number().optional(),
        write: z.number().optional(),
      }),
    )
    .default([]),
  contributorInsights: z
    .strictObject({
      status: z.string().default('ENABLED'),
      rules: z.array(z.string()).default([]),
      failure: z.string().optional(),
      mode: z.string().optional(),
      /** Partition keys by how many of their requests were throttled, of the table or of an index. */
      throttledKeys: z
        .array(z.strictObject({ key: z.string(), count: z.number(), index: z.string().optional() }))
        .default([]),
    })
    .optional(),
  pointInTimeRecovery: z.boolean().default(false),
  ttlAttribute: z.string().optional(),
  policy: policyDocument.optional(),
  created: time.default('-180d'),
  tags: textMap.optional(),
  /** Anything else of TableDescription, in the SDK's own names. */
  description: sdkShape.optional(),
})

export const dynamoDbAccount = z.strictObject({
  accountMaxRead: z.number().default(80_000),
  accountMaxWrite: z.number().default(80_000),
  tableMaxRead: z.number().default(40_000),
  tableMaxWrite: z.number().default(40_000),
})

export const scalableTarget = z.strictObject({
  namespace: z.string().default('dynamodb'),
  /** `table/orders`, `table/orders/index/by-status`, `function:orders:live`. */
  resource: z.string(),
  dimension: z.string(),
  min: z.number(),
  max: z.number(),
  role: z.string().optional(),
  suspended: z
    .strictObject({
      in: z.boolean().default(false),
      out: z.boolean().default(false),
      scheduled: z.boolean().default(false),
    })
    .optional(),
  policies: z
    .array(
      z.strictObject({
        name: z.string(),
        type: z.string().default('TargetTrackingScaling'),
        targetValue: z.number().default(70),
        metric: z.string().optional(),
        alarms: z.array(z.string()).default([]),
      }),
    )
    .default([]),
  activities: z
    .array(
      z.strictObject({
        at: time,
        end: time.optional(),
        status: z
          .enum(['Pending', 'InProgress', 'Successful', 'Overridden', 'Unfulfilled', 'Failed'])
          .default('Successful'),
        message: z.string().optional(),
        description: z.string().default('Setting capacity units.'),
        cause: z.string().default('monitor alarm in state ALARM triggered policy'),
      }),
    )
    .default([]),
})

export const queue = z.strictObject({
  name: z.string(),
  messages: z.number().default(0),
  inFlight: z.number().default(0),
  delayed: z.number().default(0),
  visibilityTimeoutSeconds: z.number().default(30),
  retentionSeconds: z.number().default(345_600),
  delaySeconds: z.number().default(0),
  waitSeconds: z.number().default(0),
  maximumMessageBytes: z.number().default(1_048_576),
  /** The dead-letter queue, by name or ARN. */
  deadLetter: z.strictObject({ queue: z.string(), maxReceiveCount: z.number().default(5) }).optional(),
  redriveAllow: sdkShape.optional(),
  policy: policyDocument.optional(),
  kmsKeyId: z.string().optional(),
  sqsManagedEncryption: z.boolean().default(true),
  contentBasedDeduplication: z.boolean().optional(),
  created: time.default('-180d'),
  moveTasks: z.array(sdkShape).default([]),
  tags: textMap.optional(),
})

export const topic = z.strictObject({
  name: z.string(),
  /** SNS's own default when left out: whoever belongs to the account may publish, no service of AWS's may. */
  policy: policyDocument.optional(),
  kmsKeyId: z.string().optional(),
  tags: textMap.optional(),
})

export const eventBus = z.strictObject({
  name: z.string(),
  policy: policyDocument.optional(),
  kmsKeyId: z.string().optional(),
  deadLetterArn: z.string().optional(),
  tags: textMap.optional(),
})

export const eventRule = z.strictObject({
  name: z.string(),
  bus: z.string().default('default'),
  pattern: policyDocument.optional(),
  schedule: z.string().optional(),
  state: z.enum(['ENABLED', 'DISABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS']).default('ENABLED'),
  description: z.string().optional(),
  role: z.string().optional(),
  managedBy: z.string().optional(),
  /** A target's `arn` may be a function or queue by name: `lambda:orders`, `sqs:orders`. */
  targets: z
    .array(
      z.strictObject({
        id: z.string().optional(),
        arn: z.string(),
        role: z.string().optional(),
        input: z.string().optional(),
        inputPath: z.string().optional(),
        transformer: z.strictObject({ paths: textMap.default({}), template: z.string() }).optional(),
        deadLetterArn: z.string().optional(),
        maximumRetryAttempts: z.number().optional(),
        maximumEventAgeSeconds: z.number().optional(),
        /** Anything else of Target, in the SDK's own names. */
        target: sdkShape.optional(),
      }),
    )
    .default([]),
  tags: textMap.optional(),
})

export const key = z.strictObject({
  id: z.string(),
  alias: z.string().optional(),
  state: z.string().default('Enabled'),
  description: z.string().default(''),
  manager: z.enum(['CUSTOMER', 'AWS']).default('CUSTOMER'),
  usage: z.string().default('ENCRYPT_DECRYPT'),
  policy: policyDocument.optional(),
  grants: z
    .array(
      z.strictObject({
        id: z.string().optional(),
        grantee: z.string(),
        operations: z.array(z.string()),
        name: z.string().optional(),
        retiring: z.string().optional(),
        constraints: sdkShape.optional(),
      }),
    )
    .default([]),
  rotation: z.boolean().default(false),
  deletion: time.optional(),
  created: time.default('-365d'),
  multiRegion: z.boolean().default(false),
  tags: textMap.optional(),
})

export const secret = z.strictObject({
  name: z.string(),
  value: z.union([z.string(), sdkShape]).default(''),
  description: z.string().optional(),
  kmsKeyId: z.string().optional(),
  policy: policyDocument.optional(),
  created: time.default('-90d'),
  rotated: time.optional(),
  deleted: time.optional(),
  versions: textMap.default({}),
  tags: textMap.optional(),
})

export type Table = z.infer<typeof table>
export type TableIndex = Table['indexes'][number]
export type Queue = z.infer<typeof queue>
export type Topic = z.infer<typeof topic>
export type EventRule = z.infer<typeof eventRule>
export type Key = z.infer<typeof key>
export type Secret = z.infer<typeof secret>
export type ScalableTarget = z.infer<typeof scalableTarget>
