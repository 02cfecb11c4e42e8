import { stackFailureCause } from './stack-failure.ts'
import { stackOption } from './words.ts'

export const cfnDeleteBucket = stackFailureCause({
  id: 'cfn-delete-bucket',
  known: 'confirmed',
  cause: 'A bucket cannot be deleted while it holds objects or versions of objects.',
  docs: 'https://repost.aws/knowledge-center/cloudformation-stack-delete-failed',
  clause: () => 'the bucket is not empty',
  fix: (failure, stack) => ({
    now: `Delete the stack and keep ${failure.physicalId}: nothing is lost then. Only if nobody needs what is in it, empty it for good, old versions and delete markers included (the console’s Empty takes them too, \`aws s3 rm\` does not), and delete the stack again.`,
    prevent: 'Give the bucket DeletionPolicy: Retain, or a lifecycle rule that empties it.',
    cli: `aws cloudformation delete-stack ${stackOption(stack)} --retain-resources ${failure.logicalId}`,
    iac: 'CDK: `autoDeleteObjects: true` with `removalPolicy: RemovalPolicy.DESTROY`, or RETAIN.',
  }),
})
