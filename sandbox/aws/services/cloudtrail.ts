import type { Event, LookupAttribute } from '@aws-sdk/client-cloudtrail'
import type { Call, Handlers } from '../call.ts'
import { AwsError } from '../wire/errors.ts'
import type { TrailEvent } from '../world/history.ts'
import { stableId, stableUuid } from '../world/scalars.ts'
import { trailConfiguration } from './cloudtrail-trails.ts'
import { pageOf, tokenAs } from './paging.ts'

type CloudTrail = typeof import('@aws-sdk/client-cloudtrail')

export const cloudtrail: Handlers<CloudTrail> = {
  LookupEvents(call, input) {
    const from = input.StartTime?.getTime() ?? call.clock.now() - 90 * 86_400_000
    const to = input.EndTime?.getTime() ?? call.clock.now()
    if (from > to) throw new AwsError('InvalidTimeRangeException', 'The start time must be before the end time.')
    if ((input.MaxResults ?? 50) > 50)
      throw new AwsError('InvalidMaxResultsException', 'A max results value of 50 or less is required.')
    const [attribute, ...others] = input.LookupAttributes ?? []
    if (others.length > 0)
      throw new AwsError('InvalidLookupAttributesException', 'Only one lookup attribute is allowed in a request.')
    const events = call.place.trail
      .map((event, index) => ({ event: eventOf(call, event, index), readOnly: event.readOnly }))
      .filter(({ event }) => isBetween(event.EventTime, from, to))
      .filter(({ event, readOnly }) => attribute === undefined || hasAttribute(event, readOnly, attribute))
      .map(({ event }) => event)
      .sort((one, other) => (other.EventTime?.getTime() ?? 0) - (one.EventTime?.getTime() ?? 0))
    const { page, next } = pageOf(events, input.NextToken, input.MaxResults ?? 50)
    return { Events: page, ...tokenAs('NextToken', next) }
  },

  ...trailConfiguration,
}

function eventOf({ account, region, clock }: Call, event: TrailEvent, index: number): Event {
  const at = clock.at(event.at)
  const source = event.source.includes('.') ? event.source : `${event.source}.amazonaws.com`
  const id = stableUuid(`${event.name}/${event.at}/${index}`)
  const identity = identityOf(account, event.user)
  const record = {
    eventVersion: '1.11',
    userIdentity: identity.record,
    eventTime: at.toISOString().replace(/\.\d+Z$/, 'Z'),
    eventSource: source,
    eventName: event.name,
    awsRegion: region,
    sourceIPAddress: identity.service ?? event.sourceIp,
    userAgent: identity.service ?? event.userAgent,
    ...(event.errorCode === undefined ? {} : { errorCode: event.errorCode }),
    ...(event.errorMessage === undefined ? {} : { errorMessage: event.errorMessage }),
    requestParameters: event.request ?? null,
    responseElements: event.response ?? null,
    requestID: stableUuid(`request/${id}`),
    eventID: id,
    readOnly: event.readOnly,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
    ...event.record,
  }
  return {
    EventId: id,
    EventName: event.name,
    ReadOnly: String(event.readOnly),
    AccessKeyId: `ASIA${stableId(event.user, 16).toUpperCase()}`,
    EventTime: at,
    EventSource: source,
    Username: identity.username,
    Resources: event.resources.map((resource) =>
      typeof resource === 'string'
        ? { ResourceName: resource }
        : { ResourceName: resource.name, ResourceType: resource.type },
    ),
    CloudTrailEvent: JSON.stringify(record),
  }
}

function identityOf(account: string, user: string): { username: string; record: object; service?: string } {
  if (user.endsWith('.amazonaws.com'))
    return { username: user, service: user, record: { type: 'AWSService', invokedBy: user } }
  const session =
    /^arn:aws:sts::(\d+):assumed-role\/([^/]+)\/(.+)$/.exec(user) ??
    (user.includes('/') && !user.startsWith('arn:') ? [user, account, ...user.split('/')] : null)
  if (session !== null) {
    const [, owner, role, name] = session
    const arn = `arn:aws:sts::${owner}:assumed-role/${role}/${name}`
    const principalId = `AROA${stableId(String(role), 17).toUpperCase()}`
    return {
      username: String(name),
      record: {
        type: 'AssumedRole',
        principalId: `${principalId}:${name}`,
        arn,
        accountId: owner,
        sessionContext: {
          sessionIssuer: {
            type: 'Role',
            principalId,
            arn: `arn:aws:iam::${owner}:role/${role}`,
            accountId: owner,
            userName: role,
          },
        },
      },
    }
  }
  const name = user.split('/').at(-1) ?? user
  return {
    username: name,
    record: {
      type: 'IAMUser',
      principalId: `AIDA${stableId(name, 17).toUpperCase()}`,
      arn: user.startsWith('arn:') ? user : `arn:aws:iam::${account}:user/${user}`,
      accountId: account,
      userName: name,
    },
  }
}

function hasAttribute(event: Event, readOnly: boolean, { AttributeKey, AttributeValue }: LookupAttribute): boolean {
  switch (AttributeKey) {
    case 'EventId':
      return event.EventId === AttributeValue
    case 'EventName':
      return event.EventName === AttributeValue
    case 'ReadOnly':
      return String(readOnly) === AttributeValue
    case 'Username':
      return event.Username === AttributeValue
    case 'ResourceType':
      return event.Resources?.some(({ ResourceType }) => ResourceType === AttributeValue) ?? false
    case 'ResourceName':
      return event.Resources?.some(({ ResourceName }) => ResourceName === AttributeValue) ?? false
    case 'EventSource':
      return event.EventSource === AttributeValue
    case 'AccessKeyId':
      return event.AccessKeyId === AttributeValue
    default:
      throw new AwsError('InvalidLookupAttributesException', `The lookup attribute ${AttributeKey} is not valid.`)
  }
}

function isBetween(at: Date | undefined, from: number, to: number): boolean {
  return at !== undefined && at.getTime() >= from && at.getTime() <= to
}
