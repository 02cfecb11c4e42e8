import { stackFailureCause } from './stack-failure.ts'

/** Nothing broke: a deployment without a change ends as a failed change set. */
export const cfnChangesetNochanges = stackFailureCause({
  id: 'cfn-changeset-nochanges',
  known: 'confirmed',
  cause: 'The template and parameters are what the stack has already, so there was nothing to do. Nothing is broken.',
  docs: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeChangeSet.html',
  clause: () => 'it holds no changes, which is no failure of the stack',
  fix: () => ({
    now: 'Nothing needs to be done: the stack is as the template wants it.',
    prevent:
      'Let the pipeline take an empty change set for success: `aws cloudformation deploy --no-fail-on-empty-changeset`.',
  }),
  isOfChangeSet: true,
})
