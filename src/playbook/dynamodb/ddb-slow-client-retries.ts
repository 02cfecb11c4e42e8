import { slowCause } from './slow-cause.ts'

export const ddbSlowClientRetries = slowCause({
  id: 'ddb-slow-client-retries',
  cause: 'Requests are throttled and tried again with growing pauses; DynamoDB’s own latency stays low.',
  fix: (target) => ({
    now: `Ask why-throttled ${target.id}: it names the limit and the fix.`,
    prevent: 'Alarm on throttled requests as well as on latency.',
  }),
  docs: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TroubleshootingLatency.html',
})
