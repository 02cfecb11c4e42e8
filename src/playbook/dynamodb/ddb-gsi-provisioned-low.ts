import { throttleCause } from './throttle-cause.ts'

export const ddbGsiProvisionedLow = throttleCause({
  id: 'ddb-gsi-provisioned-low',
  cause:
    'An index has less write capacity than its share of the table’s writes needs, and DynamoDB refuses the writes to the table until the index keeps up.',
  fix: () => ({
    prevent: 'Give every index at least the write capacity of its table, under the same auto scaling.',
    iac: 'CDK: autoScaleGlobalSecondaryIndexWriteCapacity; Terraform: aws_appautoscaling_target of the index.',
  }),
  docs: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/gsi-throttling.html',
})
