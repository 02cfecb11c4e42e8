import type { ExecutionFailure } from '../../evidence/api-gateway/execution-failure.ts'
import type { Integrations } from '../../evidence/api-gateway/integrated-functions.ts'
import type { RestApi } from '../../targets/target.ts'
import type { Fix } from '../cause.ts'
import { changeRoutes, routesTaken } from './change.ts'
import { loggedCause } from './logged-cause.ts'

export const nonproxyMapping = loggedCause({
  id: 'apigw500-nonproxy-mapping',
  symptoms: ['500', '502'],
  cause:
    'The back end’s answer matches no integration response and there is no default one, so API Gateway has nothing to say.',
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-integration-settings-integration-response.html',
  kinds: ['mapping'],
  because: ({ integrationStatus }) =>
    `because no integration response matches${integrationStatus === undefined ? ' the back end’s answer' : ` the status ${integrationStatus} that the back end gave; that ${integrationStatus} is the real failure`}`,
  fix: (api, seen, integrations) => ({
    now: `Add an integration response without a selection pattern (the default)${seen?.at(-1)?.integrationStatus === undefined ? '' : `, and look into the ${seen.at(-1)?.integrationStatus} of the back end: for an AWS service it is often the integration's role`}.`,
    proper: 'Map 4xx and 5xx of the back end with patterns (4\\d{2}, 5\\d{2}) and keep a default.',
    ...addDefault(api, seen, integrations),
  }),
})

/** A default for the methods that failed; what the back end refused is answered with a 500, not with a 200. */
function addDefault(api: RestApi, seen: readonly ExecutionFailure[] = [], integrations?: Integrations): Fix {
  const isRefused = seen.some(({ integrationStatus = 200 }) => integrationStatus >= 400)
  const status = isRefused ? 500 : 200
  const failed = seen.map(({ method, resourcePath }) => ({
    ...(method !== undefined && { method }),
    path: resourcePath,
  }))
  return changeRoutes(api, routesTaken(integrations, failed), (place) => [
    ...(isRefused ? [`aws apigateway put-method-response ${place} --status-code ${status}`] : []),
    `aws apigateway put-integration-response ${place} --status-code ${status} --selection-pattern ""`,
  ])
}
