import { throttleCause } from './throttle-cause.ts'

export const ddbGsiOndemandMax = throttleCause({
  id: 'ddb-gsi-ondemand-max',
  cause: 'The owner capped the on-demand throughput of an index, and the load is above the cap.',
  fix: () => ({
    prevent: 'Alarm on consumed units at 80 % of the cap.',
  }),
  docs: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/gsi-throttling.html',
})
