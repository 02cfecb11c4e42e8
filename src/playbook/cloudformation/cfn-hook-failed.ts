import { stackFailureCause } from './stack-failure.ts'
import { stackOption } from './words.ts'

export const cfnHookFailed = stackFailureCause({
  id: 'cfn-hook-failed',
  known: 'confirmed',
  cause: 'A CloudFormation hook that an administrator set up refused the resource.',
  docs: 'https://docs.aws.amazon.com/cloudformation-cli/latest/hooks-userguide/what-is-cloudformation-hooks.html',
  clause: () => 'a hook refused it',
  fix: (failure, stack) => ({
    now: `Read what the hook asks for and change ${failure.logicalId} so that it complies.`,
    proper: 'Where the rule is wrong for this resource, ask the owner of the hook for an exception.',
    cli: `aws cloudformation describe-events ${stackOption(stack)} --filters FailedEvents=true`,
  }),
})
