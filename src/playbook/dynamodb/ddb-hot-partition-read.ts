import { throttleCause } from './throttle-cause.ts'

export const ddbHotPartitionRead = throttleCause({
  id: 'ddb-hot-partition-read',
  cause:
    'One partition of the table was read faster than a partition can serve, 3,000 read units a second, whatever the table as a whole has left.',
  fix: (target) => ({
    now: `Cache the item or key that is read most (DAX, or a cache in the callers of ${target.id}).`,
    proper: 'Spread the hot key over several partition keys, or keep items small so that a read costs fewer units.',
    prevent: 'Switch Contributor Insights on: it names the hot key at once.',
  }),
  docs: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/throttling-key-range-limit-exceeded-mitigation.html',
})
