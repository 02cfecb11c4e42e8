import { throttleCause } from './throttle-cause.ts'

export const ddbAutoscalingMax = throttleCause({
  id: 'ddb-autoscaling-max',
  cause: 'Auto scaling stands at the maximum it was given, and the load needs more.',
  fix: (target) => ({
    proper: `Set the maximum of ${target.id} to twice its usual peak, or switch it to on-demand.`,
    prevent: 'Alarm when the provisioned capacity reaches the maximum of auto scaling.',
    iac: 'CDK: maxCapacity; Terraform: max_capacity of aws_appautoscaling_target.',
  }),
  docs: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/AutoScaling.html',
})
