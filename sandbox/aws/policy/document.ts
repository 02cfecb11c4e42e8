/** One statement with every list made a list. */
export interface Statement {
  readonly sid: string | undefined
  readonly effect: 'Allow' | 'Deny'
  readonly actions: readonly string[] | undefined
  readonly notActions: readonly string[] | undefined
  readonly resources: readonly string[] | undefined
  readonly notResources: readonly string[] | undefined
  readonly principal: unknown
  readonly notPrincipal: unknown
  /** Operator → key → values. */
  readonly conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>
}

/** A policy with the name that findings give it. */
export interface Policy {
  readonly id: string
  readonly arn?: string
  readonly statements: readonly Statement[]
}

/** Reads a policy document, given as text or as an object. Throws when it is not one. */
export function readPolicy(id: string, document: unknown, arn?: string): Policy {
  const parsed: unknown = typeof document === 'string' ? JSON.parse(document) : document
  const body = Object(parsed)
  return { id, ...(arn === undefined ? {} : { arn }), statements: listOf(body.Statement).map(readStatement) }
}

function readStatement(raw: unknown): Statement {
  const source = Object(raw)
  return {
    sid: typeof source.Sid === 'string' ? source.Sid : undefined,
    effect: source.Effect === 'Deny' ? 'Deny' : 'Allow',
    actions: textsOf(source.Action),
    notActions: textsOf(source.NotAction),
    resources: textsOf(source.Resource),
    notResources: textsOf(source.NotResource),
    principal: source.Principal,
    notPrincipal: source.NotPrincipal,
    conditions: readConditions(source.Condition),
  }
}

function readConditions(raw: unknown): Statement['conditions'] {
  const operators: Record<string, Record<string, readonly string[]>> = {}
  for (const [operator, keys] of Object.entries(Object(raw))) {
    operators[operator] = Object.fromEntries(
      Object.entries(Object(keys)).map(([key, values]) => [key, textsOf(values) ?? []]),
    )
  }
  return operators
}

function textsOf(value: unknown): readonly string[] | undefined {
  return value === undefined ? undefined : listOf(value).map(String)
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? value : [value]
}
