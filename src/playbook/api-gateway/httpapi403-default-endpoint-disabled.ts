import { httpApiSettings } from '../../evidence/api-gateway/http-api.ts'
import { defineCause } from '../cause.ts'
import { judgeDefaultEndpoint } from './default-endpoint.ts'
import { underHttpApi } from './names.ts'
import { httpRefusalNeeds } from './refusal-cause.ts'

export const httpDefaultEndpointDisabled = defineCause({
  id: 'httpapi403-default-endpoint-disabled',
  aliases: [underHttpApi('apigw403-default-endpoint-disabled')],
  target: 'http-api',
  symptoms: ['4xx', '403'],
  cause: 'The API’s own execute-api host is switched off, and callers still use it.',
  fix: (api) => ({
    now: 'Use the custom domain, or switch the host on again.',
    cli: `aws apigatewayv2 update-api --api-id ${api.id} --no-disable-execute-api-endpoint --region ${api.region}`,
  }),
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-disable-default-endpoint.html',
  known: 'confirmed',
  needs: { ...httpRefusalNeeds, settings: httpApiSettings },
  diagnose: (evidence, { target, fact }) =>
    judgeDefaultEndpoint(
      evidence,
      target,
      evidence.settings.isDefaultEndpointDisabled,
      () => fact('settings', 'DisableExecuteApiEndpoint', 'true'),
      (need, label, value, time, aspect) => fact(need === 'log' ? 'access' : need, label, value, time, aspect),
    ),
})
