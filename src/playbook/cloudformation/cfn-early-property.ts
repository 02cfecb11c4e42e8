import { stackFailureCause } from './stack-failure.ts'
import { propertyLine } from './words.ts'

export const cfnEarlyProperty = stackFailureCause({
  id: 'cfn-early-property',
  known: 'confirmed',
  cause:
    'CloudFormation checked the change set before running it and found a property that the resource type does not take.',
  docs: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/validate-stack-deployments.html',
  clause: () => 'a property in the template is wrong',
  fix: (failure, stack) => ({
    now: `Correct ${propertyLine(failure)} in the template and make the change set again. Nothing was changed in the account.`,
    prevent: 'Run cfn-lint, or create the change set, in the pull request.',
    cli: `aws cloudformation describe-events --change-set-name ${failure.validation?.changeSetArn ?? failure.physicalId} --filters FailedEvents=true --region ${stack.region}`,
  }),
  isOfChangeSet: true,
})
