/** What answers a route. Durations in milliseconds. */
export interface Integration {
  /** Of an HTTP or WebSocket API; a REST API's is told by its route. */
  readonly id?: string
  /** `AWS_PROXY`, `AWS`, `HTTP_PROXY`, `HTTP`, `MOCK`. */
  readonly type: string
  /** Without its query string; stage variables are still in it. */
  readonly uri?: string
  readonly httpMethod?: string
  readonly timeoutMs?: number
  /** ARN of the role that API Gateway takes on to call. */
  readonly credentials?: string
  readonly connectionType?: string
  readonly connectionId?: string
  readonly contentHandling?: string
  readonly passthroughBehavior?: string
  /** Whether a response that matches no pattern has somewhere to go; absent where that is unknown. */
  readonly hasDefaultResponse?: boolean
  readonly responseTransferMode?: string
  readonly payloadFormatVersion?: string
}

/** One route of an API: `GET /orders/{id}`; a catch-all of an HTTP API has the path `$default`. */
export interface Route {
  readonly method: string
  readonly path: string
  readonly authorizationType?: string
  readonly authorizerId?: string
  readonly isKeyRequired: boolean
  readonly hasValidator: boolean
  /** Of a REST API's draft; an export leaves it out. */
  readonly resourceId?: string
  readonly integration?: Integration
}

/** `GET /orders`, as people and access logs write it. */
export function routeName({ method, path }: Route): string {
  return path === '$default' ? '$default' : `${method} ${path}`
}

/** A route's own words for what it calls: equal texts mean that the same thing is called in the same way. */
export function integrationText({ integration }: Route): string {
  if (integration === undefined) return 'nothing'
  const { type, uri, httpMethod, timeoutMs, credentials, connectionId, contentHandling } = integration
  return [type, uri, httpMethod, timeoutMs, credentials, connectionId, contentHandling]
    .map((part) => part ?? '')
    .join(' ')
}

/** Drops what is undefined, so that optional fields stay out. */
export function given<T extends Record<string, unknown>>(fields: T): { [P in keyof T]?: Exclude<T[P], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== '')) as never
}

export function withoutQuery(uri: string | undefined): string | undefined {
  return uri?.split('?')[0]
}

const defaultRestTimeoutMs = 29_000
const defaultHttpTimeoutMs = 30_000

/** How long API Gateway waits for an integration, in milliseconds. */
export function timeoutMsOf(integration: Integration, kind: 'rest-api' | 'http-api' | 'websocket-api'): number {
  return integration.timeoutMs ?? (kind === 'http-api' ? defaultHttpTimeoutMs : defaultRestTimeoutMs)
}

/** Finds the route that serves a request's path: exact, then with parameters, then greedy, then `$default`. */
export function routeFor(routes: readonly Route[], method: string, path: string): Route | undefined {
  const fits = routes.filter(
    (route) => (route.method === method || route.method === 'ANY') && pathFits(route.path, path),
  )
  const looseness = ({ path: text, method: verb }: Route): number =>
    (text === '$default' ? 1000 : 0) +
    (text.includes('+}') ? 100 : 0) +
    (text.match(/\{/g)?.length ?? 0) * 10 +
    (verb === 'ANY' ? 1 : 0)
  return [...fits].sort((a, b) => looseness(a) - looseness(b))[0]
}

function pathFits(template: string, path: string): boolean {
  if (template === '$default' || template === path) return true
  const pattern = template
    .split('/')
    .map((part) => (/^\{.+\+\}$/.test(part) ? '.+' : /^\{.+\}$/.test(part) ? '[^/]+' : escaped(part)))
    .join('/')
  return new RegExp(`^${pattern}/?$`).test(path)
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
