import { slowCause } from './slow-cause.ts'

export const ddbSlowStrongConsistent = slowCause({
  id: 'ddb-slow-strong-consistent',
  cause: 'The global table is strongly consistent across regions, so requests wait for another region.',
  fix: () => ({
    proper:
      'Read eventually consistent where that is enough; strong consistency across regions can only be chosen when replicas are added.',
  }),
  docs: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.ReadConsistency.html',
})
