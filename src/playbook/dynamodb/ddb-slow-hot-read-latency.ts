import { slowCause } from './slow-cause.ts'

export const ddbSlowHotReadLatency = slowCause({
  id: 'ddb-slow-hot-read-latency',
  cause: 'A hot partition is being split: reads of it are slow and some are refused meanwhile.',
  fix: (target) => ({
    now: 'Cache the hot item.',
    proper: `Spread the hot key; why-throttled ${target.id} shows the throttles.`,
  }),
  docs: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html',
  known: 'memory',
})
