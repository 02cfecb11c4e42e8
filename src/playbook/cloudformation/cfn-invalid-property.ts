import { stackFailureCause } from './stack-failure.ts'
import { stackOption } from './words.ts'

export const cfnInvalidProperty = stackFailureCause({
  id: 'cfn-invalid-property',
  known: 'confirmed',
  cause: 'The service behind a resource refused the values in the template.',
  docs: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html',
  clause: () => 'the service refused a value in the template',
  fix: (failure, stack) => ({
    now: `Correct the properties of ${failure.logicalId} in the template and deploy again.`,
    prevent:
      'Check templates with cfn-lint, and create a change set in the pull request: it validates properties before anything is touched.',
    cli: `aws cloudformation describe-stack-events ${stackOption(stack)} --query 'StackEvents[?LogicalResourceId==\`${failure.logicalId}\`].[Timestamp,ResourceStatus,ResourceStatusReason]' --output table`,
  }),
})
