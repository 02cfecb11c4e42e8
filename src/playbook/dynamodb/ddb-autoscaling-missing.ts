import { throttleCause } from './throttle-cause.ts'

export const ddbAutoscalingMissing = throttleCause({
  id: 'ddb-autoscaling-missing',
  cause: 'Auto scaling covers some capacity of the table but not the one that was exceeded.',
  fix: (target) => ({
    now: `Raise the capacity by hand, then put it under auto scaling like the rest of ${target.id}.`,
    prevent: 'Define auto scaling for reads and writes of the table and of every index in one place.',
    iac: 'CDK: autoScaleGlobalSecondaryIndexReadCapacity / …WriteCapacity; Terraform: an aws_appautoscaling_target for each dimension.',
  }),
  docs: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/AutoScaling.html',
})
