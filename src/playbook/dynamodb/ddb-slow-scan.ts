import { slowCause } from './slow-cause.ts'

export const ddbSlowScan = slowCause({
  id: 'ddb-slow-scan',
  cause: 'A Scan reads every item of the table to find a few.',
  fix: (target) => ({
    proper: `Look items up with Query or GetItem; give ${target.id} an index for what the Scan searches.`,
    prevent: 'Keep scans to exports (S3) and jobs outside of requests.',
  }),
  docs: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-query-scan.html',
})
