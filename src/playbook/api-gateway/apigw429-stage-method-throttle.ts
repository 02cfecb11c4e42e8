import { restThrottle } from './throttle-cause.ts'

export const stageMethodThrottle = restThrottle({
  id: 'apigw429-stage-method-throttle',
  scope: 'stage',
  cause: 'The stage or the method has a throttling limit below its traffic; zero lets nothing through.',
  limit: (api, { name }) => `the limit of ${name === '*' ? `stage ${api.stage}` : name}`,
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html',
  fix: (api) => ({
    now: `Raise the rate and burst limits of stage ${api.stage} above the traffic.`,
    proper: 'Set limits in the template, with room over the measured peak.',
    prevent: `Alarm on 4XXError of ${api.name} and log $context.error.responseType.`,
    cli: `aws apigateway update-stage --rest-api-id ${api.id} --stage-name ${api.stage} --patch-operations op=replace,path='/*/*/throttling/rateLimit',value=1000 op=replace,path='/*/*/throttling/burstLimit',value=500 --region ${api.region}`,
    iac: 'CDK: deployOptions: { throttlingRateLimit: 1000, throttlingBurstLimit: 500 }; SAM: MethodSettings; Terraform: aws_api_gateway_method_settings',
  }),
})
