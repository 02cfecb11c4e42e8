import {
  GetBucketAclCommand,
  GetBucketEncryptionCommand,
  GetBucketLocationCommand,
  GetBucketLoggingCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetBucketRequestPaymentCommand,
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  ListBucketsCommand,
} from '@aws-sdk/client-s3'
import { GetPublicAccessBlockCommand as GetAccountBlockCommand } from '@aws-sdk/client-s3-control'
import { s3Client, s3ControlClient } from '../../aws/s3.ts'
import type { IamAction } from '../probe.ts'
import type { ServiceTrials } from './trial.ts'

const onBucket: readonly IamAction[] = [
  's3:GetBucketAcl',
  's3:GetBucketLogging',
  's3:GetBucketNotification',
  's3:GetBucketObjectLockConfiguration',
  's3:GetBucketOwnershipControls',
  's3:GetBucketPolicy',
  's3:GetBucketPolicyStatus',
  's3:GetBucketPublicAccessBlock',
  's3:GetBucketRequestPayment',
  's3:GetBucketVersioning',
  's3:GetEncryptionConfiguration',
  's3:ListBucket',
]

export const bucketTrials: ServiceTrials = async ({ aws, attempt, cannot }) => {
  const [listed] = await Promise.all([
    attempt('s3:ListAllMyBuckets', () => s3Client(aws).send(new ListBucketsCommand({}))),
    attempt('s3:GetAccountPublicAccessBlock', () =>
      s3ControlClient(aws).send(new GetAccountBlockCommand({ AccountId: aws.account })),
    ),
  ])
  const Bucket = listed?.Buckets?.[0]?.Name
  if (Bucket === undefined) return cannot('no bucket was found to try it on', 's3:GetBucketLocation', ...onBucket)
  const located = await attempt('s3:GetBucketLocation', () =>
    s3Client(aws).send(new GetBucketLocationCommand({ Bucket })),
  )
  if (located === undefined) return cannot('the region of the first bucket is not known', ...onBucket)
  const { LocationConstraint: where } = located
  const s3 = s3Client(aws, where === undefined ? 'us-east-1' : where === 'EU' ? 'eu-west-1' : where)
  await Promise.all([
    attempt('s3:ListBucket', () => s3.send(new HeadBucketCommand({ Bucket }))),
    attempt('s3:GetBucketAcl', () => s3.send(new GetBucketAclCommand({ Bucket }))),
    attempt('s3:GetBucketLogging', () => s3.send(new GetBucketLoggingCommand({ Bucket }))),
    attempt('s3:GetBucketNotification', () => s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }))),
    attempt('s3:GetBucketObjectLockConfiguration', () => s3.send(new GetObjectLockConfigurationCommand({ Bucket }))),
    attempt('s3:GetBucketOwnershipControls', () => s3.send(new GetBucketOwnershipControlsCommand({ Bucket }))),
    attempt('s3:GetBucketPolicy', () => s3.send(new GetBucketPolicyCommand({ Bucket }))),
    attempt('s3:GetBucketPolicyStatus', () => s3.send(new GetBucketPolicyStatusCommand({ Bucket }))),
    attempt('s3:GetBucketPublicAccessBlock', () => s3.send(new GetPublicAccessBlockCommand({ Bucket }))),
    attempt('s3:GetBucketRequestPayment', () => s3.send(new GetBucketRequestPaymentCommand({ Bucket }))),
    attempt('s3:GetBucketVersioning', () => s3.send(new GetBucketVersioningCommand({ Bucket }))),
    attempt('s3:GetEncryptionConfiguration', () => s3.send(new GetBucketEncryptionCommand({ Bucket }))),
  ])
}
