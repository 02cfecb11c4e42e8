import { throttleCause } from './throttle-cause.ts'

export const ddbTransactDouble = throttleCause({
  id: 'ddb-transact-double',
  cause: 'Transactions cost twice the units, and those that conflict are tried again at full cost.',
  fix: (target) => ({
    proper: `Take items that many callers update at once out of the transactions on ${target.id}, or shard them.`,
    prevent: 'Use conditional writes where a single item is changed.',
  }),
  docs: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html',
})
