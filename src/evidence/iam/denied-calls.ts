import {
  CloudTrailClient,
  type Event,
  LookupEventsCommand,
  type LookupEventsCommandInput,
} from '@aws-sdk/client-cloudtrail'
import type { AwsReader } from '../../aws/reader.ts'
import { asRole } from '../../targets/principal-arn.ts'
import type { Window } from '../probe.ts'

/** A call that CloudTrail recorded, refused or not. */
export interface RecordedCall {
  /** Epoch milliseconds. */
  readonly at: number
  /** `dynamodb:CreateTable` */
  readonly action: string
  /** Empty when the call went well. */
  readonly errorCode: string
  readonly errorMessage: string
  /** The role behind a session, or the user. */
  readonly principal: string
  /** As recorded. */
  readonly caller: string
  readonly vpcEndpointId?: string
  /** ARNs among its parameters and resources. */
  readonly resources: readonly string[]
  readonly isByService: boolean
  /** Who asked with an identity provider's token. */
  readonly federated?: FederatedCaller
}

/** A caller known by an identity provider: its ARN or name, and the token's subject and audience. */
export interface FederatedCaller {
  readonly provider: string
  readonly subject: string
  readonly audience?: string
}

export interface RecordedCalls {
  readonly calls: readonly RecordedCall[]
  readonly complete: boolean
}

/** Management events, newest first; CloudTrail takes one attribute and two look-ups a second. */
export async function lookUpCalls(
  aws: AwsReader,
  region: string,
  window: Window,
  attribute: NonNullable<LookupEventsCommandInput['LookupAttributes']>[number] | undefined,
  mostPages: number,
): Promise<RecordedCalls> {
  const calls: RecordedCall[] = []
  let token: string | undefined
  for (let page = 0; page < mostPages; page += 1) {
    const answer = await aws.client(CloudTrailClient, region).send(
      new LookupEventsCommand({
        StartTime: new Date(window.from),
        EndTime: new Date(window.to),
        MaxResults: 50,
        ...(attribute !== undefined && { LookupAttributes: [attribute] }),
        ...(token !== undefined && { NextToken: token }),
      }),
    )
    calls.push(...(answer.Events ?? []).map(callOf))
    token = answer.NextToken
    if (token === undefined) break
  }
  return { calls: calls.sort((a, b) => b.at - a.at), complete: token === undefined }
}

export function isRefusal({ errorCode, errorMessage }: RecordedCall): boolean {
  return (
    /AccessDenied|UnauthorizedOperation|Unauthorized|NotAuthorized|Forbidden|AuthorizationError/i.test(errorCode) ||
    /not authorized to perform/i.test(errorMessage)
  )
}

/** Services whose calls are recorded in us-east-1 alone. */
export function trailRegion(action: string | undefined, region: string): string {
  return /^(iam|organizations|cloudfront|route53|globalaccelerator):/.test(action ?? '') ? 'us-east-1' : region
}

function callOf(event: Event): RecordedCall {
  const record = parsed(event.CloudTrailEvent)
  const identity = record.userIdentity as
    | { arn?: unknown; type?: unknown; invokedBy?: unknown; sessionContext?: { sessionIssuer?: { arn?: unknown } } }
    | undefined
  const caller = text(identity?.arn)
  const issuer = text(identity?.sessionContext?.sessionIssuer?.arn)
  const federated = federatedOf(record.userIdentity)
  const service = text(record.eventSource) || (event.EventSource ?? '')
  return {
    at: event.EventTime?.getTime() ?? (Date.parse(text(record.eventTime)) || 0),
    action: `${prefixOf(service)}:${(event.EventName ?? text(record.eventName)).replace(/\d{8}(v\d+)?$/, '')}`,
    errorCode: text(record.errorCode),
    errorMessage: text(record.errorMessage),
    principal: issuer !== '' ? issuer : asRole(caller),
    caller,
    ...(text(record.vpcEndpointId) !== '' && { vpcEndpointId: text(record.vpcEndpointId) }),
    resources: [
      ...(event.Resources ?? []).flatMap((each) => each.ResourceName ?? []),
      ...arnsIn(record.requestParameters),
    ],
    isByService: text(identity?.type) === 'AWSService',
    ...(federated !== undefined && { federated }),
  }
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
function federatedOf(userIdentity: unknown): FederatedCaller | undefined {
  const { type, identityProvider, userName, principalId } = (userIdentity ?? {}) as Readonly<Record<string, unknown>>
  const [provider, subject] = [text(identityProvider), text(userName)]
  if (text(type) !== 'WebIdentityUser' || provider === '' || subject === '') return undefined
  const id = text(principalId)
  const isWhole = id.startsWith(`${provider}:`) && id.endsWith(`:${subject}`)
  const audience = isWhole ? id.slice(provider.length + 1, -subject.length - 1) : ''
  return { provider, subject, ...(audience !== '' && { audience }) }
}

const prefixes: Readonly<Record<string, string>> = { monitoring: 'cloudwatch', tagging: 'tag' }

function prefixOf(source: string): string {
  const name = source.split('.')[0] ?? ''
  return prefixes[name] ?? name
}

function arnsIn(parameters: unknown): string[] {
  const found = JSON.stringify(parameters ?? null).match(/arn:[\w-]+:[^"\\\s]{1,500}/g)
  return found === null ? [] : [...new Set(found)].slice(0, 10)
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function parsed(json: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(json ?? '{}')
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
