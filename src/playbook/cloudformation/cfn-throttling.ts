import { stackFailureCause } from './stack-failure.ts'

export const cfnThrottling = stackFailureCause({
  id: 'cfn-throttling',
  known: 'confirmed',
  cause: 'CloudFormation or the service behind a resource refused calls because too many were made at once.',
  docs: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html',
  clause: () => 'calls were throttled',
  fix: (failure) => ({
    now: 'Deploy again: the same template usually passes. Run fewer stacks at a time.',
    proper: 'Chain the resources of this type with DependsOn so that fewer are made at once.',
    iac: `Add \`DependsOn\` to ${failure.logicalId} (CDK: \`resource.node.addDependency(other)\`).`,
  }),
})
