import * as autoscaling from '@aws-sdk/client-application-auto-scaling'
import * as config from '@aws-sdk/client-config-service'
import * as ce from '@aws-sdk/client-cost-explorer'
import * as dynamodb from '@aws-sdk/client-dynamodb'
import * as events from '@aws-sdk/client-eventbridge'
import * as kms from '@aws-sdk/client-kms'
import * as s3 from '@aws-sdk/client-s3'
import * as s3control from '@aws-sdk/client-s3-control'
import * as secrets from '@aws-sdk/client-secrets-manager'
import * as sns from '@aws-sdk/client-sns'
import * as sqs from '@aws-sdk/client-sqs'
import * as xray from '@aws-sdk/client-xray'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type SimulatedAws, startAws } from '../server.ts'
import { loopbackConfig } from './loopback-config.ts'
import { ago, now, world } from './round-trip-world.ts'

let aws: SimulatedAws
let at: ReturnType<typeof loopbackConfig>
beforeAll(async () => {
  aws = await startAws(world, { now })
  at = loopbackConfig(aws.url)
})
afterAll(() => aws.close())

const arnOf = (service: string, rest: string): string => `arn:aws:${service}:eu-west-1:123456789012:${rest}`

/** One operation through the real client of its service, with what has to come back. */
const reads: readonly (readonly [string, () => Promise<unknown>, unknown])[] = [
  [
    'dynamodb DescribeTable',
    () => table(new dynamodb.DescribeTableCommand({ TableName: 'orders' })),
    {
      Table: {
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }, { AttributeName: 'sk' }],
        ProvisionedThroughput: { WriteCapacityUnits: 5 },
        GlobalSecondaryIndexes: [{ IndexName: 'by-status' }],
      },
    },
  ],
  [
    'autoscaling DescribeScalingActivities',
    () =>
      new autoscaling.ApplicationAutoScalingClient(at).send(
        new autoscaling.DescribeScalingActivitiesCommand({ ServiceNamespace: 'dynamodb' }),
      ),
    { ScalingActivities: [{ StatusCode: 'Failed', StartTime: ago(8) }] },
  ],
  [
    'sns GetTopicAttributes',
    () => new sns.SNSClient(at).send(new sns.GetTopicAttributesCommand({ TopicArn: arnOf('sns', 'order-alerts') })),
    { Attributes: { KmsMasterKeyId: 'alias/aws/sns', Policy: expect.stringContaining('AWS:SourceOwner') } },
  ],
  [
    'sns ListTopics',
    () => new sns.SNSClient(at).send(new sns.ListTopicsCommand({})),
    { Topics: [{ TopicArn: arnOf('sns', 'order-alerts') }] },
  ],
  [
    'sqs GetQueueAttributes',
    () =>
      queue(
        new sqs.GetQueueAttributesCommand({
          QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/orders-queue',
          AttributeNames: ['All'],
        }),
      ),
    { Attributes: { ApproximateNumberOfMessages: '12', RedrivePolicy: expect.stringContaining('orders-dlq') } },
  ],
  [
    'sqs ListDeadLetterSourceQueues',
    () =>
      queue(
        new sqs.ListDeadLetterSourceQueuesCommand({
          QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/orders-dlq',
        }),
      ),
    { queueUrls: [expect.stringContaining('orders-queue')] },
  ],
  [
    'sqs SendMessage',
    () =>
      queue(
        new sqs.SendMessageCommand({
          QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/orders-queue',
          MessageBody: 'hello',
        }),
      ),
    { MessageId: expect.any(String) },
  ],
  [
    'events ListTargetsByRule',
    () => bus(new events.ListTargetsByRuleCommand({ Rule: 'nightly' })),
    { Targets: [{ Arn: arnOf('lambda', 'function:orders') }] },
  ],
  [
    'events TestEventPattern',
    () =>
      bus(new events.TestEventPatternCommand({ Event: '{"id":"1","source":"a"}', EventPattern: '{"source":["a"]}' })),
    { Result: true },
  ],
  [
    'kms DescribeKey',
    () => keys(new kms.DescribeKeyCommand({ KeyId: 'alias/orders' })),
    { KeyMetadata: { KeyState: 'Disabled', Enabled: false } },
  ],
  [
    'kms ListGrants',
    () => keys(new kms.ListGrantsCommand({ KeyId: 'alias/orders' })),
    { Grants: [{ Operations: ['Decrypt'] }] },
  ],
  [
    'secretsmanager GetSecretValue',
    () => new secrets.SecretsManagerClient(at).send(new secrets.GetSecretValueCommand({ SecretId: 'slack' })),
    { SecretString: '{"signing":"s3cret"}' },
  ],
  [
    's3 GetBucketPolicyStatus',
    () => storage(new s3.GetBucketPolicyStatusCommand({ Bucket: 'orders-bucket' })),
    { PolicyStatus: { IsPublic: true } },
  ],
  [
    's3 GetBucketPolicy',
    () => storage(new s3.GetBucketPolicyCommand({ Bucket: 'orders-bucket' })),
    { Policy: expect.stringContaining('s3:GetObject') },
  ],
  [
    's3 GetPublicAccessBlock',
    () => storage(new s3.GetPublicAccessBlockCommand({ Bucket: 'orders-bucket' })),
    { PublicAccessBlockConfiguration: { BlockPublicPolicy: true } },
  ],
  [
    's3 GetBucketAcl',
    () => storage(new s3.GetBucketAclCommand({ Bucket: 'orders-bucket' })),
    {
      Grants: [
        { Permission: 'FULL_CONTROL' },
        { Grantee: { Type: 'Group', URI: expect.stringContaining('AllUsers') } },
      ],
    },
  ],
  [
    's3 GetBucketLocation',
    () => storage(new s3.GetBucketLocationCommand({ Bucket: 'orders-bucket' })),
    { LocationConstraint: 'eu-west-1' },
  ],
  ['s3 ListBuckets', () => storage(new s3.ListBucketsCommand({})), { Buckets: [{ Name: 'orders-bucket' }] }],
  [
    's3 HeadBucket',
    () => storage(new s3.HeadBucketCommand({ Bucket: 'orders-bucket' })),
    { BucketRegion: 'eu-west-1' },
  ],
  [
    's3control GetPublicAccessBlock',
    () => accountStorage(new s3control.GetPublicAccessBlockCommand({ AccountId: '123456789012' })),
    { PublicAccessBlockConfiguration: { IgnorePublicAcls: true } },
  ],
  [
    's3control ListAccessPoints',
    () => accountStorage(new s3control.ListAccessPointsCommand({ AccountId: '123456789012' })),
    { AccessPointList: [{ Name: 'reports' }] },
  ],
  [
    'xray GetTraceSummaries',
    () =>
      tracing(
        new xray.GetTraceSummariesCommand({
          StartTime: ago(10),
          EndTime: now,
          FilterExpression: 'service("orders") AND fault = true',
        }),
      ),
    { TraceSummaries: [{ HasFault: true, StartTime: ago(5) }] },
  ],
  [
    'ce GetCostAndUsage',
    () =>
      new ce.CostExplorerClient(at).send(
        new ce.GetCostAndUsageCommand({
          TimePeriod: { Start: '2026-11-20', End: '2026-11-22' },
          Granularity: 'DAILY',
          Metrics: ['UnblendedCost'],
          GroupBy: [{ Type: 'DIMENSION', Key: 'SERVICE' }],
        }),
      ),
    {
      ResultsByTime: [
        { Groups: [{ Keys: ['AWS Lambda'], Metrics: { UnblendedCost: { Amount: '12.0000000000' } } }] },
        {},
      ],
    },
  ],
  [
    'config GetComplianceDetailsByConfigRule',
    () =>
      new config.ConfigServiceClient(at).send(
        new config.GetComplianceDetailsByConfigRuleCommand({ ConfigRuleName: 's3-public' }),
      ),
    { EvaluationResults: [{ ComplianceType: 'NON_COMPLIANT' }] },
  ],
]

it.each(reads)('%s', async (_name, read, expected) => {
  expect(await read()).toMatchObject(Object(expected))
})

const table: dynamodb.DynamoDBClient['send'] = (command: never) => new dynamodb.DynamoDBClient(at).send(command)
const bus: events.EventBridgeClient['send'] = (command: never) => new events.EventBridgeClient(at).send(command)
const keys: kms.KMSClient['send'] = (command: never) => new kms.KMSClient(at).send(command)
const storage: s3.S3Client['send'] = (command: never) => new s3.S3Client(at).send(command)
const accountStorage: s3control.S3ControlClient['send'] = (command: never) =>
  new s3control.S3ControlClient({ ...at, ...loopbackConfig(aws.url, 's3-control.localhost') }).send(command)
const queue: sqs.SQSClient['send'] = (command: never) => new sqs.SQSClient(at).send(command)
const tracing: xray.XRayClient['send'] = (command: never) => new xray.XRayClient(at).send(command)
