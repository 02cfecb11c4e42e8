import { unknownSuffix } from '../../targets/denied-resource.ts'
import { accountOf, asRole, withoutPath } from '../../targets/principal-arn.ts'
import type { Condition, PolicyDocument, Principal, Statement } from './policy-document.ts'

/** A request as far as it is known. */
export interface AccessRequest {
  /** `s3:GetObject` */
  readonly action: string
  /** Absent when nobody said which. */
  readonly resource?: string
  /** The caller's IAM ARN; the session's role for a session. */
  readonly principal?: string
  /** The service calling, where it is one: `lambda.amazonaws.com`. */
  readonly service?: string
  /** The identity provider whose token asks, by its ARN or host. */
  readonly federated?: string
  /** Context keys that are known, lower case; an empty list says the key is not in the request. */
  readonly context?: Readonly<Record<string, readonly string[]>>
}

export type Truth = 'yes' | 'no' | 'unknown'

export interface StatementMatch {
  readonly policy: PolicyDocument
  readonly statement: Statement
  readonly resource: Truth
  readonly principal: Truth
  readonly condition: Truth
  /** Conditions that fail or cannot be told. */
  readonly open: readonly Condition[]
}

/** Every statement that speaks of the action, with how far the rest of it fits. */
export function matchPolicies(policies: readonly PolicyDocument[], request: AccessRequest): StatementMatch[] {
  return policies.flatMap((policy) =>
    policy.statements
      .filter((statement) => speaksOf(statement, request.action))
      .map((statement) => {
        const tested = statement.conditions.map((condition) => ({
          condition,
          truth: testCondition(condition, request.context ?? {}),
        }))
        return {
          policy,
          statement,
          resource: resourceFits(statement, request.resource),
          principal: principalFits(statement, request),
          condition: all(tested.map(({ truth }) => truth)),
          open: tested.filter(({ truth }) => truth !== 'yes').map(({ condition }) => condition),
        }
      }),
  )
}

/** How far a statement applies as a whole. */
export function applies({ resource, principal, condition }: StatementMatch): Truth {
  return all([resource, principal, condition])
}

function all(truths: readonly Truth[]): Truth {
  return truths.includes('no') ? 'no' : truths.includes('unknown') ? 'unknown' : 'yes'
}

function speaksOf(statement: Statement, action: string): boolean {
  if (statement.notActions.length > 0) return !statement.notActions.some((pattern) => wildcard(pattern, action))
  return statement.actions.some((pattern) => wildcard(pattern, action))
}

function resourceFits(statement: Statement, resource: string | undefined): Truth {
  const { resources, notResources } = statement
  if (resources.length === 0 && notResources.length === 0) return 'yes'
  if (resources.includes('*')) return 'yes'
  if (resource === undefined || resource === '*') return 'unknown'
  if (notResources.length > 0) return notResources.some((pattern) => arnFits(pattern, resource)) ? 'no' : 'yes'
  if (resources.some((pattern) => arnFits(pattern, resource))) return 'yes'
  return hasVariable(resources) || resources.some((pattern) => mayFit(pattern, resource)) ? 'unknown' : 'no'
}

/** The random end of a secret, and the path of a role, are not always known. */
function mayFit(pattern: string, resource: string): boolean {
  if (resource.endsWith(unknownSuffix)) return arnFits(pattern.replace(/-\w{6}$/, unknownSuffix), resource)
  return /:iam::\d*:(role|user)\/[^/]+$/.test(resource) && arnFits(withoutPath(pattern), resource)
}

function hasVariable(patterns: readonly string[]): boolean {
  return patterns.some((pattern) => pattern.includes('${'))
}

function arnFits(pattern: string, arn: string): boolean {
  return wildcard(pattern, arn, false)
}

function principalFits(statement: Statement, request: AccessRequest): Truth {
  if (statement.notPrincipals.length > 0) {
    if (request.principal === undefined) return 'unknown'
    return statement.notPrincipals.some((each) => isNamed(each, request)) ? 'no' : 'yes'
  }
  if (statement.principals === undefined) return 'yes'
  if (statement.principals.some((each) => each.value === '*')) return 'yes'
  if (request.principal === undefined && request.service === undefined && request.federated === undefined)
    return 'unknown'
  return statement.principals.some((each) => isPrincipal(each, request)) ? 'yes' : 'no'
}

/** An account's root stands for every principal of the account. */
function isPrincipal(named: Principal, request: AccessRequest): boolean {
  const { principal } = request
  const account = principal === undefined ? undefined : accountOf(principal)
  const isAccount =
    named.type !== 'Service' &&
    account !== undefined &&
    (named.value === account || named.value === `${principal?.split(':').slice(0, 2).join(':')}:iam::${account}:root`)
  return isAccount || isNamed(named, request)
}

/** NotPrincipal spares whom it names, and not everybody of an account whose root it names. */
function isNamed({ type, value }: Principal, { principal, service, federated }: AccessRequest): boolean {
  if (value === '*') return true
  if (type === 'Federated')
    return (
      federated !== undefined && value.split(':oidc-provider/').at(-1) === federated.split(':oidc-provider/').at(-1)
    )
  if (type === 'Service') return service !== undefined && value === service
  if (principal === undefined) return false
  return (
    value === principal || withoutPath(value) === withoutPath(principal) || asRole(value) === withoutPath(principal)
  )
}

/** IAM's `*` and `?`, without regard to case for actions. */
export function wildcard(pattern: string, text: string, ignoreCase = true): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`, ignoreCase ? 'is' : 's').test(text)
}

const comparisons: Readonly<Record<string, (value: string, wanted: string) => boolean>> = {
  stringequals: (value, wanted) => value === wanted,
  stringequalsignorecase: (value, wanted) => value.toLowerCase() === wanted.toLowerCase(),
  stringlike: (value, wanted) => wildcard(wanted, value, false),
  arnequals: (value, wanted) => wildcard(wanted, value, false),
  arnlike: (value, wanted) => wildcard(wanted, value, false),
  bool: (value, wanted) => value.toLowerCase() === wanted.toLowerCase(),
  numericequals: (value, wanted) => Number(value) === Number(wanted),
  numericlessthan: (value, wanted) => Number(value) < Number(wanted),
  numericlessthanequals: (value, wanted) => Number(value) <= Number(wanted),
  numericgreaterthan: (value, wanted) => Number(value) > Number(wanted),
  numericgreaterthanequals: (value, wanted) => Number(value) >= Number(wanted),
  dategreaterthan: (value, wanted) => Date.parse(value) > Date.parse(wanted),
  datelessthan: (value, wanted) => Date.parse(value) < Date.parse(wanted),
  ipaddress: (value, wanted) => inRange(value, wanted),
}

/** Whether a condition holds; `unknown` where the request does not tell the key. Keys are looked up in lower case. */
export function testCondition(
  { operator, key, values }: Condition,
  context: Readonly<Record<string, readonly string[]>>,
): Truth {
  const bare = operator
    .toLowerCase()
    .replace(/^forallvalues:|^foranyvalue:/, '')
    .replace(/ifexists$/, '')
  const present = context[key.toLowerCase()]
  if (present === undefined) return 'unknown'
  if (bare === 'null') return (present.length === 0) === (values[0]?.toLowerCase() === 'true') ? 'yes' : 'no'
  const isNegated = /not/.test(bare) && !bare.startsWith('null')
  const compare = comparisons[bare.replace('not', '')]
  if (compare === undefined) return 'unknown'
  if (present.length === 0) {
    const holds = /ifexists$/i.test(operator) || /^forallvalues:/i.test(operator) || isNegated
    return holds ? 'yes' : 'no'
  }
  if (values.some((value) => value.includes('${'))) return 'unknown'
  const hit = (value: string): boolean => values.some((wanted) => compare(value, wanted))
  const isAny = /^foranyvalue:/i.test(operator)
  const some = isNegated ? present.some((value) => !hit(value)) : present.some(hit)
  const every = isNegated ? present.every((value) => !hit(value)) : present.every(hit)
  return (isAny || present.length === 1 ? some : every) ? 'yes' : 'no'
}

function inRange(address: string, range: string): boolean {
  const [base = '', bits = '32'] = range.split('/')
  const number = (text: string): number | undefined => {
    const parts = text.split('.').map(Number)
    return parts.length === 4 && parts.every((part) => part >= 0 && part <= 255)
      ? parts.reduce((sum, part) => sum * 256 + part, 0)
      : undefined
  }
  const [left, right] = [number(address), number(base)]
  if (left === undefined || right === undefined) return address.toLowerCase() === base.toLowerCase()
  const size = 2 ** (32 - Number(bits))
  return Math.floor(left / size) === Math.floor(right / size)
}
