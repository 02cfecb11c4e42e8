import { usageCause } from './usage-cause.ts'

export const costApigw = usageCause({
  id: 'cost-apigw',
  use: 'API Gateway requests and caches',
  cause: 'More requests reach an API, or a cache was switched on, which is billed by the hour.',
  fix: () => ({
    now: 'Compare Count of each API before and after the rise; look for one client or path in the access log.',
    proper: 'Throttle by usage plan or WAF rate rule; HTTP APIs cost less than REST APIs.',
    prevent: 'An alarm on Count.',
  }),
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html',
  known: 'memory',
  fixFor: ({ name }) => ({
    now: `See who calls ${name} more since the rise: its access log by client and path; throttle what should not.`,
  }),
})
