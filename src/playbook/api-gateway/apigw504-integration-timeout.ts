import { defineCause } from '../cause.ts'
import { judgeIntegrationTimeout } from './integration-timeout.ts'
import { restNeeds } from './logged-cause.ts'

export const integrationTimeout = defineCause({
  id: 'apigw504-integration-timeout',
  target: 'rest-api',
  symptoms: ['504', '502', '500', 'timeout'],
  cause: 'The back end takes longer than the API waits for an integration.',
  fix: (api) => ({
    now: 'Find what makes the back end slow; until then let callers retry with backoff, and only what is idempotent.',
    proper: `Answer at once and work later (202 with SQS or Step Functions), or raise the integration timeout: Regional and private APIs may go beyond 29 s through the quota "Maximum integration timeout".`,
    prevent: `Give the function a timeout below the API's, so that a slow call ends with an error instead of running on. Alarm on p99 of IntegrationLatency of ${api.name}.`,
    cli: `aws apigateway update-integration --rest-api-id ${api.id} --resource-id <resource id> --http-method <method> --patch-operations op=replace,path=/timeoutInMillis,value=60000 --region ${api.region}\naws apigateway create-deployment --rest-api-id ${api.id} --stage-name ${api.stage} --region ${api.region}`,
    iac: 'CDK: new LambdaIntegration(fn, { timeout: Duration.seconds(60) }); Terraform: aws_api_gateway_integration { timeout_milliseconds = 60000 }',
  }),
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html',
  known: 'confirmed',
  needs: restNeeds,
  diagnose: (evidence, at) =>
    judgeIntegrationTimeout({
      ...evidence,
      api: at.target,
      status: 504,
      fact: (need, label, value, time, aspect) => at.fact(need, label, value, time, aspect),
    }),
})
