import { throttleCause } from './throttle-cause.ts'

export const ddbAutoscalingBlocked = throttleCause({
  id: 'ddb-autoscaling-blocked',
  cause: 'Auto scaling should have raised the capacity, and was kept from it.',
  fix: (target) => ({
    now: `Raise the capacity of ${target.id} by hand with update-table.`,
    proper:
      'Put right what the failed scaling activity names: the service-linked role AWSServiceRoleForApplicationAutoScaling_DynamoDBTable, the scaling policy, or its CloudWatch alarms, which only re-creating the policy brings back.',
  }),
  docs: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/AutoScaling.html',
  known: 'memory',
})
