import { slowCause } from './slow-cause.ts'

export const ddbSlowIndexProjection = slowCause({
  id: 'ddb-slow-index-projection',
  cause: 'An index holds keys only, so every item it finds is fetched with a call of its own.',
  fix: () => ({
    proper: 'Create an index that projects the attributes the callers need, or fetch the items with BatchGetItem.',
  }),
  docs: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-query-scan.html',
  known: 'memory',
})
