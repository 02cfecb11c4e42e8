import { type Context, testConditions } from './conditions.ts'
import type { Policy, Statement } from './document.ts'
import { fillVariables, matchesWildcard } from './wildcard.ts'

export interface AccessRequest {
  /** `lambda:GetPolicy`. */
  readonly action: string
  /** An ARN, or `*` where the action knows no resource. */
  readonly resource: string
  /** Condition keys and their values. */
  readonly context: Context
  /** The caller's ARN, which resource policies compare with. */
  readonly principalArn?: string
  readonly principalAccount?: string
}

export interface Policies {
  readonly identity: readonly Policy[]
  readonly boundary?: readonly Policy[]
  readonly session?: readonly Policy[]
  readonly scps?: readonly Policy[]
  readonly resource?: Policy
  /** The account that owns the resource; another account than the caller's needs both sides to allow. */
  readonly resourceAccount?: string
}

export type Layer =
  | 'identity-based policy'
  | 'permissions boundary'
  | 'session policy'
  | 'service control policy'
  | 'resource-based policy'

export interface MatchedStatement {
  readonly policy: Policy
  readonly statement: Statement
}

export interface Decision {
  readonly outcome: 'allowed' | 'implicitDeny' | 'explicitDeny'
  /** The layer that refused. */
  readonly layer?: Layer
  readonly matched: readonly MatchedStatement[]
  /** Condition keys that a statement for this action needed and the request did not have. */
  readonly missingContext: readonly string[]
}

/** Decides a request as IAM does: an explicit deny anywhere wins, then every layer that is present has to allow. */
export function evaluate(request: AccessRequest, policies: Policies): Decision {
  const layers: readonly (readonly [Layer, readonly Policy[]])[] = [
    ['service control policy', policies.scps ?? []],
    ['resource-based policy', policies.resource === undefined ? [] : [policies.resource]],
    ['identity-based policy', policies.identity],
    ['permissions boundary', policies.boundary ?? []],
    ['session policy', policies.session ?? []],
  ]
  const missing = new Set<string>()
  for (const [layer, list] of layers) {
    const denied = matching(request, list, 'Deny', layer, missing)
    if (denied.length > 0) return { outcome: 'explicitDeny', layer, matched: denied, missingContext: [...missing] }
  }
  const refuse = (layer: Layer): Decision => ({
    outcome: 'implicitDeny',
    layer,
    matched: [],
    missingContext: [...missing],
  })
  const allowedBy = (layer: Layer, list: readonly Policy[]): readonly MatchedStatement[] =>
    matching(request, list, 'Allow', layer, missing)

  if (policies.scps !== undefined && allowedBy('service control policy', policies.scps).length === 0)
    return refuse('service control policy')
  const byResource = policies.resource === undefined ? [] : allowedBy('resource-based policy', [policies.resource])
  const isSameAccount = policies.resourceAccount === undefined || policies.resourceAccount === request.principalAccount
  if (!isSameAccount && byResource.length === 0) return refuse('resource-based policy')
  const byIdentity = allowedBy('identity-based policy', policies.identity)
  if (byIdentity.length === 0 && !(isSameAccount && byResource.length > 0)) return refuse('identity-based policy')
  // A resource policy that names the caller itself reaches past boundary and session policy; the sandbox has no such callers.
  if (policies.boundary !== undefined && allowedBy('permissions boundary', policies.boundary).length === 0)
    return refuse('permissions boundary')
  if (policies.session !== undefined && allowedBy('session policy', policies.session).length === 0)
    return refuse('session policy')
  return { outcome: 'allowed', matched: [...byIdentity, ...byResource], missingContext: [...missing] }
}

/** The statements of one effect that apply to a request. */
function matching(
  request: AccessRequest,
  policies: readonly Policy[],
  effect: Statement['effect'],
  layer: Layer,
  missing: Set<string>,
): MatchedStatement[] {
  return policies.flatMap((policy) =>
    policy.statements
      .filter((statement) => {
        if (statement.effect !== effect || !matchesAction(statement, request.action)) return false
        if (!matchesResource(statement, request)) return false
        if (layer === 'resource-based policy' && !matchesPrincipal(statement, request)) return false
        const result = testConditions(statement.conditions, request.context)
        if (!result.isMet) for (const key of result.missing) missing.add(key)
        return result.isMet
      })
      .map((statement) => ({ policy, statement })),
  )
}

function matchesAction({ actions, notActions }: Statement, action: string): boolean {
  const isIn = (patterns: readonly string[]): boolean =>
    patterns.some((pattern) => matchesWildcard(pattern, action, false))
  if (notActions !== undefined) return !isIn(notActions)
  return actions !== undefined && isIn(actions)
}

function matchesResource({ resources, notResources }: Statement, { resource, context }: AccessRequest): boolean {
  const isIn = (patterns: readonly string[]): boolean =>
    patterns.some((pattern) => {
      const filled = fillVariables(pattern, context)
      return filled !== undefined && matchesWildcard(filled, resource)
    })
  if (notResources !== undefined) return !isIn(notResources)
  // Trust policies and session-like documents have no Resource at all.
  return resources === undefined || isIn(resources)
}

function matchesPrincipal(statement: Statement, request: AccessRequest): boolean {
  if (statement.notPrincipal !== undefined) return !isPrincipalIn(statement.notPrincipal, request)
  return isPrincipalIn(statement.principal, request)
}

function isPrincipalIn(
  principal: unknown,
  { principalArn = '', principalAccount = '', context }: AccessRequest,
): boolean {
  if (principal === '*') return true
  const source = Object(principal)
  const listed = (name: string): string[] =>
    [source[name]]
      .flat()
      .filter((value) => value !== undefined)
      .map(String)
  const services = context['aws:PrincipalServiceName'] ?? []
  if (listed('Service').some((service) => services.includes(service))) return true
  return listed('AWS').some((value) => {
    if (value === '*' || value === principalArn) return true
    if (value === principalAccount || value === `arn:aws:iam::${principalAccount}:root`) return true
    return value === roleOfSession(principalArn)
  })
}

/** `arn:aws:sts::A:assumed-role/R/session` → `arn:aws:iam::A:role/R`; other ARNs unchanged. */
export function roleOfSession(arn: string): string {
  const match = /^arn:(aws[\w-]*):sts::(\d+):assumed-role\/([^/]+)\//.exec(arn)
  return match === null ? arn : `arn:${match[1]}:iam::${match[2]}:role/${match[3]}`
}
