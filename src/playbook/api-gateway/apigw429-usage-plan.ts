import { restThrottle } from './throttle-cause.ts'

export const usagePlan429 = restThrottle({
  id: 'apigw429-usage-plan',
  scope: 'plan',
  cause: 'The usage plan of the API key allows fewer requests a second than the client sends.',
  limit: (_api, { name }) => `usage plan ${name}`,
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html',
  fix: (api) => ({
    now: 'Raise the rate of the usage plan, or let the client send fewer requests and back off on 429.',
    proper: 'Give clients with other needs a plan of their own.',
    cli: `aws apigateway update-usage-plan --usage-plan-id <plan> --patch-operations op=replace,path=/throttle/rateLimit,value=200 op=replace,path=/throttle/burstLimit,value=100 --region ${api.region}`,
  }),
})
