import {
  ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
  DescribeScalingActivitiesCommand,
  DescribeScalingPoliciesCommand,
} from '@aws-sdk/client-application-auto-scaling'
import {
  DescribeContributorInsightsCommand,
  DescribeLimitsCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetResourcePolicyCommand,
  ListTablesCommand,
} from '@aws-sdk/client-dynamodb'
import {
  DescribeEventBusCommand,
  DescribeRuleCommand,
  EventBridgeClient,
  ListArchivesCommand,
  ListEventBusesCommand,
  ListRuleNamesByTargetCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge'
import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  ListQueuesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import type { ServiceTrials } from './trial.ts'

export const tableTrials: ServiceTrials = async ({ aws, attempt, cannot }) => {
  const dynamodb = aws.client(DynamoDBClient)
  const scaling = aws.client(ApplicationAutoScalingClient)
  const tables = { ServiceNamespace: 'dynamodb', MaxResults: 1 } as const
  const [listed] = await Promise.all([
    attempt('dynamodb:ListTables', () => dynamodb.send(new ListTablesCommand({ Limit: 1 }))),
    attempt('dynamodb:DescribeLimits', () => dynamodb.send(new DescribeLimitsCommand({}))),
    attempt('application-autoscaling:DescribeScalableTargets', () =>
      scaling.send(new DescribeScalableTargetsCommand(tables)),
    ),
    attempt('application-autoscaling:DescribeScalingActivities', () =>
      scaling.send(new DescribeScalingActivitiesCommand(tables)),
    ),
    attempt('application-autoscaling:DescribeScalingPolicies', () =>
      scaling.send(new DescribeScalingPoliciesCommand(tables)),
    ),
  ])
  const TableName = listed?.TableNames?.[0]
  if (TableName === undefined)
    return cannot(
      'no table was found to try it on',
      'dynamodb:DescribeContributorInsights',
      'dynamodb:DescribeTable',
      'dynamodb:GetResourcePolicy',
    )
  const ResourceArn = `arn:${aws.partition}:dynamodb:${aws.region}:${aws.account}:table/${TableName}`
  await Promise.all([
    attempt('dynamodb:DescribeTable', () => dynamodb.send(new DescribeTableCommand({ TableName }))),
    attempt('dynamodb:DescribeContributorInsights', () =>
      dynamodb.send(new DescribeContributorInsightsCommand({ TableName })),
    ),
    attempt('dynamodb:GetResourcePolicy', () => dynamodb.send(new GetResourcePolicyCommand({ ResourceArn }))),
  ])
}

export const queueTrials: ServiceTrials = async ({ aws, attempt, cannot }) => {
  const sqs = aws.client(SQSClient)
  const listed = await attempt('sqs:ListQueues', () => sqs.send(new ListQueuesCommand({ MaxResults: 1 })))
  const QueueUrl = listed?.QueueUrls?.[0]
  const QueueName = QueueUrl?.split('/').at(-1)
  if (QueueUrl === undefined || QueueName === undefined)
    return cannot(
      'no queue was found to try it on',
      'sqs:GetQueueAttributes',
      'sqs:GetQueueUrl',
      'sqs:ListDeadLetterSourceQueues',
      'sqs:ListMessageMoveTasks',
    )
  const SourceArn = `arn:${aws.partition}:sqs:${aws.region}:${aws.account}:${QueueName}`
  await Promise.all([
    attempt('sqs:GetQueueUrl', () => sqs.send(new GetQueueUrlCommand({ QueueName }))),
    attempt('sqs:GetQueueAttributes', () =>
      sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] })),
    ),
    attempt('sqs:ListDeadLetterSourceQueues', () => sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl }))),
    attempt('sqs:ListMessageMoveTasks', () => sqs.send(new ListMessageMoveTasksCommand({ SourceArn, MaxResults: 1 }))),
  ])
}

export const eventTrials: ServiceTrials = async ({ aws, attempt, cannot }) => {
  const events = aws.client(EventBridgeClient)
  const place = { account: aws.account, region: aws.region }
  const event = {
    ...place,
    id: '1',
    source: 'firstlook',
    'detail-type': 't',
    time: '2026-01-01T00:00:00Z',
    resources: [],
  }
  const [rules] = await Promise.all([
    attempt('events:ListRules', () => events.send(new ListRulesCommand({ Limit: 1 }))),
    attempt('events:ListEventBuses', () => events.send(new ListEventBusesCommand({ Limit: 1 }))),
    attempt('events:DescribeEventBus', () => events.send(new DescribeEventBusCommand({}))),
    attempt('events:ListArchives', () => events.send(new ListArchivesCommand({ Limit: 1 }))),
    attempt('events:TestEventPattern', () =>
      events.send(
        new TestEventPatternCommand({
          EventPattern: JSON.stringify({ source: ['firstlook'] }),
          Event: JSON.stringify({ ...event, detail: {} }),
        }),
      ),
    ),
    attempt('events:ListRuleNamesByTarget', () =>
      events.send(
        new ListRuleNamesByTargetCommand({
          TargetArn: `arn:${aws.partition}:sqs:${aws.region}:${aws.account}:firstlook-doctor-asks-for-nothing`,
          Limit: 1,
        }),
      ),
    ),
  ])
  const Name = rules?.Rules?.[0]?.Name
  if (Name === undefined)
    return cannot('no rule was found to try it on', 'events:DescribeRule', 'events:ListTargetsByRule')
  await Promise.all([
    attempt('events:DescribeRule', () => events.send(new DescribeRuleCommand({ Name }))),
    attempt('events:ListTargetsByRule', () => events.send(new ListTargetsByRuleCommand({ Rule: Name, Limit: 1 }))),
  ])
}
