import { usageCause } from './usage-cause.ts'

export const costDdbStorageBackup = usageCause({
  id: 'cost-ddb-storage-backup',
  use: 'DynamoDB storage, backups and exports',
  cause: 'Stored data, point-in-time recovery, exports and restores are billed by size.',
  fix: () => ({
    now: 'See which table grew, and whether an export or restore was run on the day of the rise.',
    proper: 'Expire old items with TTL, use the infrequent-access table class, and delete backups nobody needs.',
    prevent: 'A lifecycle in AWS Backup.',
  }),
  docs: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CostOptimization.html',
  known: 'memory',
})
