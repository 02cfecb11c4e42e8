import { defineCause } from '../cause.ts'
import { judgeCors } from './cors.ts'
import { restRefusalNeeds } from './refusal-cause.ts'

export const cors4xx = defineCause({
  id: 'apigw4xx-cors',
  target: 'rest-api',
  symptoms: ['4xx', '403'],
  cause: 'The CORS preflight is refused: the path has no OPTIONS method, or one that asks for authorization or a key.',
  fix: (api) => ({
    now: 'Add an OPTIONS method without authorization and key to the path, and deploy.',
    proper:
      'Add the CORS headers to DEFAULT_4XX and DEFAULT_5XX too, so that browsers show the real error, and let the function send them.',
    cli: `aws apigateway put-gateway-response --rest-api-id ${api.id} --response-type DEFAULT_4XX --response-parameters '{"gatewayresponse.header.Access-Control-Allow-Origin":"'"'"'*'"'"'"}' --region ${api.region}\naws apigateway create-deployment --rest-api-id ${api.id} --stage-name ${api.stage} --region ${api.region}`,
    iac: 'CDK: defaultCorsPreflightOptions: { allowOrigins: Cors.ALL_ORIGINS }; SAM: Globals.Api.Cors with AddDefaultAuthorizerToCorsPreflight: false',
  }),
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html',
  known: 'confirmed',
  needs: restRefusalNeeds,
  diagnose: (evidence, { target, fact }) =>
    judgeCors(evidence, target, (need, label, value, time, aspect) => fact(need, label, value, time, aspect)),
})
