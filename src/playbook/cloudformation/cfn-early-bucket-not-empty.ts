import { stackFailureCause } from './stack-failure.ts'

export const cfnEarlyBucketNotEmpty = stackFailureCause({
  id: 'cfn-early-bucket-not-empty',
  known: 'memory',
  cause: 'The change set would delete a bucket that still holds objects, so CloudFormation refused it before running.',
  docs: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/validate-stack-deployments.html',
  clause: () => 'it would delete a bucket that is not empty',
  fix: (failure) => ({
    now: `Empty the bucket of ${failure.logicalId}, all versions included, or keep it with DeletionPolicy: Retain.`,
    prevent: 'Give buckets DeletionPolicy: Retain unless losing their objects is meant.',
    iac: 'CDK: `removalPolicy: RemovalPolicy.RETAIN`, or `autoDeleteObjects: true` where the data may go.',
  }),
  isOfChangeSet: true,
})
