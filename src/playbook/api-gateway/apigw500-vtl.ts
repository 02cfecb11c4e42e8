import { loggedCause } from './logged-cause.ts'

export const vtl = loggedCause({
  id: 'apigw500-vtl',
  symptoms: ['500', '502'],
  cause: 'A mapping template of the integration fails on what it is given.',
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings.html',
  kinds: ['transform'],
  fits: (failure, evidence) => !isBinaryPreflight(failure, evidence.integrations),
  because: ({ message }) => `because a mapping template failed: ${message ?? ''}`,
  fix: (api) => ({
    now: 'Run the template with the failing input in the console’s test, and guard what may be missing ($input.path(…) with #if).',
    proper: 'Set contentHandling to CONVERT_TO_TEXT where a template reads text and the API takes binary types.',
    cli: `aws apigateway get-resources --rest-api-id ${api.id} --embed methods --query 'items[].[path,resourceMethods]' --region ${api.region}`,
  }),
})

/** A preflight whose mock integration got its request as bytes: its own cause. */
export function isBinaryPreflight(
  failure: { readonly method?: string; readonly resourcePath?: string },
  integrations: Parameters<NonNullable<Parameters<typeof loggedCause>[0]['fits']>>[1]['integrations'],
): boolean {
  const routes = integrations.status === 'ok' ? integrations.value.routes : []
  const mocks = routes.filter(
    (route) => route.integration?.type === 'MOCK' && route.integration.contentHandling === undefined,
  )
  return (
    failure.method === 'OPTIONS' &&
    mocks.some(
      (route) =>
        route.method === 'OPTIONS' && (failure.resourcePath === undefined || route.path === failure.resourcePath),
    )
  )
}
