import type { ExecutionFailure } from '../../evidence/api-gateway/execution-failure.ts'
import { valueOf as valueIfRead } from '../../evidence/evidence.ts'
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

/** Preflights whose mock integration got its request as bytes: their own cause. A failure of unknown route is one if all known ones are. */
export function binaryPreflights({
  log,
  integrations,
}: Pick<RestEvidence, 'log' | 'integrations'>): ExecutionFailure[] {
  const routes = valueIfRead(integrations)?.routes ?? []
  const mocks = routes.filter(
    (route) =>
      route.method === 'OPTIONS' &&
      route.integration?.type === 'MOCK' &&
      route.integration.contentHandling === undefined,
  )
  const failures = (valueIfRead(log)?.failures ?? []).filter((failure) => failure.kind === 'transform')
  const known = failures.filter((failure) => failure.method !== undefined)
  const own = known.filter(
    ({ method, resourcePath }) =>
      method === 'OPTIONS' && mocks.some((route) => resourcePath === undefined || route.path === resourcePath),
  )
  return own.length > 0 && own.length === known.length ? failures : own
}
