import type { Call } from './call.ts'
import { createClock } from './clock.ts'
import { createFaults, credentialsError, type Mishap } from './faults.ts'
import { accessOf } from './policy/actions.ts'
import { denialOf } from './policy/denial.ts'
import { readPolicy } from './policy/document.ts'
import { type Decision, evaluate } from './policy/evaluate.ts'
import { resourceOf } from './policy/resources.ts'
import { matchesWildcard } from './policy/wildcard.ts'
import { type Principal, principalOf } from './principals.ts'
import { partitionOf } from './region.ts'
import type { RecordedCall } from './server.ts'
import { handlerOf } from './services/index.ts'
import { AwsError, notServed } from './wire/errors.ts'
import type { AwsRequest } from './wire/request.ts'
import { type Place, placeOf, placesOf, type World } from './world.ts'

export interface EnteredCall {
  readonly record: Omit<RecordedCall, 'startedAt' | 'endedAt'>
  readonly mishap: Mishap
  /** The SDK-shaped output; throws AwsError for every refusal. */
  run(requestId: string): Promise<object>
}

export interface Account {
  /** Takes a call in: who it is from, what it needs and what befalls it. */
  enter(request: AwsRequest): EnteredCall
}

/** The world brought to life: its clock, its faults, the sessions it issued. */
export function createAccount(world: World, now: () => number, anchor = now()): Account {
  const clock = createClock(now, anchor)
  const play = createFaults(world.faults, world.latencyMs, Date.now)
  const sessions = new Map<string, Principal>()
  const memory = new Map<string, unknown>([['sessions', sessions]])
  const places = new Map<string, Place>()
  const placeAt = (account: string, region: string): Place => {
    const key = `${account}/${region}`
    const place = places.get(key) ?? placeOf(world, account, region)
    places.set(key, place)
    return place
  }

  return {
    enter(request) {
      const principal = attempt(() => principalOf(world, request.signature, sessions))
      const account = principal instanceof Error ? world.account : principal.account
      const region = request.signature?.region ?? world.region
      const access = accessOf(request, { account, region })
      const { service, operation, input } = request
      const mishap = play({ service, operation: operation.name, account, region })
      const fallback = `${service.prefix}:${operation.name}`
      return {
        record: {
          service: service.id,
          operation: operation.name,
          action: access?.action ?? fallback,
          resource: access?.resource ?? resourceOf(request, { account, region }),
          input,
          account,
          region,
          principal: principal instanceof Error ? '' : principal.arn,
        },
        mishap,
        async run(requestId) {
          if (mishap.error !== undefined) throw mishap.error
          if (principal instanceof Error) throw principal
          refuseUnlessKnown(world, request, principal, { region, now: clock.now() })
          if (access !== undefined) refuseUnlessAllowed(world, request, principal, access, { region, now: clock.now() })
          const handler = handlerOf(service.id, operation.name)
          if (handler === undefined) throw notServed(service.id, operation.name)
          const call: Call = {
            account,
            region,
            place: placeAt(account, region),
            world,
            clock,
            principal,
            requestId,
            placesOfAccount: placesOf(world).filter((place) => place.account === account),
            memory,
          }
          return handler(call, input)
        },
      }
    },
  }
}

/** Credentials are known to one partition, to the regions their account has turned on, and until they expire. */
function refuseUnlessKnown(
  world: World,
  { service, operation }: AwsRequest,
  { account, arn, expiresAt }: Principal,
  { region, now }: { region: string; now: number },
): void {
  if (expiresAt !== undefined && expiresAt <= now) throw credentialsError('expired', service)
  if (partitionOf(region) !== arn.split(':')[1]) throw credentialsError('invalid', service)
  const isOff = world.regionsOff.some((off) => off.region === region && (off.account ?? world.account) === account)
  if (!isOff) return
  if (service.id !== 'sts' || operation.name !== 'AssumeRole') throw credentialsError('invalid', service)
  throw new AwsError(
    'RegionDisabledException',
    `STS is not activated in this region for account:${account}. Your account administrator can activate STS in this region using the IAM Console.`,
    { status: 403 },
  )
}

function refuseUnlessAllowed(
  world: World,
  request: AwsRequest,
  principal: Principal,
  access: { action: string; resource: string },
  { region, now }: { region: string; now: number },
): void {
  const denied = world.deny.some((entry) => {
    const { action, resource } = typeof entry === 'string' ? { action: entry, resource: '*' } : entry
    return matchesWildcard(action, access.action, false) && matchesWildcard(resource, access.resource)
  })
  const decision: Decision = denied
    ? {
        outcome: world.denyAs === 'explicit' ? 'explicitDeny' : 'implicitDeny',
        layer: 'identity-based policy',
        matched: [],
        missingContext: [],
      }
    : evaluate(
        {
          ...access,
          principalArn: principal.arn,
          principalAccount: principal.account,
          context: contextOf(principal, { region, now, organization: world.organization }),
        },
        {
          identity: principal.identity,
          ...(principal.boundary === undefined ? {} : { boundary: principal.boundary }),
          ...(principal.session === undefined ? {} : { session: principal.session }),
          ...(world.scp === undefined ? {} : { scps: [readPolicy('scp', world.scp)] }),
        },
      )
  if (decision.outcome !== 'allowed') throw denialOf(request.service, principal.arn, access, decision)
}

function contextOf(
  principal: Principal,
  { region, now, organization }: { region: string; now: number; organization: string },
): Record<string, readonly string[]> {
  return {
    'aws:PrincipalArn': [principal.arn],
    'aws:PrincipalAccount': [principal.account],
    'aws:PrincipalOrgID': [organization],
    'aws:ResourceAccount': [principal.account],
    'aws:RequestedRegion': [region],
    'aws:CurrentTime': [new Date(now).toISOString()],
    'aws:EpochTime': [String(Math.floor(now / 1000))],
    'aws:SecureTransport': ['true'],
    'aws:SourceIp': ['127.0.0.1'],
    'aws:userid': [principal.userId],
    ...(principal.arn.includes(':user/') ? { 'aws:username': [principal.arn.split('/').at(-1) ?? ''] } : {}),
    ...(principal.sourceIdentity === undefined ? {} : { 'aws:SourceIdentity': [principal.sourceIdentity] }),
    ...Object.fromEntries(Object.entries(principal.tags).map(([key, value]) => [`aws:PrincipalTag/${key}`, [value]])),
  }
}

function attempt<T>(make: () => T): T | AwsError {
  try {
    return make()
  } catch (problem) {
    return problem as AwsError
  }
}
