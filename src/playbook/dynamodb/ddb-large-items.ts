import { throttleCause } from './throttle-cause.ts'

export const ddbLargeItems = throttleCause({
  id: 'ddb-large-items',
  cause: 'The items are large, and every read or write costs a unit for each 4 KB read or 1 KB written.',
  fix: () => ({
    proper: 'Compress or split large attributes, or keep them in S3 and store the key.',
    prevent: 'Alarm on units consumed per request.',
  }),
  docs: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-query-scan.html',
  known: 'memory',
})
