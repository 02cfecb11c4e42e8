import type { Place } from '../aws/place.ts'

export * from './make-target.ts'
export type { Place }

/** What every target says about itself; the same fields stand in the Report. */
interface Named<K extends string> extends Place {
  readonly kind: K
  /** The service's own identifier: an API id, a function name, a table name. */
  readonly id: string
  /** What people call it. */
  readonly name: string
  readonly arn: string
}

export interface RestApi extends Named<'rest-api'> {
  readonly stage: string
}
export interface HttpApi extends Named<'http-api'> {
  readonly stage: string
}
export interface WebSocketApi extends Named<'websocket-api'> {
  readonly stage: string
}
/** A Lambda function, with the version or alias that is called; no qualifier means `$LATEST`. */
export interface LambdaFunction extends Named<'function'> {
  readonly qualifier?: string
}
/** A custom domain in front of APIs. */
export interface ApiDomain extends Named<'api-domain'> {}
export interface Table extends Named<'table'> {
  /** Set when one index of the table is meant. */
  readonly index?: string
  /** The slow function that led here; others use the table too, so what is found is not proven to be what it waits for. */
  readonly caller?: string
  /** The log of a caller that fails says that this table throttles it. */
  readonly isBlamedByCaller?: true
}
export interface Queue extends Named<'queue'> {
  readonly url: string
}
/** A request to a bucket as far as it was told; a pasted address has lost its signature already. */
export interface S3Request {
  readonly key?: string
  /** `s3:GetObject` */
  readonly action?: string
  /** The caller's ARN. */
  readonly principal?: string
  /** AWS's own words. */
  readonly error?: string
  /** The access point that was called, by its name. */
  readonly accessPoint?: string
  readonly presigned?: PresignedRequest
}
/** What a presigned address says of itself. Times are epoch milliseconds. */
export interface PresignedRequest {
  readonly signedAt?: number
  readonly expiresSeconds?: number
  readonly region?: string
  readonly service?: string
  /** The key that signed ends in this; the rest is kept out. */
  readonly accessKeyKind: 'long-term' | 'temporary' | 'unknown'
  readonly hasSessionToken: boolean
  readonly isHttps: boolean
  readonly signedHeaders: readonly string[]
}
export interface Bucket extends Named<'bucket'> {
  readonly request?: S3Request
}
export interface EventRule extends Named<'event-rule'> {
  readonly bus: string
  /** The event that should have matched, as pasted. */
  readonly event?: string
}
export interface Stack extends Named<'stack'> {
  /** What the deployment printed, when it was pasted; redacted. */
  readonly error?: string
}
export interface Role extends Named<'role'> {}
export interface KmsKey extends Named<'kms-key'> {}
export interface LoadBalancer extends Named<'load-balancer'> {}
/** A log group that is searched. */
export interface LogGroup extends Named<'log-group'> {
  /** CloudWatch's filter pattern; empty for every line. */
  readonly pattern: string
  /** How many of the newest lines are wanted. */
  readonly mostLines: number
}
/** A private link from API Gateway into a VPC. */
export interface VpcLink extends Named<'vpc-link'> {
  /** REST APIs have links of version 1, HTTP APIs of version 2. */
  readonly version: 1 | 2
  readonly api: RestApi | HttpApi
  /** Load balancers, or their listeners, that integrations reach through it; a REST API's link names its own. */
  readonly balancerArns: readonly string[]
  /** Requests that failed went through it; false where they may have gone elsewhere as well. */
  readonly isOnPath: boolean
}
/** A refusal as it was told, recorded or asked about: who may not do what to which resource. What is not known stays out. */
export interface Denial extends Named<'denial'> {
  /** The role's or user's IAM ARN; a role's path may be missing from it. */
  readonly principal?: string
  /** As AWS printed it: an assumed-role session, a user, a service. */
  readonly caller?: string
  /** `dynamodb:PutItem` */
  readonly action?: string
  readonly resource?: string
  /** AWS's own words, redacted. */
  readonly message?: string
  /** Epoch milliseconds of the refusals known. */
  readonly times: readonly number[]
  /** `asked`: somebody wonders, and nothing shows that it was ever refused. */
  readonly source: 'pasted' | 'asked' | 'cloudtrail' | 'log'
  /** The role that should have made the call: the function's own. */
  readonly expectedRole?: string
  /** Something else was asked about and fails by this: only what the layer that AWS names calls for is read. */
  readonly isBehindFailure?: true
}
/** Something of a kind that is only ever blamed, never asked about: a NAT gateway, a user, a volume. */
export interface BlamedResource extends Named<'resource'> {}
/** The whole account in one region, for questions that name nothing smaller. */
export interface AccountRegion extends Named<'account'> {}

/** An API's stage calling a function: the join fails when both ends are well. */
export interface RestApiToFunction extends Named<'rest-api-to-function'> {
  readonly api: RestApi
  readonly function: LambdaFunction
}
export interface HttpApiToFunction extends Named<'http-api-to-function'> {
  readonly api: HttpApi
  readonly function: LambdaFunction
}
/** Calls of a function that an API stopped waiting for; judged only where there are some. */
export interface ApiTimeouts extends Named<'api-timeouts'> {
  readonly api: RestApi | HttpApi
  readonly function: LambdaFunction
  /** How long the API waits, in milliseconds. */
  readonly timeoutMs: number
}
/** Errors of a function that only the log of the API in front of it tells of; judged only where the function's own log does not. */
export interface ApiFunctionErrors extends Named<'api-function-errors'> {
  readonly api: RestApi
  readonly function: LambdaFunction
}
export interface QueueToFunction extends Named<'queue-to-function'> {
  readonly queue: Queue
  readonly function: LambdaFunction
}

/** A function's invocations that ran into a time limit, its own or its caller's; judged only where there are some. */
export interface FunctionTimeouts extends Named<'function-timeouts'> {
  readonly function: LambdaFunction
  /** Of the function's VPC attachment; empty where it has none. */
  readonly vpcId: string
  readonly subnetIds: readonly string[]
  readonly securityGroupIds: readonly string[]
}
/** A function's calls that Lambda refused for want of concurrency; judged only where there are some. */
export interface FunctionThrottles extends Named<'function-throttles'> {
  readonly function: LambdaFunction
}

/** A rule invoking a function; the function's own policy decides. */
export interface RuleToFunction extends Named<'rule-to-function'> {
  readonly rule: EventRule
  readonly function: LambdaFunction
}
/** A rule sending to a queue; the queue's own policy and key decide. */
export interface RuleToQueue extends Named<'rule-to-queue'> {
  readonly rule: EventRule
  readonly queue: Queue
}
/** A rule calling any other target, mostly with a role of its own. */
export interface RuleToTarget extends Named<'rule-to-target'> {
  readonly rule: EventRule
  readonly targetArn: string
}

/** A thing in AWS that can be judged, or an edge between two. */
export type Target =
  | RestApi
  | HttpApi
  | WebSocketApi
  | LambdaFunction
  | ApiDomain
  | Table
  | Queue
  | Bucket
  | EventRule
  | Stack
  | Role
  | KmsKey
  | LoadBalancer
  | LogGroup
  | Denial
  | VpcLink
  | AccountRegion
  | BlamedResource
  | RestApiToFunction
  | HttpApiToFunction
  | ApiTimeouts
  | ApiFunctionErrors
  | QueueToFunction
  | RuleToFunction
  | RuleToQueue
  | RuleToTarget
  | FunctionTimeouts
  | FunctionThrottles

export type TargetKind = Target['kind']
export type TargetOf<K extends TargetKind> = Extract<Target, { readonly kind: K }>

/** One string for one target: two targets with the same key are the same thing. */
export function targetKey(target: Target): string {
  const detail = 'stage' in target ? `/${target.stage}` : 'qualifier' in target ? `:${target.qualifier ?? ''}` : ''
  if (target.kind === 'denial') return `denial ${target.id}`
  return `${target.kind} ${target.arn}${detail}`
}

export function placeOf({ account, region, partition }: Place): Place {
  return { account, region, partition }
}

/** A bucket, with what was told of the request that failed. */
export function bucket(place: Place, name: string, request?: S3Request): Bucket {
  return {
    kind: 'bucket',
    id: name,
    name,
    arn: `arn:${place.partition}:s3:::${name}`,
    ...placeOf(place),
    ...(request !== undefined && { request }),
  }
}
