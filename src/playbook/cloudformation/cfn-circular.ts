import { stackFailureCause } from './stack-failure.ts'

export const cfnCircular = stackFailureCause({
  id: 'cfn-circular',
  known: 'confirmed',
  cause: 'Resources of the template refer to each other in a circle, so none can be made first.',
  docs: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html',
  clause: () => 'its resources depend on each other in a circle',
  fix: () => ({
    now: 'Break the circle: move the reference of one of them into a resource of its own (a security group rule, a bucket policy, a Lambda permission).',
    iac: 'CDK: split the stack, or use the L1 rule resource (CfnSecurityGroupIngress, CfnPermission) for the reference back.',
  }),
})
