import type { Place } from '../aws/place.ts'
import { resourceArn } from './denied-resource.ts'
import {
  type BlamedResource,
  type Denial,
  type EventRule,
  type HttpApi,
  type HttpApiToFunction,
  type KmsKey,
  type LambdaFunction,
  placeOf,
  type Queue,
  type QueueToFunction,
  type RestApi,
  type RestApiToFunction,
  type Stack,
  type Table,
} from './target.ts'

/** A function as a target; `qualifier` is left out for `$LATEST`. */
export function lambdaFunction(place: Place, name: string, qualifier?: string): LambdaFunction {
  const isPlain = qualifier === undefined || qualifier === '$LATEST'
  return {
    kind: 'function',
    id: name,
    name: isPlain ? name : `${name}:${qualifier}`,
    arn: `arn:${place.partition}:lambda:${place.region}:${place.account}:function:${name}${isPlain ? '' : `:${qualifier}`}`,
    ...placeOf(place),
    ...(isPlain ? {} : { qualifier }),
  }
}

/** One stage of a REST API as a target. */
export function restApi(place: Place, id: string, name: string, stage: string): RestApi {
  return {
    kind: 'rest-api',
    id,
    name,
    stage,
    arn: `arn:${place.partition}:apigateway:${place.region}::/restapis/${id}/stages/${stage}`,
    ...placeOf(place),
  }
}

/** One stage of an HTTP API as a target. */
export function httpApi(place: Place, id: string, name: string, stage: string): HttpApi {
  return {
    kind: 'http-api',
    id,
    name,
    stage,
    arn: `arn:${place.partition}:apigateway:${place.region}::/apis/${id}/stages/${stage}`,
    ...placeOf(place),
  }
}

export function table(place: Place, name: string, index?: string): Table {
  return {
    kind: 'table',
    id: name,
    name: index === undefined ? name : `${name}/${index}`,
    arn: `arn:${place.partition}:dynamodb:${place.region}:${place.account}:table/${name}${index === undefined ? '' : `/index/${index}`}`,
    ...placeOf(place),
    ...(index === undefined ? {} : { index }),
  }
}

/** The join between an API's stage and a function it calls. */
export function apiToFunction(api: RestApi, fn: LambdaFunction): RestApiToFunction
export function apiToFunction(api: HttpApi, fn: LambdaFunction): HttpApiToFunction
export function apiToFunction(api: RestApi | HttpApi, fn: LambdaFunction): RestApiToFunction | HttpApiToFunction {
  const shared = {
    id: `${api.id}->${fn.name}`,
    name: `${api.name} → ${fn.name}`,
    arn: `${api.arn}->${fn.arn}`,
    ...placeOf(api),
  }
  return api.kind === 'rest-api'
    ? { kind: 'rest-api-to-function', api, function: fn, ...shared }
    : { kind: 'http-api-to-function', api, function: fn, ...shared }
}

/** A CloudFormation stack by its ARN. `isGone`: only its ARN finds a deleted stack. */
export function cloudFormationStack(
  place: Place,
  arn: string,
  { isGone = false, error }: { isGone?: boolean; error?: string } = {},
): Stack {
  const name = /:stack\/([^/]+)/.exec(arn)?.[1] ?? arn
  return { kind: 'stack', id: isGone ? arn : name, name, arn, ...placeOf(place), ...(error !== undefined && { error }) }
}

/** The join between a queue and a function that Lambda polls it for. */
export function queueToFunction(queue: Queue, fn: LambdaFunction): QueueToFunction {
  return {
    kind: 'queue-to-function',
    queue,
    function: fn,
    id: `${queue.id}->${fn.name}`,
    name: `${queue.name} → ${fn.name}`,
    arn: `${queue.arn}->${fn.arn}`,
    ...placeOf(queue),
  }
}

/** A rule on a bus as a target; `default` is the bus that AWS services send to. */
export function eventRule(place: Place, name: string, bus: string, event?: string): EventRule {
  const path = bus === 'default' ? name : `${bus}/${name}`
  return {
    kind: 'event-rule',
    id: name,
    name,
    bus,
    arn: `arn:${place.partition}:events:${place.region}:${place.account}:rule/${path}`,
    ...placeOf(place),
    ...(event !== undefined && { event }),
  }
}

/** What is told of a refusal. */
export interface DenialWords {
  readonly principal?: string
  readonly caller?: string
  readonly action?: string
  readonly resource?: string
  readonly message?: string
  readonly times?: readonly number[]
  readonly source: Denial['source']
  readonly expectedRole?: string
  readonly isBehindFailure?: true
}

/** A refusal as a target; two of the same caller, action and resource are one. */
export function denial(place: Place, { times = [], resource, ...said }: DenialWords): Denial {
  const who = said.principal ?? said.caller
  const told = {
    ...said,
    ...(resource !== undefined && { resource: resourceArn(place, resource, said.action, who) }),
  }
  const short = who?.split(/[/:]/).at(-1) ?? 'the caller'
  return {
    kind: 'denial',
    id: [who ?? '', told.action ?? '', told.resource ?? ''].join(' '),
    name: told.action === undefined ? short : `${told.action} by ${short}`,
    arn: told.principal ?? told.resource ?? '',
    ...placeOf(place),
    ...told,
    times,
  }
}

/** A KMS key by its ARN. */
export function kmsKey(place: Place, arn: string): KmsKey {
  const [, partition = place.partition, , region = place.region, account = place.account, path = ''] = arn.split(':')
  const id = path.replace(/^(key|alias)\//, '')
  return {
    kind: 'kms-key',
    id: path.startsWith('alias/') ? path : id,
    name: id,
    arn,
    partition,
    region: region || place.region,
    account: account || place.account,
  }
}

/** Something that is blamed by its name; `arn` as far as it is known. */
export function blamedResource(place: Place, name: string, arn: string): BlamedResource {
  return { kind: 'resource', id: name, name, arn, ...placeOf(place) }
}
