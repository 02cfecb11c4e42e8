import { slowCause } from './slow-cause.ts'

export const ddbSlowTransactions = slowCause({
  id: 'ddb-slow-transactions',
  cause: 'Transactions take two rounds, and those that touch the same items conflict and are tried again.',
  fix: () => ({
    proper:
      'Make transactions smaller, or keep items that many update at once out of them; use conditional writes for single items.',
  }),
  docs: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html',
})
