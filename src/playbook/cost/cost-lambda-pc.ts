import { usageCause } from './usage-cause.ts'

export const costLambdaPc = usageCause({
  id: 'cost-lambda-pc',
  use: 'provisioned concurrency of Lambda',
  cause: 'Provisioned concurrency is billed for every second it is configured, used or not.',
  fix: ({ region }) => ({
    now: 'List the provisioned concurrency of every alias and take back what nobody needs.',
    cli: `for F in $(aws lambda list-functions --query 'Functions[].FunctionName' --output text --region ${region}); do aws lambda list-provisioned-concurrency-configs --function-name "$F" --query 'ProvisionedConcurrencyConfigs[].[FunctionArn,RequestedProvisionedConcurrentExecutions]' --output text --region ${region}; done`,
    proper: 'Schedule it, or scale it on ProvisionedConcurrencyUtilization.',
    prevent: 'An alarm on low ProvisionedConcurrencyUtilization.',
    iac: 'CDK: `alias.addAutoScaling({ maxCapacity }).scaleOnUtilization({ utilizationTarget: 0.7 })`; SAM: `ProvisionedConcurrencyConfig`; Terraform: `aws_appautoscaling_target` for `lambda:function:ProvisionedConcurrency`.',
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html',
  known: 'memory',
})
