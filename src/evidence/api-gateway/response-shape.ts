/** What a Lambda function handed back to API Gateway, by its form alone. */
export type ResponseShape =
  | 'null'
  | 'text'
  | 'list'
  | 'scalar'
  | 'no-status'
  | 'bad-status'
  | 'body-not-string'
  | 'bad-headers'
  | 'bad-encoding-flag'
  | 'well-formed'

/** The form of a dumped response and the names of its top-level fields; never its content. */
export interface ReturnedShape {
  readonly shape: ResponseShape
  readonly fields: readonly string[]
  /** What `body` was, when it was the fault: `object`, `list`, `number`. */
  readonly bodyKind?: string
  /** The header whose value is no text. */
  readonly header?: string
}

/**
 * Reads the form of the text after `Endpoint response body before transformations:`. API Gateway cuts a line at 1024 bytes, so a dump
 * that does not parse is read as far as it goes.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-output-format
 */
export function shapeOf(dump: string): ReturnedShape | undefined {
  const text = dump.trim()
  if (text === '' || /^<\w/.test(text)) return undefined
  const quoted = /^"([\s\S]*)"$/.exec(text)?.[1]
  const wrapped = quoted === undefined ? undefined : parsed(quoted)
  // Some log lines put raw JSON between quotes; a JSON string keeps its inner quotes escaped.
  if (wrapped !== undefined && !quoted?.includes('\\"')) return shapeOfValue(wrapped.value)
  const whole = parsed(text)
  return whole === undefined ? shapeOfStart(text) : shapeOfValue(whole.value)
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return undefined
  }
}

function shapeOfValue(value: unknown): ReturnedShape {
  if (value === null) return { shape: 'null', fields: [] }
  if (Array.isArray(value)) return { shape: 'list', fields: [] }
  if (typeof value === 'string') return { shape: 'text', fields: [] }
  if (typeof value !== 'object') return { shape: 'scalar', fields: [] }
  const response = value as Record<string, unknown>
  const fields = fieldNames(Object.keys(response))
  const { statusCode, body, headers, multiValueHeaders, isBase64Encoded } = response
  if (statusCode === undefined || statusCode === null) return { shape: 'no-status', fields }
  if (!/^\d{3}$/.test(String(statusCode))) return { shape: 'bad-status', fields }
  if (body !== undefined && body !== null && typeof body !== 'string')
    return { shape: 'body-not-string', fields, bodyKind: Array.isArray(body) ? 'list' : typeof body }
  const header = badHeader(headers) ?? badHeader(multiValueHeaders, true)
  if (header !== undefined) return { shape: 'bad-headers', fields, header }
  if (isBase64Encoded !== undefined && isBase64Encoded !== null && typeof isBase64Encoded !== 'boolean')
    return { shape: 'bad-encoding-flag', fields }
  return { shape: 'well-formed', fields }
}

function badHeader(headers: unknown, isList = false): string | undefined {
  if (headers === undefined || headers === null) return undefined
  if (typeof headers !== 'object' || Array.isArray(headers)) return isList ? 'multiValueHeaders' : 'headers'
  const isFine = (value: unknown): boolean =>
    isList
      ? Array.isArray(value) && value.every((each) => typeof each !== 'object')
      : value !== null && ['string', 'number', 'boolean'].includes(typeof value)
  const isName = (name: string): boolean => /^[!#$%&'*+.^_`|~\w-]+$/.test(name)
  const bad = Object.entries(headers).find(
    ([name, value]) => !isName(name) || !isFine(value) || /[\r\n]/.test(String(value)),
  )
  return bad?.[0].slice(0, 40)
}

/** A dump that was cut: only what its beginning already shows. */
function shapeOfStart(text: string): ReturnedShape | undefined {
  if (text.startsWith('[')) return { shape: 'list', fields: [] }
  if (text.startsWith('"')) return { shape: 'text', fields: [] }
  if (!text.startsWith('{')) return /^[A-Za-z]/.test(text) ? { shape: 'text', fields: [] } : undefined
  const fields = topLevelFields(text)
  const body = /"body"\s*:\s*([[{\d])/.exec(text)?.[1]
  const status = /"statusCode"\s*:\s*"?(\w+)/.exec(text)?.[1]
  if (status !== undefined && !/^\d{3}$/.test(status)) return { shape: 'bad-status', fields }
  if (body !== undefined && fields.includes('body'))
    return { shape: 'body-not-string', fields, bodyKind: body === '{' ? 'object' : body === '[' ? 'list' : 'number' }
  const header = /"headers"\s*:\s*\{[^{}]*?"([^"]+)"\s*:\s*[{[n]/.exec(text)?.[1]
  if (header !== undefined) return { shape: 'bad-headers', fields, header: header.slice(0, 40) }
  return undefined
}

function topLevelFields(text: string): string[] {
  const names: string[] = []
  let depth = 0
  for (const found of text.matchAll(/"((?:[^"\\]|\\.)*)"\s*(:?)|[{[\]}]/g)) {
    if (found[0] === '{' || found[0] === '[') depth += 1
    else if (found[0] === '}' || found[0] === ']') depth -= 1
    else if (found[2] === ':' && depth === 1) names.push(found[1] ?? '')
  }
  return fieldNames(names)
}

function fieldNames(names: readonly string[]): string[] {
  return names.filter((name) => /^[\w-]{1,30}$/.test(name)).slice(0, 6)
}
