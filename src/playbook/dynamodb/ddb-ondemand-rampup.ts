import { throttleCause } from './throttle-cause.ts'

export const ddbOndemandRampup = throttleCause({
  id: 'ddb-ondemand-rampup',
  cause:
    'The load on an on-demand table rose to more than twice its earlier peak within half an hour, faster than DynamoDB splits its partitions.',
  fix: (target) => ({
    proper: `Pre-warm ${target.id} before a launch, or let traffic rise over thirty minutes.`,
    prevent: 'Set a warm throughput for the peak that is expected.',
    iac: 'CDK TableV2: warmThroughput; CloudFormation: WarmThroughput.',
  }),
  docs: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html',
})
