import { slowCause } from './slow-cause.ts'

export const ddbSlowPagination = slowCause({
  id: 'ddb-slow-pagination',
  cause: 'A request reads page after page of 1 MB, each waiting for the one before.',
  fix: () => ({
    proper: 'Ask for no more than is shown (Limit), page in the user interface, or query several partitions at once.',
  }),
  docs: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-query-scan.html',
})
