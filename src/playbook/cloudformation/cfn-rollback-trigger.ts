import { stackFailureCause } from './stack-failure.ts'
import { stackOption } from './words.ts'

export const cfnRollbackTrigger = stackFailureCause({
  id: 'cfn-rollback-trigger',
  known: 'confirmed',
  cause:
    'An alarm named as a rollback trigger went off while the stack was deployed, so CloudFormation took the change back.',
  docs: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-continueupdaterollback.html',
  clause: () => 'an alarm rolled it back',
  fix: (_failure, stack) => ({
    now: 'Look at why the alarm fired: the deployed change made it, or it was firing already.',
    prevent: 'Keep rollback triggers on alarms that the change itself can move.',
    cli: `aws cloudformation describe-stacks ${stackOption(stack)} --query Stacks[0].RollbackConfiguration`,
  }),
})
