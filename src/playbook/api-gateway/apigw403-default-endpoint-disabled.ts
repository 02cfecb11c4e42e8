import { restApiSettings } from '../../evidence/api-gateway/rest-api.ts'
import { defineCause } from '../cause.ts'
import { shellWord } from '../command.ts'
import { judgeDefaultEndpoint } from './default-endpoint.ts'
import { restRefusalNeeds } from './refusal-cause.ts'

export const defaultEndpointDisabled = defineCause({
  id: 'apigw403-default-endpoint-disabled',
  target: 'rest-api',
  symptoms: ['4xx', '403'],
  cause: 'The API’s own execute-api host is switched off, and callers still use it.',
  fix: (api) => ({
    now: 'Use the custom domain, or switch the host on again and deploy.',
    cli: `aws apigateway update-rest-api --rest-api-id ${api.id} --patch-operations op=replace,path=/disableExecuteApiEndpoint,value=false --region ${api.region}\naws apigateway create-deployment --rest-api-id ${api.id} --stage-name ${shellWord(api.stage)} --region ${api.region}`,
  }),
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-disable-default-endpoint.html',
  known: 'confirmed',
  needs: { ...restRefusalNeeds, settings: restApiSettings },
  diagnose: (evidence, { target, fact }) =>
    judgeDefaultEndpoint(
      evidence,
      target,
      evidence.settings.isDefaultEndpointDisabled,
      () => fact('settings', 'disableExecuteApiEndpoint', 'true'),
      (need, label, value, time, aspect) => fact(need, label, value, time, aspect),
    ),
})
