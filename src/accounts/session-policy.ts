import type { IamActionName } from '../aws/action.ts'
import { globalRegionOf, partitionOf } from '../aws/partition.ts'

/** What a session may read at most; the role it is opened on sets the other bound. */
export interface SessionScope {
  readonly actions: readonly IamActionName[]
  /** The question's region first. */
  readonly regions: readonly string[]
}

/** STS’s limit for an inline session policy. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export const sessionPolicyCharacters = 2_048

/** A bucket's region is known only once S3 has been asked, so S3 alone is not bound to regions. */
const unbound = 's3'

/**
 * The session policy of a question: its actions, in its regions and the one of global services. A policy that would be longer
 * than STS takes names `service:*` instead of the actions of the services that save most; a session can never do more than
 * its role, so what this widens is the services' other reads that the role has.
 */
export function sessionPolicy(scope: SessionScope): string {
  const whole = new Set<string>()
  const services = [...byService(scope.actions)].sort(
    ([one, some], [other, others]) => lengthOf(others) - other.length - (lengthOf(some) - one.length),
  )
  for (const [service] of services) {
    const text = written(scope, whole)
    if (text.length <= sessionPolicyCharacters) return text
    whole.add(service)
  }
  return written(scope, whole)
}

/** The shortest policy of the same services, for when STS finds the other too large once packed with the tags. */
export function servicePolicy(scope: SessionScope): string {
  return written(scope, new Set(byService(scope.actions).keys()))
}

function written({ actions, regions }: SessionScope, whole: ReadonlySet<string>): string {
  const named = [...byService(actions)].map(
    ([service, list]) => [service, whole.has(service) ? [`${service}:*`] : list] as const,
  )
  const bound = named.flatMap(([service, list]) => (service === unbound ? [] : list))
  const free = named.flatMap(([service, list]) => (service === unbound ? list : []))
  const [region = ''] = regions
  const RequestedRegion = [...new Set([...regions, globalRegionOf(partitionOf(region))])]
  const Condition = { StringEquals: { 'aws:RequestedRegion': RequestedRegion } }
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      ...(bound.length === 0 ? [] : [{ Effect: 'Allow', Action: bound, Resource: '*', Condition }]),
      ...(free.length === 0 ? [] : [{ Effect: 'Allow', Action: free, Resource: '*' }]),
    ],
  })
}

function byService(actions: readonly IamActionName[]): Map<string, IamActionName[]> {
  const services = new Map<string, IamActionName[]>()
  for (const action of [...new Set(actions)].sort()) {
    // Everyone may ask who they are; no policy needs to say so.
    if (action === 'sts:GetCallerIdentity') continue
    const service = action.split(':')[0] ?? ''
    services.set(service, [...(services.get(service) ?? []), action])
  }
  return services
}

function lengthOf(actions: readonly string[]): number {
  return actions.reduce((sum, action) => sum + action.length + '"",'.length, 0)
}
