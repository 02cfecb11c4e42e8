import { throttleCause } from './throttle-cause.ts'

export const ddbAccountLimit = throttleCause({
  id: 'ddb-account-limit',
  cause: 'A DynamoDB quota of the account is reached: units per second of one table, or of all tables together.',
  fix: (target) => ({
    now: 'Slow down the largest consumer.',
    proper: 'Ask for a higher quota in Service Quotas (DynamoDB, table-level or account-level throughput).',
    cli: `aws service-quotas list-service-quotas --service-code dynamodb --region ${target.region}`,
  }),
  docs: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html',
})
