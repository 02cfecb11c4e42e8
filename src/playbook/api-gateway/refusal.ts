import type { AccessLog, AccessRow } from '../../evidence/api-gateway/access-log.ts'
import type { ExecutionFailure } from '../../evidence/api-gateway/execution-failure.ts'
import type { ExecutionLog } from '../../evidence/api-gateway/execution-log.ts'
import type { Integrations } from '../../evidence/api-gateway/integrated-functions.ts'
import { type Route, routeFor, routeName } from '../../evidence/api-gateway/route.ts'
import { type Evidence, valueIfRead } from '../../evidence/evidence.ts'

/** Why a request was answered with a 4xx. */
export type RefusalKind =
  | 'no-route'
  | 'unsigned'
  | 'iam'
  | 'resource-policy'
  | 'authorizer-deny'
  | 'unauthorized'
  | 'api-key'
  | 'waf'
  | 'signature'
  | 'throttled'
  | 'quota'
  | 'validation'
  | 'too-large'
  | 'uri-too-long'
  | 'media'
  | 'headers-too-large'
  | 'authorizer-error'
  | 'forbidden'
  | 'from-back-end'
  | 'unknown'

/** One request that was answered with a 4xx. */
export interface Refusal {
  readonly at: number
  readonly status: number
  readonly kind: RefusalKind
  readonly requestId?: string
  readonly method?: string
  readonly path?: string
  /** What the log says of it. */
  readonly words: string
  readonly from: 'log' | 'access'
}

export interface RefusalSources {
  readonly api: { readonly kind: 'rest-api' | 'http-api'; readonly stage: string }
  readonly log?: Evidence<ExecutionLog>
  readonly access: Evidence<AccessLog>
  readonly integrations: Evidence<Integrations>
}

/** Every logged 4xx with its reason, once for each request: the access log's words count more than the execution log's. */
export function refusalsOf({ api, log, access, integrations }: RefusalSources): Refusal[] {
  const routes = valueIfRead(integrations)?.routes ?? []
  const executed = new Map(
    (log === undefined ? undefined : valueIfRead(log))?.failures.map((failure) => [failure.requestId, failure]),
  )
  const rows = (valueIfRead(access)?.rows ?? []).filter((row) => row.status >= 400 && row.status < 500)
  const canTell = valueIfRead(access)?.variables.some((name) => name.startsWith('integration')) === true
  const fromRows = rows.map((row): Refusal => {
    const twin = row.requestId === undefined ? undefined : executed.get(row.requestId)
    if (row.requestId !== undefined) executed.delete(row.requestId)
    const kind = kindOfRow(row, routes, api, canTell)
    const better = kind === 'unknown' || kind === 'forbidden' ? kindOfFailure(twin) : undefined
    return {
      at: row.at,
      status: row.status,
      kind: better ?? kind,
      words:
        [
          row.errorResponseType,
          row.errorMessage,
          row.wafResponse === 'WAF_BLOCK' ? row.wafResponse : undefined,
          row.authorizerError,
        ]
          .filter(Boolean)
          // No colon: what follows the name of a token would be taken for one, and redacted.
          .join(', ') || `status ${row.status}`,
      from: 'access',
      ...(row.requestId !== undefined && { requestId: row.requestId }),
      ...(row.method !== undefined && { method: row.method }),
      ...((row.path ?? row.route) !== undefined && { path: row.path ?? row.route }),
    }
  })
  const fromLog = [...executed.values()].map(
    (failure): Refusal => ({
      at: failure.at,
      status: failure.status ?? 403,
      kind: kindOfFailure(failure) ?? 'unknown',
      requestId: failure.requestId,
      words: failure.message ?? `status ${failure.status ?? ''}`,
      from: 'log',
      ...(failure.method !== undefined && { method: failure.method }),
      ...(failure.resourcePath !== undefined && { path: failure.resourcePath }),
    }),
  )
  return [...fromRows, ...fromLog].sort((a, b) => a.at - b.at)
}

const byResponseType: Readonly<Record<string, RefusalKind>> = {
  UNAUTHORIZED: 'unauthorized',
  INVALID_API_KEY: 'api-key',
  WAF_FILTERED: 'waf',
  INVALID_SIGNATURE: 'signature',
  EXPIRED_TOKEN: 'signature',
  THROTTLED: 'throttled',
  QUOTA_EXCEEDED: 'quota',
  BAD_REQUEST_BODY: 'validation',
  BAD_REQUEST_PARAMETERS: 'validation',
  REQUEST_TOO_LARGE: 'too-large',
  UNSUPPORTED_MEDIA_TYPE: 'media',
  AUTHORIZER_FAILURE: 'authorizer-error',
  AUTHORIZER_CONFIGURATION_ERROR: 'authorizer-error',
  RESOURCE_NOT_FOUND: 'no-route',
}

/** `canTell`: the log format holds what the back end answered, so that its absence says that it was not called. */
function kindOfRow(
  row: AccessRow,
  routes: readonly Route[],
  api: RefusalSources['api'],
  canTell: boolean,
): RefusalKind {
  const { errorResponseType: type = '', errorMessage: message = '', status } = row
  const route = routeOfRow(row, routes, api.stage)
  if (row.wafResponse === 'WAF_BLOCK') return 'waf'
  if (type === 'MISSING_AUTHENTICATION_TOKEN' || /Missing Authentication Token/i.test(message))
    return route?.authorizationType === 'AWS_IAM' ? 'unsigned' : 'no-route'
  if (/execute-api:/.test(message)) return /anonymous|explicit deny/i.test(message) ? 'resource-policy' : 'iam'
  if (/signature|Signature/.test(message) && status === 403) return 'signature'
  if (/not authorized to access this resource/i.test(message)) return 'authorizer-deny'
  if (type === 'ACCESS_DENIED')
    return route?.authorizationType === 'AWS_IAM'
      ? 'iam'
      : route?.authorizationType === 'CUSTOM'
        ? 'authorizer-deny'
        : 'forbidden'
  const known = byResponseType[type]
  if (known !== undefined) return known
  if (isFromBackEnd(row, status)) return 'from-back-end'
  if (/Limit Exceeded/i.test(message)) return 'quota'
  if (/Unauthorized/i.test(message)) return 'unauthorized'
  if (status === 404 && api.kind === 'http-api')
    return route !== undefined ? 'from-back-end' : row.path === undefined && !canTell ? 'unknown' : 'no-route'
  if (status === 414) return 'uri-too-long'
  if (status === 431) return 'headers-too-large'
  const isGateways = canTell || /Too Many Requests|Too Long|Unsupported Media/i.test(message)
  if (status === 401 && routes.length > 0 && routes.every((each) => (each.authorizationType ?? 'NONE') === 'NONE'))
    return 'from-back-end'
  if (status === 401 && canTell) return 'unauthorized'
  if (status === 429 && isGateways) return 'throttled'
  if (status === 413 && isGateways) return 'too-large'
  if (status === 415 && isGateways) return 'media'
  if (/Invalid request (body|parameters)|Missing required request/i.test(message)) return 'validation'
  if (status === 403 && row.authorizerError !== undefined) return 'authorizer-deny'
  if (
    status === 403 &&
    api.kind === 'http-api' &&
    (route?.authorizationType === 'CUSTOM' || route?.authorizationType === 'JWT')
  )
    return 'authorizer-deny'
  return status === 403 ? 'forbidden' : 'unknown'
}

/** The back end was called and said so itself. */
function isFromBackEnd(row: AccessRow, status: number): boolean {
  if (row.functionStatus === status || row.integrationStatus === status) return true
  return row.integrationStatus === 200 && row.errorResponseType === undefined && row.errorMessage === undefined
}

const byFailureKind: Partial<Record<NonNullable<ExecutionFailure['kind']>, RefusalKind>> = {
  'usage-quota': 'quota',
  'usage-throttle': 'throttled',
  'api-key': 'api-key',
  'resource-policy': 'resource-policy',
  iam: 'iam',
  'authorizer-deny': 'authorizer-deny',
  unauthorized: 'unauthorized',
  validation: 'validation',
  media: 'media',
  'too-large': 'too-large',
  waf: 'waf',
}

function kindOfFailure(failure: ExecutionFailure | undefined): RefusalKind | undefined {
  if (failure === undefined) return undefined
  const known = failure.kind === undefined ? undefined : byFailureKind[failure.kind]
  if (known !== undefined) return known
  const named = failure.responseType === undefined ? undefined : byResponseType[failure.responseType]
  if (named !== undefined) return named
  return failure.integrationStatus !== undefined ? 'from-back-end' : undefined
}

/** The route that a row's request took; its path may begin with the stage. */
export function routeOfRow(
  row: { readonly method?: string; readonly path?: string; readonly route?: string },
  routes: readonly Route[],
  stage: string,
): Route | undefined {
  const named =
    row.route === undefined
      ? undefined
      : routes.find(
          (route) =>
            routeName(route) === row.route ||
            (route.path === row.route && (route.method === row.method || route.method === 'ANY')),
        )
  if (named !== undefined || row.path === undefined) return named
  const path = row.path.startsWith(`/${stage}/`) ? row.path.slice(stage.length + 1) : row.path
  return routeFor(routes, row.method ?? 'GET', path)
}
