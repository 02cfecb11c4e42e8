import { stackFailureCause } from './stack-failure.ts'
import { stackOption } from './words.ts'

export const cfnNameConflict = stackFailureCause({
  id: 'cfn-name-conflict',
  known: 'confirmed',
  cause: 'A resource with the name in the template exists already, outside this stack or left over from an older one.',
  docs: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/validate-stack-deployments.html',
  clause: () => 'the name it wants is taken',
  fix: (failure, stack) => ({
    now: `Let ${failure.logicalId} take another name (leave the name property out and CloudFormation makes one), or bring the existing resource into the stack.`,
    proper: 'Import what exists: a change set with --import-existing-resources takes over resources whose names match.',
    prevent: 'Do not fix physical names in templates unless something outside needs them.',
    cli: `aws cloudformation create-change-set ${stackOption(stack)} --change-set-name import-existing --import-existing-resources --use-previous-template`,
    iac: `CDK: remove bucketName/tableName/functionName of ${failure.logicalId}, or \`cdk deploy --import-existing-resources\`.`,
  }),
})
