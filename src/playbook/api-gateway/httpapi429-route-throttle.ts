import type { HttpApi, RestApi } from '../../targets/target.ts'
import type { Fix } from '../cause.ts'
import { shellWord } from '../command.ts'
import { httpThrottle } from './throttle-cause.ts'
import type { ExceededLimit } from './throttle-limit.ts'
import { roomFor } from './throttle-room.ts'

export const httpRouteThrottle = httpThrottle(
  {
    id: 'httpapi429-route-throttle',
    scope: 'stage',
    cause: 'The stage or the route has a throttling limit below its traffic; zero lets nothing through.',
    limit: (api, { name }) => `the limit of ${name === '*' ? `stage ${api.stage}` : name}`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html',
    fix: (api, exceeded) => ({
      now: `Raise the rate and burst limits of stage ${api.stage} above the traffic.`,
      proper: 'Set limits in the template, with room over the measured peak.',
      ...(exceeded !== undefined && raise(api, exceeded)),
    }),
  },
  'apigw429-stage-method-throttle',
)

function raise(api: RestApi | HttpApi, exceeded: ExceededLimit): Fix {
  const { rate, burst } = roomFor(exceeded)
  const limits = { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst }
  const settings =
    exceeded.name === '*'
      ? `--default-route-settings ThrottlingRateLimit=${rate},ThrottlingBurstLimit=${burst}`
      : `--route-settings ${shellWord(JSON.stringify({ [exceeded.name]: limits }))}`
  return {
    cli: `aws apigatewayv2 update-stage --api-id ${api.id} --stage-name ${shellWord(api.stage)} ${settings} --region ${api.region}`,
  }
}
