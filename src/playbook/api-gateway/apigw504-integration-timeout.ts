import { valueIfRead } from '../../evidence/evidence.ts'
import type { RestApi } from '../../targets/target.ts'
import { defineCause, type Fix } from '../cause.ts'
import { changeRoutes, routesTaken } from './change.ts'
import { judgeIntegrationTimeout } from './integration-timeout.ts'
import { type RestEvidence, restNeeds } from './logged-cause.ts'

export const integrationTimeout = defineCause({
  id: 'apigw504-integration-timeout',
  target: 'rest-api',
  symptoms: ['504', '502', '500', 'timeout'],
  cause: 'The back end takes longer than the API waits for an integration.',
  fix: (api) => ({
    now: 'Find what makes the back end slow; until then let callers retry with backoff, and only what is idempotent.',
    proper: `Answer at once and work later (202 with SQS or Step Functions), or raise the integration timeout: Regional and private APIs may go beyond 29 s through the quota "Maximum integration timeout", and the longer wait is refused until it is granted.`,
    prevent: `Give the function a timeout below the API's, so that a slow call ends with an error instead of running on. Alarm on p99 of IntegrationLatency of ${api.name}.`,
  }),
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html',
  known: 'confirmed',
  leadsTo: ['apigw504-fn-timeout-gt-29'],
  needs: restNeeds,
  diagnose(evidence, at) {
    const diagnosis = judgeIntegrationTimeout({
      ...evidence,
      api: at.target,
      status: 504,
      fact: (need, label, value, time, aspect) => at.fact(need, label, value, time, aspect),
    })
    return typeof diagnosis === 'object' && 'strength' in diagnosis
      ? { ...diagnosis, fix: waitLonger(at.target, evidence) }
      : diagnosis
  },
})

/** What every REST API may wait. */
const usualMs = 29_000
/** What a quota is asked for, where even that is too short. */
const raisedMs = 60_000

/** A longer wait on the routes that ran into it: up to 29 s at once, beyond it by a quota that edge-optimized APIs have not. */
function waitLonger(api: RestApi, { log, access, integrations, settings }: RestEvidence): Fix {
  const requests = [
    ...(valueIfRead(log)?.failures ?? [])
      .filter((failure) => failure.kind === 'timeout')
      .map(({ method, resourcePath: path }) => ({ path, ...(method !== undefined && { method }) })),
    ...(valueIfRead(access)?.rows ?? [])
      .filter((row) => row.status === 504)
      .map(({ method, route, path }) => ({ path: route ?? path, ...(method !== undefined && { method }) })),
  ]
  const routes = routesTaken(valueIfRead(integrations), requests).filter((route) => route.integration !== undefined)
  const waits = routes.map(({ integration }) => integration?.timeoutMs ?? usualMs)
  if (waits.length === 0) return {}
  const isShort = Math.min(...waits) < usualMs
  if (!isShort && valueIfRead(settings)?.endpointTypes.includes('EDGE') !== false) return {}
  const ms = isShort ? usualMs : raisedMs
  const { cli } = changeRoutes(api, routes, (place) => [
    `aws apigateway update-integration ${place} --patch-operations op=replace,path=/timeoutInMillis,value=${ms}`,
  ])
  if (cli === undefined) return {}
  const quota = `aws service-quotas request-service-quota-increase --service-code apigateway --quota-code L-E5AE38E3 --desired-value ${raisedMs} --region ${api.region}`
  return {
    cli: isShort ? cli : `${quota}\n${cli}`,
    iac: `CDK: new LambdaIntegration(fn, { timeout: Duration.seconds(${ms / 1_000}) }); Terraform: aws_api_gateway_integration { timeout_milliseconds = ${ms} }`,
  }
}
