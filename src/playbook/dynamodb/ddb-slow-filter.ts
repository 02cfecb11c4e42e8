import { slowCause } from './slow-cause.ts'

export const ddbSlowFilter = slowCause({
  id: 'ddb-slow-filter',
  cause: 'A filter expression throws most of what a Query reads away, after it was read.',
  fix: (target) => ({
    proper: `Put what is filtered on into the key of ${target.id} or of an index, so that only wanted items are read.`,
    prevent: 'Log Count beside ScannedCount and alarm when they part.',
  }),
  docs: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-query-scan.html',
})
