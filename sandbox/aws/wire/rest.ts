import { scalar } from './form.ts'
import type { ReceivedHttp } from './http.ts'
import { fromJson } from './json.ts'
import { readXml } from './read-xml.ts'
import { hasTrait, membersOf, type Operation, type Protocol, type Shape, textTrait } from './shapes.ts'

export interface RestMatch {
  readonly operation: Operation
  readonly labels: Readonly<Record<string, string>>
}

/** The operation whose method, path and fixed query fit a request best; the most literal one wins. */
export function matchRest(operations: Iterable<Operation>, http: ReceivedHttp, path: string): RestMatch | undefined {
  let best: (RestMatch & { score: number }) | undefined
  for (const operation of operations) {
    const { rest } = operation
    if (rest === undefined || rest.method !== http.method) continue
    if (!rest.query.every(([key, value]) => (value === '' ? http.query.has(key) : http.query.get(key) === value)))
      continue
    const labels = matchPath(rest.path, path)
    if (labels === undefined) continue
    const score = rest.query.length * 100 + literalLength(rest.path)
    if (best === undefined || score > best.score) best = { operation, labels, score }
  }
  return best
}

/** The input of a REST operation, gathered from path, query, headers and body. */
export function readRestInput(match: RestMatch, http: ReceivedHttp, protocol: Protocol): Record<string, unknown> {
  const { operation, labels } = match
  const input: Record<string, unknown> = {}
  const named = new Set(operation.rest?.query.map(([key]) => key))
  for (const [name, member] of membersOf(operation.input)) {
    const query = textTrait(member, 'httpQuery')
    if (query !== undefined) named.add(query)
    const value = readBinding(name, member, http, labels)
    if (value !== undefined) input[name] = value
  }
  for (const [name, member] of membersOf(operation.input)) {
    if (hasTrait(member, 'httpQueryParams')) {
      input[name] = Object.fromEntries([...http.query].filter(([key]) => !named.has(key)))
    }
    if (hasTrait(member, 'httpPayload')) input[name] = readPayload(member, http, protocol)
  }
  if (http.body.length > 0 && !membersOf(operation.input).some(([, member]) => hasTrait(member, 'httpPayload'))) {
    Object.assign(input, readBody(operation.input, http, protocol))
  }
  return input
}

/** True for members that travel in the body. */
export function isInBody(member: Shape): boolean {
  return !['httpQuery', 'httpQueryParams', 'httpHeader', 'httpLabel', 'httpPrefixHeaders', 'httpResponseCode'].some(
    (trait) => hasTrait(member, trait),
  )
}

function readBinding(name: string, member: Shape, http: ReceivedHttp, labels: RestMatch['labels']): unknown {
  if (hasTrait(member, 'httpLabel')) return labels[name] === undefined ? undefined : scalar(member, labels[name])
  const query = textTrait(member, 'httpQuery')
  if (query !== undefined) {
    if (!http.query.has(query)) return undefined
    if (member.isListSchema()) return http.query.getAll(query).map((text) => scalar(member.getValueSchema(), text))
    return scalar(member, http.query.get(query) ?? '')
  }
  const header = textTrait(member, 'httpHeader')
  if (header === undefined) return undefined
  const text = http.headers[header.toLowerCase()]
  return text === undefined ? undefined : scalar(member, text)
}

function readPayload(member: Shape, http: ReceivedHttp, protocol: Protocol): unknown {
  if (member.isBlobSchema() || member.isStreaming()) return new Uint8Array(http.body)
  if (member.isStringSchema()) return http.body.toString('utf8')
  return protocol === 'restXml'
    ? readXml(member, http.body)
    : fromJson(member, JSON.parse(http.body.toString('utf8') || '{}'), { jsonNames: true })
}

function readBody(shape: Shape, http: ReceivedHttp, protocol: Protocol): object {
  if (protocol === 'restXml') return Object(readXml(shape, http.body))
  const read = Object(fromJson(shape, JSON.parse(http.body.toString('utf8')), { jsonNames: true }))
  const inBody = new Set(
    membersOf(shape)
      .filter(([, member]) => isInBody(member))
      .map(([name]) => name),
  )
  return Object.fromEntries(Object.entries(read).filter(([name]) => inBody.has(name)))
}

function matchPath(template: string, path: string): Record<string, string> | undefined {
  const wanted = segmentsOf(template)
  const given = segmentsOf(path)
  const labels: Record<string, string> = {}
  for (let index = 0; index < wanted.length; index += 1) {
    const segment = wanted[index] ?? ''
    const label = /^\{(\w+)(\+?)\}$/.exec(segment)
    const value = given[index]
    if (value === undefined) return undefined
    if (label === null) {
      if (segment !== value) return undefined
      continue
    }
    const [, name = '', greedy] = label
    if (greedy === '+') {
      labels[name] = decodeURIComponent(given.slice(index).join('/'))
      return labels
    }
    labels[name] = decodeURIComponent(value)
  }
  return wanted.length === given.length ? labels : undefined
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '')
}

function literalLength(template: string): number {
  return segmentsOf(template).reduce(
    (score, segment) => score + (segment.startsWith('{') ? (segment.includes('+') ? 0 : 1) : 2),
    0,
  )
}
