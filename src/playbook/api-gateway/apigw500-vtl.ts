import type { ExecutionFailure } from '../../evidence/api-gateway/execution-failure.ts'
import type { Route } from '../../evidence/api-gateway/route.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { loggedCause, type RestEvidence } from './logged-cause.ts'

export const vtl = loggedCause({
  id: 'apigw500-vtl',
  symptoms: ['500', '502'],
  cause: 'A mapping template of the integration fails on what it is given.',
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings.html',
  kinds: ['transform'],
  fits: (failure, evidence) => !binaryPreflights(evidence).includes(failure),
  because: ({ message }) => `because a mapping template failed: ${message ?? ''}`,
  fix: (api) => ({
    now: 'Run the template with the failing input in the console’s test, and guard what may be missing ($input.path(…) with #if).',
    proper: 'Set contentHandling to CONVERT_TO_TEXT where a template reads text and the API takes binary types.',
    cli: `aws apigateway get-resources --rest-api-id ${api.id} --embed methods --query 'items[].[path,resourceMethods]' --region ${api.region}`,
  }),
})

/**
 * Preflights whose mock integration got its request as bytes, as the API treats every type as binary: their own cause. A failure of unknown
 * route is one if all known ones are, or if no other integration transforms anything.
 */
export function binaryPreflights({
  log,
  integrations,
  settings,
}: Pick<RestEvidence, 'log' | 'integrations' | 'settings'>): ExecutionFailure[] {
  if (!treatsAllAsBinary(valueIfRead(settings)?.binaryMediaTypes ?? [])) return []
  const routes = valueIfRead(integrations)?.routes ?? []
  const mocks = routes.filter(isPlainPreflight)
  const failures = (valueIfRead(log)?.failures ?? []).filter((failure) => failure.kind === 'transform')
  const known = failures.filter((failure) => failure.method !== undefined)
  const own = known.filter(
    ({ method, resourcePath }) =>
      method === 'OPTIONS' && mocks.some((route) => resourcePath === undefined || route.path === resourcePath),
  )
  const others = routes.filter(
    ({ integration }) =>
      integration !== undefined && !integration.type.endsWith('_PROXY') && integration.type !== 'MOCK',
  )
  const isOnly = mocks.length > 0 && others.length === 0 && known.length === 0
  return isOnly || (own.length > 0 && own.length === known.length) ? failures : own
}

export function treatsAllAsBinary(types: readonly string[]): boolean {
  return types.some((type) => /^\*(\/|~1)\*$/.test(type))
}

/** A preflight answered by a mock that says nothing of how to read bytes. */
export function isPlainPreflight({ method, integration }: Route): boolean {
  return method === 'OPTIONS' && integration?.type === 'MOCK' && integration.contentHandling === undefined
}
