import { throttleCause } from './throttle-cause.ts'

export const ddbOndemandMax = throttleCause({
  id: 'ddb-ondemand-max',
  cause: 'The owner capped the on-demand throughput of the table, and the load is above the cap.',
  fix: () => ({
    prevent: 'Alarm on consumed units at 80 % of the cap.',
  }),
  docs: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode-max-throughput.html',
})
