import { stackFailureCause } from './stack-failure.ts'
import { stackOption } from './words.ts'

export const cfnDeleteEdge = stackFailureCause({
  id: 'cfn-delete-edge',
  known: 'confirmed',
  cause: 'Copies of a Lambda@Edge function still exist at CloudFront edge locations.',
  docs: 'https://repost.aws/knowledge-center/cloudformation-stack-delete-failed',
  clause: () => 'copies of it are still at the edge',
  fix: (failure, stack) => ({
    now: 'Wait some hours after the distribution let go of it, or delete the stack and keep the function.',
    cli: `aws cloudformation delete-stack ${stackOption(stack)} --retain-resources ${failure.logicalId}`,
  }),
})
