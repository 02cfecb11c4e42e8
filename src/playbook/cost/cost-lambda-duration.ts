import { shellWord } from '../../evidence/cloudwatch/metrics.ts'
import { usageCause } from './usage-cause.ts'

export const costLambdaDuration = usageCause({
  id: 'cost-lambda-duration',
  use: 'Lambda time and requests',
  cause: 'Functions run longer, with more memory or more often than before.',
  fix: () => ({
    now: 'Compare Invocations and Duration before and after the day of the rise: more calls, longer calls, or more memory after a deployment.',
    proper: 'Fix what calls too often or waits too long; find the cheapest memory size with power tuning.',
    prevent: 'An alarm on Invocations and on the p95 of Duration of each function.',
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html',
  known: 'memory',
  fixFor: ({ name, region }) => ({
    now: `Look at ${name}: its Invocations, Duration and memory size before and after the rise, and what was deployed then.`,
    cli: `aws lambda get-function-configuration --function-name ${shellWord(name)} --query '[LastModified,MemorySize,Timeout]' --region ${region}`,
  }),
})
