import { stackFailureCause } from './stack-failure.ts'
import { stackOption } from './words.ts'

export const cfnDeleteDependency = stackFailureCause({
  id: 'cfn-delete-dependency',
  known: 'confirmed',
  cause:
    'Something outside the stack still uses the resource: a network interface, a security group rule, an attachment.',
  docs: 'https://repost.aws/knowledge-center/cloudformation-stack-delete-failed',
  clause: () => 'something still uses it',
  fix: (failure, stack) => ({
    now: `Find and remove what uses ${failure.physicalId}; network interfaces of Lambda go by themselves within 20 minutes. Then try again.`,
    prevent: 'Keep things that depend on each other in one stack.',
    cli: `aws ec2 describe-network-interfaces --filters Name=group-id,Values=${failure.physicalId} --region ${stack.region}
aws cloudformation delete-stack ${stackOption(stack)}`,
  }),
})
