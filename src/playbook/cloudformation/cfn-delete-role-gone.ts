import { stackFailureCause } from './stack-failure.ts'
import { stackOption } from './words.ts'

export const cfnDeleteRoleGone = stackFailureCause({
  id: 'cfn-delete-role-gone',
  known: 'memory',
  cause: 'The role that CloudFormation is to use for this stack was deleted or no longer trusts it.',
  docs: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-continueupdaterollback.html',
  clause: () => 'the role of the stack cannot be assumed',
  fix: (_failure, stack) => ({
    now: 'Make the role again with the same name and a trust policy for cloudformation.amazonaws.com, or give the operation another role.',
    prevent: 'Delete roles of CloudFormation after the stacks that use them.',
    cli: `aws cloudformation describe-stacks ${stackOption(stack)} --query 'Stacks[0].RoleARN' --output text`,
  }),
})
