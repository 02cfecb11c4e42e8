import { EvidenceMissing } from '../evidence.ts'

/** One statement of a policy, with lists for everything that may be one or many. */
export interface Statement {
  readonly sid?: string
  readonly effect: 'Allow' | 'Deny'
  readonly actions: readonly string[]
  readonly notActions: readonly string[]
  readonly resources: readonly string[]
  readonly notResources: readonly string[]
  /** Absent where the policy belongs to a principal. `*` stands for everybody. */
  readonly principals?: readonly Principal[]
  readonly notPrincipals: readonly Principal[]
  /** Operator, key and values, in the order written. */
  readonly conditions: readonly Condition[]
}

export interface Principal {
  /** `AWS`, `Service`, `Federated`, `CanonicalUser`, `*` */
  readonly type: string
  readonly value: string
}

export interface Condition {
  readonly operator: string
  readonly key: string
  readonly values: readonly string[]
}

/** A policy with the name people know it by. */
export interface PolicyDocument {
  readonly name: string
  /** Managed policies have one. */
  readonly arn?: string
  readonly statements: readonly Statement[]
}

/**
 * Reads a policy's JSON, URL-encoded as IAM hands it out or plain; throws when it is no policy.
 * An answer without its document is no policy that says nothing: it gives no evidence.
 */
export function readPolicyDocument(name: string, text: string | undefined, arn?: string): PolicyDocument {
  if (text === undefined || text === '')
    throw new EvidenceMissing({ status: 'failed', error: `AWS answered without the document of ${name}.` })
  const plain = text.trimStart().startsWith('{') ? text : decodeURIComponent(text)
  const value: unknown = JSON.parse(plain)
  const { Statement: statements } = asRecord(value)
  return {
    name,
    ...(arn !== undefined && { arn }),
    statements: listOf(statements).map((each) => statementOf(asRecord(each))),
  }
}

function statementOf(raw: Readonly<Record<string, unknown>>): Statement {
  return {
    ...(typeof raw.Sid === 'string' && raw.Sid !== '' && { sid: raw.Sid }),
    effect: raw.Effect === 'Deny' ? 'Deny' : 'Allow',
    actions: texts(raw.Action),
    notActions: texts(raw.NotAction),
    resources: texts(raw.Resource),
    notResources: texts(raw.NotResource),
    ...(raw.Principal !== undefined && { principals: principalsOf(raw.Principal) }),
    notPrincipals: principalsOf(raw.NotPrincipal),
    conditions: Object.entries(asRecord(raw.Condition)).flatMap(([operator, tests]) =>
      Object.entries(asRecord(tests)).map(([key, values]) => ({ operator, key, values: texts(values) })),
    ),
  }
}

function principalsOf(raw: unknown): Principal[] {
  if (raw === undefined) return []
  if (typeof raw === 'string') return [{ type: raw === '*' ? '*' : 'AWS', value: raw }]
  return Object.entries(asRecord(raw)).flatMap(([type, values]) => texts(values).map((value) => ({ type, value })))
}

function listOf(value: unknown): readonly unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value]
}

function texts(value: unknown): string[] {
  return listOf(value).map((each) => String(each))
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}

/** A statement in one line of JSON, for a fact. */
export function statementText(statement: Statement): string {
  const one = (values: readonly string[]): unknown => (values.length === 1 ? values[0] : values)
  const conditions: Record<string, Record<string, unknown>> = {}
  for (const { operator, key, values } of statement.conditions)
    conditions[operator] = { ...conditions[operator], [key]: one(values) }
  const text = JSON.stringify({
    ...(statement.sid !== undefined && { Sid: statement.sid }),
    Effect: statement.effect,
    ...(statement.principals !== undefined && { Principal: one(statement.principals.map((each) => each.value)) }),
    ...(statement.notPrincipals.length > 0 && { NotPrincipal: one(statement.notPrincipals.map((each) => each.value)) }),
    ...(statement.actions.length > 0 && { Action: one(statement.actions) }),
    ...(statement.notActions.length > 0 && { NotAction: one(statement.notActions) }),
    ...(statement.resources.length > 0 && { Resource: one(statement.resources) }),
    ...(statement.notResources.length > 0 && { NotResource: one(statement.notResources) }),
    ...(statement.conditions.length > 0 && { Condition: conditions }),
  })
  return text.length > 500 ? `${text.slice(0, 499).toWellFormed()}…` : text
}
