import { httpRefusal } from './refusal-cause.ts'

export const httpRoute404 = httpRefusal({
  id: 'apigw404-http-route',
  kinds: ['no-route'],
  fits: (refusal) => refusal.method !== 'OPTIONS',
  cause: 'No route of the HTTP API fits the request, and there is no $default.',
  were: 'fit no route of the API',
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html',
  fix: (api) => ({
    now: `Compare the failing path with the routes: ${api.stage === '$default' ? 'on stage $default, a path begins with the route itself' : `on stage ${api.stage}, a path begins with /${api.stage}`}.`,
    proper: 'Add the route, or a $default that answers what nothing else does.',
    cli: `aws apigatewayv2 get-routes --api-id ${api.id} --query 'Items[].RouteKey' --region ${api.region}`,
  }),
})
