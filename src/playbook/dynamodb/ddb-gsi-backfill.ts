import { throttleCause } from './throttle-cause.ts'

export const ddbGsiBackfill = throttleCause({
  id: 'ddb-gsi-backfill',
  cause: 'An index is being built, and its build needs more write capacity than the index has.',
  fix: (target) => ({
    proper: 'Raise the write capacity of the index while it is built and lower it afterwards.',
    prevent: `Create indexes of ${target.id} in quiet hours, with capacity for the build.`,
  }),
  docs: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.OnlineOps.html',
})
