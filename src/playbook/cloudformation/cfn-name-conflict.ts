import { stackFailureCause } from './stack-failure.ts'

export const cfnNameConflict = stackFailureCause({
  id: 'cfn-name-conflict',
  known: 'confirmed',
  cause: 'A resource with the name in the template exists already, outside this stack or left over from an older one.',
  docs: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/validate-stack-deployments.html',
  clause: () => 'the name it wants is taken',
  fix: (failure) => ({
    now: `Let ${failure.logicalId} take another name (leave the name property out and CloudFormation makes one), or bring the existing resource into the stack.`,
    proper:
      'Import what exists: a change set of the template that failed, made with --import-existing-resources, takes over resources whose names match and whose DeletionPolicy is Retain or RetainExceptOnCreate. Look at the change set before it is executed.',
    prevent: 'Do not fix physical names in templates unless something outside needs them.',
    iac: `CDK: remove bucketName/tableName/functionName of ${failure.logicalId}, or \`cdk deploy --import-existing-resources\`.`,
  }),
})
