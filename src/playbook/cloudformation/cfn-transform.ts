import { stackFailureCause } from './stack-failure.ts'

export const cfnTransform = stackFailureCause({
  id: 'cfn-transform',
  known: 'memory',
  cause: 'A transform or macro could not turn the template into one that CloudFormation understands.',
  docs: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-macros.html',
  clause: () => 'a transform of the template failed',
  fix: () => ({
    now: 'Correct what the transform names; for a macro of your own read the log of its function.',
    prevent: 'Run `sam validate --lint` or the macro on the template in the pull request.',
  }),
})
