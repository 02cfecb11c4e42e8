import { httpThrottle } from './throttle-cause.ts'

export const httpAccountThrottle = httpThrottle(
  {
    id: 'httpapi429-account-throttle',
    scope: 'account',
    cause: 'All APIs of the account in this Region together exceed the account’s request rate.',
    limit: (api) => `the limit that all APIs of account ${api.account} share in ${api.region}`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html',
    fix: (api) => ({
      now: 'Find the API whose Count jumped, and limit it on its stage; let clients back off.',
      proper: 'Ask for a higher quota (L-8A5B8E43), and give every stage a limit of its own.',
      cli: `aws apigateway get-account --region ${api.region}`,
    }),
  },
  'apigw429-account-throttle',
)
