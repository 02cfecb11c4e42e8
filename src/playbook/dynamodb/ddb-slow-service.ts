import { slowCause } from './slow-cause.ts'

export const ddbSlowService = slowCause({
  id: 'ddb-slow-service',
  cause: 'DynamoDB itself answers with errors.',
  fix: (target) => ({
    now: 'Let the SDK retry, and look at the AWS Health Dashboard for the region.',
    cli: `aws health describe-events --filter services=DYNAMODB,regions=${target.region},eventStatusCodes=open --region us-east-1`,
  }),
  docs: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TroubleshootingLatency.html',
})
