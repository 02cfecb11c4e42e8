import { httpThrottle } from './throttle-cause.ts'

export const httpRouteThrottle = httpThrottle(
  {
    id: 'httpapi429-route-throttle',
    scope: 'stage',
    cause: 'The stage or the route has a throttling limit below its traffic; zero lets nothing through.',
    limit: (api, { name }) => `the limit of ${name === '*' ? `stage ${api.stage}` : name}`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html',
    fix: (api) => ({
      now: `Raise the rate and burst limits of stage ${api.stage} above the traffic.`,
      proper: 'Set limits in the template, with room over the measured peak.',
      cli: `aws apigatewayv2 update-stage --api-id ${api.id} --stage-name '${api.stage}' --default-route-settings ThrottlingRateLimit=1000,ThrottlingBurstLimit=500 --region ${api.region}`,
    }),
  },
  'apigw429-stage-method-throttle',
)
