import { slowCause } from './slow-cause.ts'

export const ddbSlowLargeItems = slowCause({
  id: 'ddb-slow-large-items',
  cause: 'The items are large, and each takes long to read, send and parse.',
  fix: () => ({
    proper: 'Keep large attributes in S3 or in items of their own, and compress the rest.',
  }),
  docs: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html',
  known: 'memory',
})
