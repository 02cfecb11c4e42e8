import { throttleCause } from './throttle-cause.ts'

export const ddbAccountProvisionedLimit = throttleCause({
  id: 'ddb-account-provisioned-limit',
  cause: 'All capacity that the account may provision is given out, so no table can be raised.',
  fix: (target) => ({
    now: 'Lower the capacity of tables that do not use theirs, or switch some to on-demand.',
    proper: 'Ask for a higher account-level provisioned throughput in Service Quotas.',
    cli: `aws dynamodb describe-limits --region ${target.region}`,
  }),
  docs: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html',
})
