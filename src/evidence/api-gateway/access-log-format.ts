/** Turns one line of an access log into the values of `$context` variables: `status`, `integration.error`. */
export type LineReader = (line: string) => Readonly<Record<string, string>> | undefined

const variable = /\$context\.([\w.]+)/g

/**
 * Reads lines written in a stage's own format, whatever it is: JSON by the names in it, anything else by the text between its variables.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
 */
export function lineReader(format: string): LineReader {
  const byName = jsonReader(format)
  const byText = textReader(format)
  return (line) => byName?.(line) ?? byText?.(line) ?? guess(line)
}

function jsonReader(format: string): LineReader | undefined {
  const quoted = format.replace(/(:\s*)(\$context\.[\w.]+)/g, '$1"$2"')
  const template = objectIn(quoted)
  if (template === undefined) return undefined
  const paths = flat(template).flatMap(([path, value]) => {
    const name = /^\$context\.([\w.]+)$/.exec(value)?.[1]
    return name === undefined ? [] : [[path, name] as const]
  })
  if (paths.length === 0) return undefined
  return (line) => {
    const parsed = objectIn(line)
    if (parsed === undefined) return undefined
    const values = new Map(flat(parsed))
    return said(paths.map(([path, name]) => [name, values.get(path)]))
  }
}

function textReader(format: string): LineReader | undefined {
  const names = [...format.matchAll(variable)].map((found) => found[1] ?? '')
  if (names.length === 0) return undefined
  const literals = format.trim().split(/\$context\.[\w.]+/)
  const pattern = new RegExp(`^\\s*${literals.map(loose).join('([\\s\\S]*?)')}\\s*$`)
  return (line) => {
    const found = pattern.exec(line)
    return found === null ? undefined : said(names.map((name, index) => [name, found[index + 1]]))
  }
}

/** A line whose format is not known: JSON under the names that everyone gives these fields. */
function guess(line: string): Readonly<Record<string, string>> | undefined {
  const parsed = objectIn(line)
  if (parsed === undefined) return undefined
  const values = flat(parsed).map(
    ([path, value]) => [wellKnown[path.toLowerCase().replace(/[^a-z0-9]/g, '')], value] as const,
  )
  return said(values.flatMap(([name, value]) => (name === undefined ? [] : [[name, value]])))
}

const wellKnown: Readonly<Record<string, string>> = {
  requestid: 'requestId',
  extendedrequestid: 'extendedRequestId',
  status: 'status',
  statuscode: 'status',
  httpmethod: 'httpMethod',
  method: 'httpMethod',
  routekey: 'routeKey',
  path: 'path',
  resourcepath: 'resourcePath',
  integrationstatus: 'integrationStatus',
  integrationerror: 'integration.error',
  integrationerrormessage: 'integrationErrorMessage',
  integrationlatency: 'integrationLatency',
  integrationrequestid: 'integration.requestId',
  responselatency: 'responseLatency',
  errormessage: 'error.message',
  errormessagestring: 'error.messageString',
  errorresponsetype: 'error.responseType',
  responsetype: 'error.responseType',
  wafresponsecode: 'wafResponseCode',
  wafstatus: 'waf.status',
  waferror: 'waf.error',
  authorizererror: 'authorizer.error',
  authorizerstatus: 'authorizer.status',
  authorizerlatency: 'authorizer.latency',
  authorizeerror: 'authorize.error',
  authenticateerror: 'authenticate.error',
  apikeyid: 'identity.apiKeyId',
}

function objectIn(text: string): Record<string, unknown> | undefined {
  if (!text.trimStart().startsWith('{')) return undefined
  try {
    const value = JSON.parse(text) as unknown
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

function flat(value: Record<string, unknown>, prefix = ''): [string, string][] {
  return Object.entries(value).flatMap(([name, inner]): [string, string][] => {
    if (typeof inner === 'object' && inner !== null && !Array.isArray(inner))
      return flat(inner as Record<string, unknown>, `${prefix}${name}.`)
    return inner === null || inner === undefined ? [] : [[`${prefix}${name}`, String(inner)]]
  })
}

/** API Gateway writes `-` for what has no value. */
function said(pairs: readonly (readonly [string, string | undefined])[]): Record<string, string> {
  return Object.fromEntries(
    pairs.flatMap(([name, value]) => {
      const text = value?.trim().replace(/^"([^"]*)"$/, '$1')
      return text === undefined || text === '' || text === '-' ? [] : [[name, text]]
    }),
  )
}

function loose(literal: string): string {
  return literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+')
}
