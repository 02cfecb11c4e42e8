import { defineCause } from '../cause.ts'
import { choose } from '../command.ts'
import { judgeCors } from './cors.ts'
import { underHttpApi } from './names.ts'
import { httpRefusalNeeds } from './refusal-cause.ts'

export const httpCors = defineCause({
  id: 'httpapi4xx-cors',
  aliases: [underHttpApi('apigw4xx-cors')],
  target: 'http-api',
  symptoms: ['4xx', '403'],
  cause:
    'The CORS preflight is refused: the API has no CORS configuration, or a route with an authorizer takes OPTIONS too.',
  fix: (api) => ({
    now: 'Set the CORS configuration of the API, which then answers preflights by itself; or add an OPTIONS route without an authorizer.',
    cli: choose(
      `aws apigatewayv2 get-api --api-id ${api.id} --query CorsConfiguration --region ${api.region}`,
      { ORIGIN: 'where the page that calls comes from, such as its https address without a path' },
      ({ ORIGIN }) =>
        `aws apigatewayv2 update-api --api-id ${api.id} --cors-configuration AllowOrigins=${ORIGIN},AllowMethods='*',AllowHeaders=authorization,content-type --region ${api.region}`,
    ),
  }),
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html',
  known: 'confirmed',
  needs: httpRefusalNeeds,
  diagnose: (evidence, { target, fact }) =>
    judgeCors(evidence, target, (need, label, value, time, aspect) =>
      fact(need === 'log' ? 'access' : need, label, value, time, aspect),
    ),
})
