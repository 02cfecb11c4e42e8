import type { FunctionConfiguration } from '@aws-sdk/client-lambda'
import type { Clock } from '../clock.ts'
import { AwsError } from '../wire/errors.ts'
import type { LambdaFunction } from '../world/lambda.ts'
import { stableId, stableUuid } from '../world/scalars.ts'
import type { Place } from '../world.ts'
import { callersOf } from './api-callers.ts'
import { functionArn, functionNotFound } from './lambda-arns.ts'

type Frozen = Omit<LambdaFunction['versions'][number], 'version'>

/** The version behind a qualifier: `$LATEST`, a number, or the main version of an alias. Throws ResourceNotFoundException. */
export function versionOf(place: Place, fn: LambdaFunction, qualifier: string | undefined): string {
  if (qualifier === undefined || qualifier === '$LATEST') return '$LATEST'
  const alias = fn.aliases.find(({ name }) => name === qualifier)
  const version = alias?.version ?? qualifier
  if (version === '$LATEST' || fn.versions.some((published) => published.version === version)) return version
  throw functionNotFound(functionArn(place, fn.name, qualifier))
}

/** One version of a function as GetFunctionConfiguration shows it. */
export function configurationOf(
  place: Place,
  clock: Clock,
  fn: LambdaFunction,
  qualifier: string | undefined,
): FunctionConfiguration {
  const version = versionOf(place, fn, qualifier)
  const published = fn.versions.find((candidate) => candidate.version === version)
  const own: Frozen = { ...fn, ...dropUndefined(published ?? {}) }
  const isImage = own.packageType === 'Image'
  const runtime = own.runtime ?? 'nodejs22.x'
  return {
    FunctionName: fn.name,
    FunctionArn: functionArn(place, fn.name, qualifier),
    ...(isImage
      ? {}
      : { Runtime: runtime as FunctionConfiguration['Runtime'], Handler: own.handler ?? 'index.handler' }),
    Role: roleArn(place, own.role ?? `${fn.name}-role`),
    CodeSize: own.codeSize ?? 1_234_567,
    Description: own.description ?? '',
    Timeout: own.timeout ?? 3,
    MemorySize: own.memorySize ?? 128,
    LastModified: clock
      .at(own.lastModified ?? '-30d')
      .toISOString()
      .replace('Z', '+0000'),
    CodeSha256: own.codeSha256 ?? Buffer.from(stableId(`${fn.name}/${version}`, 32)).toString('base64'),
    Version: version,
    PackageType: own.packageType ?? 'Zip',
    Architectures: own.architectures ?? ['x86_64'],
    EphemeralStorage: { Size: own.ephemeralStorage ?? 512 },
    TracingConfig: { Mode: own.tracing ?? 'PassThrough' },
    RevisionId: stableUuid(`${fn.name}/${version}/${own.lastModified}`),
    SnapStart: {
      ApplyOn: own.snapStart?.applyOn ?? 'None',
      OptimizationStatus:
        own.snapStart?.optimizationStatus ??
        (own.snapStart?.applyOn === 'PublishedVersions' && version !== '$LATEST' ? 'On' : 'Off'),
    },
    LoggingConfig: {
      LogFormat: own.logging?.logFormat ?? 'Text',
      LogGroup: own.logging?.logGroup ?? `/aws/lambda/${fn.name}`,
      ...(own.logging?.logFormat === 'JSON'
        ? {
            ApplicationLogLevel: (own.logging.applicationLogLevel ?? 'INFO') as 'INFO',
            SystemLogLevel: (own.logging.systemLogLevel ?? 'INFO') as 'INFO',
          }
        : {}),
    },
    ...(isImage
      ? {}
      : {
          RuntimeVersionConfig: {
            RuntimeVersionArn:
              own.runtimeVersionArn ?? `arn:aws:lambda:${place.region}::runtime:${stableId(runtime, 40)}`,
          },
        }),
    State: (own.state ?? 'Active') as 'Active',
    ...(own.stateReason === undefined ? {} : { StateReason: own.stateReason }),
    ...(own.stateReasonCode === undefined ? {} : { StateReasonCode: own.stateReasonCode as 'Idle' }),
    LastUpdateStatus: (own.lastUpdateStatus ?? 'Successful') as 'Successful',
    ...(own.lastUpdateStatusReason === undefined ? {} : { LastUpdateStatusReason: own.lastUpdateStatusReason }),
    ...(own.lastUpdateStatusReasonCode === undefined
      ? {}
      : { LastUpdateStatusReasonCode: own.lastUpdateStatusReasonCode as 'InternalError' }),
    ...(own.vpc === undefined
      ? {}
      : {
          VpcConfig: {
            SubnetIds: own.vpc.subnetIds,
            SecurityGroupIds: own.vpc.securityGroupIds,
            VpcId: own.vpc.vpcId ?? 'vpc-0a1b2c3d4e5f60718',
            Ipv6AllowedForDualStack: false,
          },
        }),
    ...environmentOf(own),
    ...(own.kmsKeyArn === undefined ? {} : { KMSKeyArn: own.kmsKeyArn }),
    ...(own.layers === undefined
      ? {}
      : {
          Layers: own.layers.map((layer) =>
            typeof layer === 'string'
              ? { Arn: layer, CodeSize: 1_000_000 }
              : { Arn: layer.arn, CodeSize: layer.codeSize },
          ),
        }),
    ...(own.deadLetterTargetArn === undefined ? {} : { DeadLetterConfig: { TargetArn: own.deadLetterTargetArn } }),
    ...(own.fileSystems === undefined
      ? {}
      : {
          FileSystemConfigs: own.fileSystems.map(({ arn, localMountPath }) => ({
            Arn: arn,
            LocalMountPath: localMountPath,
          })),
        }),
    ...own.configuration,
  }
}

export function roleArn({ account }: Pick<Place, 'account'>, nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? nameOrArn : `arn:aws:iam::${account}:role/${nameOrArn}`
}

/** The function's resource policy for a qualifier as text; throws ResourceNotFoundException when there is none. */
export function functionPolicy(place: Place, fn: LambdaFunction, qualifier: string | undefined): string {
  const declared = fn.policies?.[qualifier ?? '']
  if (declared !== undefined) return typeof declared === 'string' ? declared : JSON.stringify(declared)
  const arn = functionArn(place, fn.name, qualifier)
  const permissions = fn.policies === undefined ? (fn.permissions ?? callersOf(place, fn.name)) : []
  const statements = permissions
    .filter((permission) => permission.qualifier === qualifier)
    .map((permission, index) => {
      const condition = permission.condition ?? {
        ...(permission.sourceArn === undefined ? {} : { ArnLike: { 'AWS:SourceArn': permission.sourceArn } }),
        ...(permission.sourceAccount === undefined
          ? {}
          : { StringEquals: { 'AWS:SourceAccount': permission.sourceAccount } }),
      }
      return {
        Sid: permission.sid ?? `allow-${index + 1}`,
        Effect: permission.effect ?? 'Allow',
        Principal: principalOf(permission.principal ?? 'apigateway.amazonaws.com'),
        Action: permission.action ?? 'lambda:InvokeFunction',
        Resource: arn,
        ...(Object.keys(condition).length === 0 ? {} : { Condition: condition }),
      }
    })
  if (statements.length === 0)
    throw new AwsError('ResourceNotFoundException', 'The resource you requested does not exist.', {
      status: 404,
      members: { Type: 'User' },
    })
  return JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: statements })
}

function principalOf(principal: string): unknown {
  if (principal === '*') return '*'
  return principal.endsWith('.amazonaws.com')
    ? { Service: principal }
    : { AWS: /^\d{12}$/.test(principal) ? `arn:aws:iam::${principal}:root` : principal }
}

function environmentOf(own: Frozen): Pick<FunctionConfiguration, 'Environment'> {
  if (own.environmentError !== undefined)
    return { Environment: { Error: { ErrorCode: own.environmentError.code, Message: own.environmentError.message } } }
  return own.environment === undefined ? {} : { Environment: { Variables: own.environment } }
}

function dropUndefined<T extends object>(source: T): T {
  return Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined)) as T
}
