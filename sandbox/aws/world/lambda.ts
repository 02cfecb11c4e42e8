import { z } from 'zod'
import { invocations } from './metrics.ts'
import { policyDocument, sdkShape, textMap, time } from './scalars.ts'

/** What a version freezes; a published version overrides only what differed. */
const configuration = {
  description: z.string().optional(),
  runtime: z.string().optional(),
  handler: z.string().optional(),
  /** Seconds. */
  timeout: z.number().int().optional(),
  /** MB. */
  memorySize: z.number().int().optional(),
  /** A role by name or ARN; left out, `<function>-role`. */
  role: z.string().optional(),
  environment: textMap.optional(),
  /** What Lambda says instead of the variables when the key refuses the caller. */
  environmentError: z.strictObject({ code: z.string(), message: z.string() }).optional(),
  kmsKeyArn: z.string().optional(),
  vpc: z
    .strictObject({
      subnetIds: z.array(z.string()),
      securityGroupIds: z.array(z.string()),
      vpcId: z.string().optional(),
    })
    .optional(),
  layers: z.array(z.union([z.string(), z.strictObject({ arn: z.string(), codeSize: z.number() })])).optional(),
  architectures: z.array(z.enum(['x86_64', 'arm64'])).optional(),
  packageType: z.enum(['Zip', 'Image']).optional(),
  imageUri: z.string().optional(),
  codeSize: z.number().optional(),
  codeSha256: z.string().optional(),
  /** MB of /tmp. */
  ephemeralStorage: z.number().optional(),
  deadLetterTargetArn: z.string().optional(),
  tracing: z.enum(['Active', 'PassThrough']).optional(),
  snapStart: z
    .strictObject({
      applyOn: z.enum(['None', 'PublishedVersions']),
      optimizationStatus: z.enum(['On', 'Off']).optional(),
    })
    .optional(),
  fileSystems: z.array(z.strictObject({ arn: z.string(), localMountPath: z.string() })).optional(),
  logging: z
    .strictObject({
      logGroup: z.string().optional(),
      logFormat: z.enum(['Text', 'JSON']).optional(),
      applicationLogLevel: z.string().optional(),
      systemLogLevel: z.string().optional(),
    })
    .optional(),
  runtimeVersionArn: z.string().optional(),
  state: z.string().optional(),
  stateReason: z.string().optional(),
  stateReasonCode: z.string().optional(),
  lastUpdateStatus: z.string().optional(),
  lastUpdateStatusReason: z.string().optional(),
  lastUpdateStatusReasonCode: z.string().optional(),
  lastModified: time.optional(),
  /** Anything else of FunctionConfiguration, in the SDK's own names. */
  configuration: sdkShape.optional(),
}

const permission = z.strictObject({
  sid: z.string().optional(),
  effect: z.enum(['Allow', 'Deny']).default('Allow'),
  /** A service (`apigateway.amazonaws.com`), an account or an ARN. */
  principal: z.string().default('apigateway.amazonaws.com'),
  action: z.union([z.string(), z.array(z.string())]).default('lambda:InvokeFunction'),
  sourceArn: z.string().optional(),
  sourceAccount: z.string().optional(),
  condition: sdkShape.optional(),
  /** The alias or version the statement is on; left out, the function itself. */
  qualifier: z.string().optional(),
})

const qualified = z.strictObject({ qualifier: z.string() })

export const lambdaFunction = z.strictObject({
  name: z.string(),
  ...configuration,
  tags: textMap.optional(),
  /** Published versions, oldest first. */
  versions: z.array(z.strictObject({ version: z.string(), ...configuration })).default([]),
  aliases: z
    .array(
      z.strictObject({
        name: z.string(),
        version: z.string(),
        description: z.string().optional(),
        weights: z.record(z.string(), z.number()).optional(),
      }),
    )
    .default([]),
  /** Left out, every API of the world that calls the function may; an empty list is a function without a policy. */
  permissions: z.array(permission).optional(),
  /** The policies as documents, by qualifier (`""` is the function itself); replaces `permissions`. */
  policies: z.record(z.string(), policyDocument).optional(),
  reservedConcurrency: z.number().int().nonnegative().optional(),
  provisionedConcurrency: z
    .array(
      qualified.extend({
        requested: z.number(),
        allocated: z.number().optional(),
        available: z.number().optional(),
        status: z.enum(['IN_PROGRESS', 'READY', 'FAILED']).default('READY'),
        statusReason: z.string().optional(),
        lastModified: time.default('-10d'),
      }),
    )
    .default([]),
  eventInvoke: z
    .strictObject({
      qualifier: z.string().optional(),
      maximumRetryAttempts: z.number().optional(),
      maximumEventAgeInSeconds: z.number().optional(),
      onFailure: z.string().optional(),
      onSuccess: z.string().optional(),
      lastModified: time.default('-30d'),
    })
    .optional(),
  url: z
    .strictObject({
      qualifier: z.string().optional(),
      authType: z.enum(['NONE', 'AWS_IAM']).default('NONE'),
      invokeMode: z.enum(['BUFFERED', 'RESPONSE_STREAM']).default('BUFFERED'),
      cors: sdkShape.optional(),
    })
    .optional(),
  recursiveLoop: z.enum(['Allow', 'Terminate']).default('Terminate'),
  updateRuntimeOn: z.enum(['Auto', 'Manual', 'FunctionUpdate']).default('Auto'),
  scaling: sdkShape.optional(),
  traffic: z.array(invocations).default([]),
})

export const eventSourceMapping = z.strictObject({
  uuid: z.string().optional(),
  /** `orders`, `orders:live` or an ARN. */
  function: z.string(),
  /** A queue by name, or any source ARN. */
  source: z.string(),
  state: z.string().default('Enabled'),
  stateTransitionReason: z.string().default('USER_INITIATED'),
  lastProcessingResult: z.string().optional(),
  batchSize: z.number().default(10),
  batchingWindowSeconds: z.number().default(0),
  maximumConcurrency: z.number().optional(),
  functionResponseTypes: z.array(z.string()).optional(),
  filters: z.array(z.string()).optional(),
  onFailure: z.string().optional(),
  startingPosition: z.string().optional(),
  maximumRetryAttempts: z.number().optional(),
  maximumRecordAgeInSeconds: z.number().optional(),
  bisectBatchOnFunctionError: z.boolean().optional(),
  parallelizationFactor: z.number().optional(),
  lastModified: time.default('-30d'),
  /** Anything else of EventSourceMappingConfiguration, in the SDK's own names. */
  configuration: sdkShape.optional(),
})

export const lambdaAccount = z.strictObject({
  concurrentExecutions: z.number().int().default(1000),
  /** Left out: the limit less what the functions reserve and provision. */
  unreservedConcurrentExecutions: z.number().int().optional(),
  codeSize: z.number().default(1_000_000),
})

export const layer = z.strictObject({
  name: z.string(),
  version: z.number().int(),
  codeSize: z.number().default(1_000_000),
  compatibleRuntimes: z.array(z.string()).default([]),
  denied: z.boolean().default(false),
})

export type LambdaFunction = z.infer<typeof lambdaFunction>
export type FunctionVersion = LambdaFunction['versions'][number]
export type Permission = z.infer<typeof permission>
export type EventSourceMapping = z.infer<typeof eventSourceMapping>
