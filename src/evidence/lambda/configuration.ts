import type { GetFunctionConfigurationCommandOutput } from '@aws-sdk/client-lambda'
import { getFunctionConfiguration } from '../../targets/resolve/function-calls.ts'
import type { LambdaFunction } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { consoleLink } from '../console-link.ts'
import { defineProbe } from '../probe.ts'

/** What Lambda says of a function or one of its versions. Environment values never leave the probe, only their names. */
export interface FunctionConfiguration {
  readonly functionName: string
  readonly functionArn: string
  readonly version: string
  readonly timeoutSeconds: number
  readonly memoryMb: number
  /** Absent for container images. */
  readonly runtime?: string
  readonly handler?: string
  readonly architectures: readonly string[]
  readonly packageType: string
  readonly state?: string
  readonly stateReason?: string
  readonly stateReasonCode?: string
  readonly lastUpdateStatus?: string
  readonly lastUpdateStatusReason?: string
  readonly lastUpdateStatusReasonCode?: string
  /** Epoch milliseconds. */
  readonly lastModified?: number
  readonly logGroup: string
  readonly logFormat: 'Text' | 'JSON'
  readonly systemLogLevel?: string
  readonly applicationLogLevel?: string
  readonly vpc?: FunctionVpc
  /** ARNs of layer versions. */
  readonly layers: readonly string[]
  readonly snapStart: { readonly applyOn: string; readonly optimizationStatus: string }
  readonly fileSystems: readonly { readonly arn: string; readonly localMountPath: string }[]
  readonly ephemeralStorageMb: number
  readonly deadLetterArn?: string
  readonly kmsKeyArn?: string
  readonly roleArn: string
  readonly environmentKeys: readonly string[]
  /** Why the environment could not be decrypted for whoever reads it. */
  readonly environmentError?: { readonly code: string; readonly message: string }
  readonly tracing?: string
  readonly runtimeVersionArn?: string
}

export interface FunctionVpc {
  readonly vpcId: string
  readonly subnetIds: readonly string[]
  readonly securityGroupIds: readonly string[]
}

/** Reads a function's configuration at the qualifier that is called; a function that does not exist throws. */
export const functionConfiguration = defineProbe<FunctionConfiguration, LambdaFunction>({
  id: 'lambda.configuration',
  actions: ['lambda:GetFunctionConfiguration'],
  key: (target) => target.arn,
  resource: (target) => target.arn,
  async fetch(target, { aws }) {
    return configurationOf(await getFunctionConfiguration(aws, target), target)
  },
  cite: (target) => ({
    source: `lambda:GetFunctionConfiguration FunctionName=${target.id}${target.qualifier === undefined ? '' : ` Qualifier=${target.qualifier}`}`,
    account: target.account,
    region: target.region,
    link: functionLink(target),
    cli: `aws lambda get-function-configuration --function-name ${shellWord(target.id)}${qualifierOption(target)} --query '{Timeout:Timeout,MemorySize:MemorySize,Runtime:Runtime,Handler:Handler,State:State,StateReasonCode:StateReasonCode,LastUpdateStatus:LastUpdateStatus,LastModified:LastModified,Vpc:VpcConfig,Role:Role}' --region ${target.region}`,
  }),
})

/** Picks the fields out of Lambda's answer; what is not said stays out or takes AWS's own default. */
export function configurationOf(
  response: Omit<GetFunctionConfigurationCommandOutput, '$metadata'>,
  target: LambdaFunction,
): FunctionConfiguration {
  const lastModified = Date.parse((response.LastModified ?? '').replace(/([+-]\d{2})(\d{2})$/, '$1:$2'))
  const { VpcConfig: vpc, LoggingConfig: logging, Environment: environment } = response
  return {
    functionName: response.FunctionName ?? target.id,
    functionArn: response.FunctionArn ?? target.arn,
    version: response.Version ?? target.qualifier ?? '$LATEST',
    timeoutSeconds: response.Timeout ?? 3,
    memoryMb: response.MemorySize ?? 128,
    architectures: response.Architectures ?? ['x86_64'],
    packageType: response.PackageType ?? 'Zip',
    logGroup: logging?.LogGroup || `/aws/lambda/${target.id}`,
    logFormat: logging?.LogFormat === 'JSON' ? 'JSON' : 'Text',
    layers: (response.Layers ?? []).flatMap((layer) => layer.Arn ?? []),
    snapStart: {
      applyOn: response.SnapStart?.ApplyOn ?? 'None',
      optimizationStatus: response.SnapStart?.OptimizationStatus ?? 'Off',
    },
    fileSystems: (response.FileSystemConfigs ?? []).map((each) => ({
      arn: each.Arn ?? '',
      localMountPath: each.LocalMountPath ?? '',
    })),
    ephemeralStorageMb: response.EphemeralStorage?.Size ?? 512,
    roleArn: response.Role ?? '',
    environmentKeys: Object.keys(environment?.Variables ?? {}).sort(),
    ...given('runtime', response.Runtime),
    ...given('handler', response.Handler),
    ...given('state', response.State),
    ...given('stateReason', response.StateReason),
    ...given('stateReasonCode', response.StateReasonCode),
    ...given('lastUpdateStatus', response.LastUpdateStatus),
    ...given('lastUpdateStatusReason', response.LastUpdateStatusReason),
    ...given('lastUpdateStatusReasonCode', response.LastUpdateStatusReasonCode),
    ...(Number.isFinite(lastModified) && { lastModified }),
    ...given('systemLogLevel', logging?.SystemLogLevel),
    ...given('applicationLogLevel', logging?.ApplicationLogLevel),
    ...((vpc?.SubnetIds?.length ?? 0) > 0 && {
      vpc: { vpcId: vpc?.VpcId ?? '', subnetIds: vpc?.SubnetIds ?? [], securityGroupIds: vpc?.SecurityGroupIds ?? [] },
    }),
    ...given('deadLetterArn', response.DeadLetterConfig?.TargetArn),
    ...given('kmsKeyArn', response.KMSKeyArn),
    ...(environment?.Error !== undefined && {
      environmentError: { code: environment.Error.ErrorCode ?? '', message: environment.Error.Message ?? '' },
    }),
    ...given('tracing', response.TracingConfig?.Mode),
    ...given('runtimeVersionArn', response.RuntimeVersionConfig?.RuntimeVersionArn),
  }
}

/** The function's page in the console. */
export function functionLink(target: LambdaFunction, tab?: string): string {
  const version =
    target.qualifier === undefined
      ? ''
      : `/${/^\d+$/.test(target.qualifier) ? 'versions' : 'aliases'}/${target.qualifier}`
  return consoleLink(target, 'lambda', `/functions/${target.id}${version}${tab === undefined ? '' : `?tab=${tab}`}`)
}

/** ` --qualifier live`, or nothing for `$LATEST`. */
export function qualifierOption(target: LambdaFunction): string {
  return target.qualifier === undefined ? '' : ` --qualifier ${shellWord(target.qualifier)}`
}

function given<K extends string>(name: K, value: string | undefined): { [P in K]?: string } {
  return value === undefined || value === '' ? {} : ({ [name]: value } as { [P in K]: string })
}
