import { shellWord } from '../command.ts'
import { stackFailureCause } from './stack-failure.ts'
import { stackOption } from './words.ts'

export const cfnDeleteDependency = stackFailureCause({
  id: 'cfn-delete-dependency',
  known: 'confirmed',
  cause:
    'Something outside the stack still uses the resource: a network interface, a security group rule, an attachment.',
  docs: 'https://repost.aws/knowledge-center/cloudformation-stack-delete-failed',
  clause: () => 'something still uses it',
  fix: (failure, stack) => {
    const id = failure.physicalId || /\b(?:sg|subnet|vpc)-[0-9a-f]+\b/.exec(failure.reason)?.[0]
    return {
      now: `Find and remove what uses ${id ?? failure.logicalId}; network interfaces of Lambda go by themselves within 20 minutes. Then try again.`,
      prevent: 'Keep things that depend on each other in one stack.',
      cli:
        id === undefined
          ? `aws cloudformation describe-stack-resource ${stackOption(stack)} --logical-resource-id ${shellWord(failure.logicalId)}`
          : `aws ec2 describe-network-interfaces --filters ${filterOf(id)} --region ${stack.region}
aws cloudformation delete-stack ${stackOption(stack)}`,
    }
  },
})

/** Interfaces are found by what they are in: a security group, a subnet or a VPC. */
function filterOf(physicalId: string): string {
  const name = physicalId.startsWith('subnet-') ? 'subnet-id' : physicalId.startsWith('vpc-') ? 'vpc-id' : 'group-id'
  return `Name=${name},Values=${physicalId}`
}
