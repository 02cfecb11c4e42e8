import { defineCause } from '../cause.ts'
import { httpNeeds } from './http-needs.ts'
import { judgeIntegrationTimeout } from './integration-timeout.ts'

export const httpTimeout = defineCause({
  id: 'httpapi503-timeout',
  target: 'http-api',
  symptoms: ['504', '500', '502', 'timeout'],
  cause: 'The back end takes longer than the HTTP API waits, at most 30 seconds, and the caller gets a 503.',
  fix: (api) => ({
    now: 'Find what makes the back end slow; let callers retry only what is idempotent.',
    proper:
      'Answer at once and work later (202 with SQS or Step Functions). An HTTP API never waits longer than 30 s; a Regional REST API can.',
    prevent: `Alarm on p99 of IntegrationLatency of ${api.name}.`,
    cli: `aws apigatewayv2 get-integrations --api-id ${api.id} --query 'Items[].[IntegrationId,IntegrationUri,TimeoutInMillis]' --region ${api.region}`,
  }),
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html',
  known: 'confirmed',
  needs: httpNeeds,
  diagnose: (evidence, at) =>
    judgeIntegrationTimeout({
      ...evidence,
      api: at.target,
      status: 503,
      fact: (need, label, value, time, aspect) => at.fact(need === 'log' ? 'access' : need, label, value, time, aspect),
    }),
})
