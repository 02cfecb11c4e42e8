import { throttleCause } from './throttle-cause.ts'

export const ddbProvisionedLow = throttleCause({
  id: 'ddb-provisioned-low',
  cause: 'The table is provisioned for less than it is asked for.',
  fix: (target) => ({
    proper: `Put ${target.id} under auto scaling, or switch it to on-demand if its load comes in bursts.`,
    prevent: 'Alarm on consumed units at 80 % of the provisioned ones.',
    iac: 'CDK: autoScaleReadCapacity / autoScaleWriteCapacity, or billing: Billing.onDemand(); Terraform: billing_mode = "PAY_PER_REQUEST".',
  }),
  docs: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/throttling-provisioned-capacity-exceeded-mitigation.html',
})
