import { restThrottle } from './throttle-cause.ts'

export const accountThrottle = restThrottle({
  id: 'apigw429-account-throttle',
  scope: 'account',
  cause: 'All APIs of the account in this Region together exceed the account’s request rate.',
  limit: (api) => `the limit that all APIs of account ${api.account} share in ${api.region}`,
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html',
  fix: (api, exceeded) => ({
    now: 'Find the API whose Count jumped, and limit it on its stage; let clients back off.',
    proper:
      'Ask for a higher quota (L-8A5B8E43), and give every stage a limit of its own so that none starves the others.',
    cli: `aws apigateway get-account --region ${api.region}\naws service-quotas request-service-quota-increase --service-code apigateway --quota-code L-8A5B8E43 --desired-value ${Math.max(20_000, 2 * (exceeded?.rateLimit ?? 0))} --region ${api.region}`,
  }),
})
