import { throttleCause } from './throttle-cause.ts'

export const ddbGsiReadThrottle = throttleCause({
  id: 'ddb-gsi-read-throttle',
  cause: 'An index is read faster than its own read capacity allows; reads of the table are not affected.',
  fix: () => ({
    prevent: 'Put the read capacity of the index under auto scaling, or switch the table to on-demand.',
  }),
  docs: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/gsi-throttling.html',
})
