import { z } from 'zod'
import { sdkShape, textMap, time } from './scalars.ts'

/** One management event as CloudTrail would list it. */
export const trailEvent = z.strictObject({
  at: time,
  name: z.string(),
  /** `lambda` or `lambda.amazonaws.com`. */
  source: z.string(),
  /** A user name, an assumed role session (`Deploy/ci`), a service (`cloudformation.amazonaws.com`) or an ARN. */
  user: z.string().default('deploy'),
  resources: z.array(z.union([z.string(), z.strictObject({ name: z.string(), type: z.string() })])).default([]),
  request: sdkShape.optional(),
  response: sdkShape.optional(),
  readOnly: z.boolean().default(false),
  errorCode: z.string().optional(),
  errorMessage: z.string().optional(),
  sourceIp: z.string().default('198.51.100.7'),
  userAgent: z.string().default('aws-cli/2.31.0'),
  /** Further members of the record itself. */
  record: sdkShape.optional(),
})

/** A trail as it is configured; `trail` in a world is what happened. */
export const cloudTrail = z.strictObject({
  name: z.string(),
  /** Where it was made; left out, this region. It is seen elsewhere only where it records all regions. */
  homeRegion: z.string().optional(),
  multiRegion: z.boolean().default(true),
  /** Owned by this account of the organization and seen from its members. */
  organizationAccount: z.string().optional(),
  logging: z.boolean().default(true),
  stopped: time.optional(),
  validation: z.boolean().default(true),
  kmsKeyId: z.string().optional(),
  bucket: z.string().default('audit-logs'),
  deliveryError: z.string().optional(),
  /** In the SDK's own shape; left out, all management events. */
  eventSelectors: z.array(sdkShape).optional(),
  advancedEventSelectors: z.array(sdkShape).optional(),
})

const stackResource = z.strictObject({
  logicalId: z.string(),
  type: z.string(),
  physicalId: z.string().optional(),
  status: z.string().default('CREATE_COMPLETE'),
  reason: z.string().optional(),
  at: time.default('-30d'),
  module: sdkShape.optional(),
})

const stackEvent = z.strictObject({
  at: time,
  /** Left out, the stack itself. */
  logicalId: z.string().optional(),
  type: z.string().optional(),
  physicalId: z.string().optional(),
  status: z.string(),
  reason: z.string().optional(),
  properties: sdkShape.optional(),
  token: z.string().optional(),
  hook: z
    .strictObject({
      type: z.string(),
      status: z.string(),
      reason: z.string().optional(),
      point: z.string().default('PRE_PROVISION'),
      mode: z.string().default('FAIL'),
    })
    .optional(),
  detailedStatus: z.string().optional(),
})

const changeSet = z.strictObject({
  name: z.string(),
  status: z.string().default('CREATE_COMPLETE'),
  statusReason: z.string().optional(),
  executionStatus: z.string().default('AVAILABLE'),
  created: time.default('-1h'),
  description: z.string().optional(),
  changes: z.array(sdkShape).default([]),
  /** What early validation found, as DescribeEvents tells it of the change set alone. */
  validations: z
    .array(
      z.strictObject({
        at: time,
        logicalId: z.string(),
        type: z.string(),
        physicalId: z.string().optional(),
        /** `PROPERTY_VALIDATION`, `NAME_CONFLICT_VALIDATION`. */
        name: z.string(),
        reason: z.string(),
        path: z.string().optional(),
        status: z.enum(['FAILED', 'SKIPPED']).default('FAILED'),
        mode: z.enum(['FAIL', 'WARN']).default('FAIL'),
      }),
    )
    .default([]),
})

export const stack = z.strictObject({
  name: z.string(),
  id: z.string().optional(),
  description: z.string().optional(),
  status: z.string().default('UPDATE_COMPLETE'),
  statusReason: z.string().optional(),
  created: time.default('-90d'),
  updated: time.optional(),
  deleted: time.optional(),
  parameters: textMap.default({}),
  outputs: textMap.default({}),
  exports: textMap.default({}),
  resources: z.array(stackResource).default([]),
  /** In any order; AWS answers newest first, and of one moment the later declared is the newer. */
  events: z.array(stackEvent).default([]),
  template: z.union([z.string(), sdkShape]).optional(),
  role: z.string().optional(),
  capabilities: z.array(z.string()).default(['CAPABILITY_IAM']),
  terminationProtection: z.boolean().default(false),
  disableRollback: z.boolean().default(false),
  /** ARNs of alarms that roll an operation back. */
  rollbackAlarms: z.array(z.string()).default([]),
  /** Names of the exports of other stacks that it uses. */
  imports: z.array(z.string()).default([]),
  /** The stack this one is nested in, by name. */
  parent: z.string().optional(),
  drift: z.string().default('NOT_CHECKED'),
  driftedResources: z
    .array(z.strictObject({ logicalId: z.string(), status: z.string(), differences: z.array(sdkShape).default([]) }))
    .default([]),
  changeSets: z.array(changeSet).default([]),
  tags: textMap.optional(),
})

export type TrailEvent = z.infer<typeof trailEvent>
export type Stack = z.infer<typeof stack>
export type CloudTrail = z.infer<typeof cloudTrail>
