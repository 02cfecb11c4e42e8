import { throttleCause } from './throttle-cause.ts'

export const ddbHotPartitionWrite = throttleCause({
  id: 'ddb-hot-partition-write',
  cause:
    'One partition of the table was written faster than a partition can serve, 1,000 write units a second, whatever the table as a whole has left.',
  fix: (target) => ({
    now: `Slow down the writes to ${target.id} that share one partition key, and add jitter to their retries.`,
    proper: 'Shard the hot partition key with a suffix (write sharding) so that its writes fall on several partitions.',
    prevent: 'Switch Contributor Insights on: it names the hot key at once.',
  }),
  docs: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/throttling-key-range-limit-exceeded-mitigation.html',
})
