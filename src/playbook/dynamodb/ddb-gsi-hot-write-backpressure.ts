import { throttleCause } from './throttle-cause.ts'

export const ddbGsiHotWriteBackpressure = throttleCause({
  id: 'ddb-gsi-hot-write-backpressure',
  cause:
    'Many writes share one value of an index key, so one partition of the index is over its limit, and DynamoDB refuses the writes to the table until the index keeps up.',
  fix: () => ({
    prevent: 'Choose index keys with many values; a status or a flag is none.',
  }),
  docs: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/gsi-throttling.html',
})
