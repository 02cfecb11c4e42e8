/** A function as an integration names it. */
export interface NamedFunction {
  readonly name: string
  /** Alias or version; absent for `$LATEST`. */
  readonly qualifier?: string
  readonly account: string
  readonly region: string
}

export type UriTarget =
  | { readonly kind: 'function'; readonly function: NamedFunction }
  /** The URI needs stage variables that the stage does not define, or defines as nothing. */
  | { readonly kind: 'unresolved'; readonly variables: readonly string[] }
  | { readonly kind: 'other' }

const stageVariable = /\$\{stageVariables\.([\w-]+)\}/g

/**
 * Reads what an integration URI calls, stage variables filled in. Lambda is named as
 * `arn:aws:apigateway:R:lambda:path/2015-03-31/functions/FUNCTION_ARN/invocations`, or by the bare function ARN on HTTP APIs.
 */
export function readUri(uri: string | undefined, variables: Readonly<Record<string, string>>): UriTarget {
  if (uri === undefined) return { kind: 'other' }
  const missing = [...uri.matchAll(stageVariable)].map((found) => found[1] ?? '').filter((name) => !variables[name])
  if (missing.length > 0) return { kind: 'unresolved', variables: [...new Set(missing)] }
  const named = functionIn(uri.replaceAll(stageVariable, (_, name: string) => variables[name] ?? ''))
  return named === undefined ? { kind: 'other' } : { kind: 'function', function: named }
}

/** Stage variables that a URI uses. */
export function variablesIn(uri: string | undefined): string[] {
  return [...new Set([...(uri ?? '').matchAll(stageVariable)].map((found) => found[1] ?? ''))]
}

/** Whether a URI calls Lambda, resolved or not. */
export function callsLambda(uri: string | undefined): boolean {
  return uri !== undefined && (/:lambda:path\//.test(uri) || /^arn:[\w-]+:lambda:/.test(uri) || /:function:/.test(uri))
}

/** The first function ARN in a text: a URI, an endpoint in a log line. */
export function functionIn(text: string): NamedFunction | undefined {
  const found = /arn:[\w-]+:lambda:([\w-]+):(\d{12}):function:([\w-]+)(?::([\w$-]+))?/.exec(text)
  if (found === null) return undefined
  const [, region = '', account = '', name = '', qualifier] = found
  return { region, account, name, ...(qualifier !== undefined && qualifier !== '$LATEST' && { qualifier }) }
}
