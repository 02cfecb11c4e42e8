import type { HttpApi, RestApi } from '../../targets/target.ts'
import type { Fix } from '../cause.ts'
import { shellWord } from '../command.ts'
import { restThrottle } from './throttle-cause.ts'
import type { ExceededLimit } from './throttle-limit.ts'
import { roomFor, settingPath } from './throttle-room.ts'

export const stageMethodThrottle = restThrottle({
  id: 'apigw429-stage-method-throttle',
  scope: 'stage',
  cause: 'The stage or the method has a throttling limit below its traffic; zero lets nothing through.',
  limit: (api, { name }) => `the limit of ${name === '*' ? `stage ${api.stage}` : name}`,
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html',
  fix: (api, exceeded) => ({
    now: `Raise the rate and burst limits of stage ${api.stage} above the traffic.`,
    proper: 'Set limits in the template, with room over the measured peak.',
    prevent: `Alarm on 4XXError of ${api.name} and log $context.error.responseType.`,
    ...(exceeded !== undefined && raise(api, exceeded)),
  }),
})

function raise(api: RestApi | HttpApi, exceeded: ExceededLimit): Fix {
  const { rate, burst } = roomFor(exceeded)
  const path = `${settingPath(exceeded.name)}/throttling`
  return {
    cli: `aws apigateway update-stage --rest-api-id ${api.id} --stage-name ${shellWord(api.stage)} --patch-operations ${shellWord(`op=replace,path=${path}/rateLimit,value=${rate}`)} ${shellWord(`op=replace,path=${path}/burstLimit,value=${burst}`)} --region ${api.region}`,
    iac: `CDK: deployOptions: { throttlingRateLimit: ${rate}, throttlingBurstLimit: ${burst} }; SAM: MethodSettings; Terraform: aws_api_gateway_method_settings`,
  }
}
