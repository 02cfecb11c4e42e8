import { slowCause } from './slow-cause.ts'

export const ddbSlowBatchUnprocessed = slowCause({
  id: 'ddb-slow-batch-unprocessed',
  cause: 'Batches come back with unprocessed items, which callers send again and again.',
  fix: (target) => ({
    now: 'Send unprocessed items again with exponential back-off, not at once.',
    proper: `Raise the capacity of ${target.id} or spread the keys of a batch; why-throttled names the limit.`,
  }),
  docs: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TroubleshootingLatency.html',
})
