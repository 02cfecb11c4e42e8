import { stackFailureCause } from './stack-failure.ts'

/** Its true failure is inside the nested stack, which is judged by itself: this row is where it shows in the parent. */
export const cfnNestedFailed = stackFailureCause({
  id: 'cfn-nested-failed',
  known: 'confirmed',
  cause: 'A nested stack failed; the parent only repeats that it did.',
  docs: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-nested-stacks.html',
  clause: () => 'the nested stack failed',
  fix: (failure, stack) => ({
    now: `Find the first failure inside the nested stack ${failure.logicalId} and correct it there.`,
    ...(failure.physicalId !== '' && {
      cli: `aws cloudformation describe-stack-events --stack-name ${failure.physicalId} --region ${stack.region}`,
    }),
  }),
})
