import * as cloudformation from '@aws-sdk/client-cloudformation'
import * as cloudtrail from '@aws-sdk/client-cloudtrail'
import * as cloudwatch from '@aws-sdk/client-cloudwatch'
import * as logs from '@aws-sdk/client-cloudwatch-logs'
import * as iam from '@aws-sdk/client-iam'
import * as lambda from '@aws-sdk/client-lambda'
import * as tagging from '@aws-sdk/client-resource-groups-tagging-api'
import * as sts from '@aws-sdk/client-sts'
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

const dimensions = [{ Name: 'ApiName', Value: 'orders-api' }]

/** One operation through the real client of its service, with what has to come back. */
const reads: readonly (readonly [string, () => Promise<unknown>, unknown])[] = [
  [
    'sts GetCallerIdentity',
    () => new sts.STSClient(at).send(new sts.GetCallerIdentityCommand({})),
    { Account: '123456789012' },
  ],
  [
    'lambda GetFunctionConfiguration',
    () => fn(new lambda.GetFunctionConfigurationCommand({ FunctionName: 'orders', Qualifier: 'live' })),
    {
      Timeout: 5,
      Version: '7',
      LastModified: '2026-11-23T10:00:00.000+0000',
      Environment: { Variables: { TABLE: 'orders' } },
    },
  ],
  [
    'lambda GetPolicy',
    () => fn(new lambda.GetPolicyCommand({ FunctionName: 'orders', Qualifier: 'live' })),
    { Policy: expect.stringContaining('a1b2c3d4e5/*/*') },
  ],
  [
    'lambda GetAlias',
    () => fn(new lambda.GetAliasCommand({ FunctionName: 'orders', Name: 'live' })),
    { FunctionVersion: '7', RoutingConfig: { AdditionalVersionWeights: { '6': 0.1 } } },
  ],
  [
    'lambda GetFunctionConcurrency',
    () => fn(new lambda.GetFunctionConcurrencyCommand({ FunctionName: 'orders' })),
    { ReservedConcurrentExecutions: 20 },
  ],
  [
    'lambda ListProvisionedConcurrencyConfigs',
    () => fn(new lambda.ListProvisionedConcurrencyConfigsCommand({ FunctionName: 'orders' })),
    { ProvisionedConcurrencyConfigs: [{ Status: 'READY' }] },
  ],
  [
    'lambda ListEventSourceMappings',
    () => fn(new lambda.ListEventSourceMappingsCommand({ FunctionName: 'orders:live' })),
    { EventSourceMappings: [{ BatchSize: 10, ScalingConfig: { MaximumConcurrency: 5 } }] },
  ],
  [
    'lambda GetAccountSettings',
    () => fn(new lambda.GetAccountSettingsCommand({})),
    { AccountLimit: { ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 980 } },
  ],
  [
    'lambda GetFunctionUrlConfig',
    () => fn(new lambda.GetFunctionUrlConfigCommand({ FunctionName: 'orders' })),
    { AuthType: 'AWS_IAM' },
  ],
  [
    'cloudwatch GetMetricStatistics',
    () =>
      metrics(
        new cloudwatch.GetMetricStatisticsCommand({
          Namespace: 'AWS/ApiGateway',
          MetricName: '5XXError',
          Dimensions: dimensions,
          StartTime: ago(3),
          EndTime: ago(1),
          Period: 60,
          Statistics: ['Sum', 'Average'],
        }),
      ),
    { Datapoints: [{ Sum: 6, Average: 0.1, Unit: 'Count' }, { Sum: 6 }] },
  ],
  [
    'cloudwatch ListMetrics',
    () => metrics(new cloudwatch.ListMetricsCommand({ Namespace: 'AWS/Lambda', MetricName: 'Errors' })),
    {
      Metrics: expect.arrayContaining([
        expect.objectContaining({ Dimensions: [{ Name: 'FunctionName', Value: 'orders' }] }),
      ]),
    },
  ],
  [
    'cloudwatch DescribeAlarms',
    () => metrics(new cloudwatch.DescribeAlarmsCommand({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] })),
    {
      MetricAlarms: [{ AlarmName: 'orders-5xx', Threshold: 5 }],
      CompositeAlarms: [{ AlarmRule: 'ALARM("orders-5xx")' }],
    },
  ],
  [
    'cloudwatch DescribeAlarmHistory',
    () => metrics(new cloudwatch.DescribeAlarmHistoryCommand({ AlarmName: 'orders-5xx' })),
    { AlarmHistoryItems: [{ Timestamp: ago(10) }] },
  ],
  [
    'logs FilterLogEvents',
    () =>
      log(
        new logs.FilterLogEventsCommand({
          logGroupName: '/aws/lambda/orders',
          startTime: ago(5).getTime(),
          filterPattern: 'ERROR',
          limit: 2,
        }),
      ),
    { events: [{ timestamp: ago(5).getTime() }, { timestamp: ago(4).getTime() }], nextToken: expect.any(String) },
  ],
  [
    'logs DescribeLogGroups',
    () => log(new logs.DescribeLogGroupsCommand({ logGroupNamePrefix: '/aws/' })),
    { logGroups: [{ logGroupName: '/aws/lambda/orders', retentionInDays: 30 }] },
  ],
  [
    'cloudtrail LookupEvents',
    () =>
      new cloudtrail.CloudTrailClient(at).send(
        new cloudtrail.LookupEventsCommand({
          LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: 'orders' }],
        }),
      ),
    { Events: [{ EventName: 'UpdateFunctionCode20150331v2', Username: 'ci', EventTime: ago(30) }] },
  ],
  [
    'cloudformation DescribeStacks',
    () => stacks(new cloudformation.DescribeStacksCommand({ StackName: 'orders-stack' })),
    { Stacks: [{ StackStatus: 'UPDATE_COMPLETE', Outputs: [{ OutputKey: 'Url' }] }] },
  ],
  [
    'cloudformation DescribeStackEvents',
    () => stacks(new cloudformation.DescribeStackEventsCommand({ StackName: 'orders-stack' })),
    { StackEvents: [{ Timestamp: ago(30), ResourceType: 'AWS::CloudFormation::Stack' }, { LogicalResourceId: 'Fn' }] },
  ],
  [
    'cloudformation ListStackResources',
    () => stacks(new cloudformation.ListStackResourcesCommand({ StackName: 'orders-stack' })),
    { StackResourceSummaries: [{ PhysicalResourceId: 'orders' }] },
  ],
  [
    'iam GetRole',
    () => identity(new iam.GetRoleCommand({ RoleName: 'orders-role' })),
    { Role: { Arn: 'arn:aws:iam::123456789012:role/orders-role' } },
  ],
  [
    'iam GetRolePolicy',
    () => identity(new iam.GetRolePolicyCommand({ RoleName: 'orders-role', PolicyName: 'db' })),
    { PolicyDocument: expect.stringContaining('dynamodb%3AGetItem') },
  ],
  [
    'iam SimulatePrincipalPolicy',
    () =>
      identity(
        new iam.SimulatePrincipalPolicyCommand({
          PolicySourceArn: 'arn:aws:iam::123456789012:role/orders-role',
          ActionNames: ['dynamodb:GetItem', 'dynamodb:PutItem'],
          ResourceArns: [arnOf('dynamodb', 'table/orders')],
        }),
      ),
    { EvaluationResults: [{ EvalDecision: 'allowed' }, { EvalDecision: 'implicitDeny' }] },
  ],
  [
    'tagging GetResources',
    () =>
      new tagging.ResourceGroupsTaggingAPIClient(at).send(
        new tagging.GetResourcesCommand({ TagFilters: [{ Key: 'team', Values: ['orders'] }] }),
      ),
    { ResourceTagMappingList: [{ ResourceARN: arnOf('lambda', 'function:orders') }, {}, {}] },
  ],
]

it.each(reads)('%s', async (_name, read, expected) => {
  expect(await read()).toMatchObject(Object(expected))
})

const fn: lambda.LambdaClient['send'] = (command: never) => new lambda.LambdaClient(at).send(command)
const metrics: cloudwatch.CloudWatchClient['send'] = (command: never) =>
  new cloudwatch.CloudWatchClient(at).send(command)
const log: logs.CloudWatchLogsClient['send'] = (command: never) => new logs.CloudWatchLogsClient(at).send(command)
const stacks: cloudformation.CloudFormationClient['send'] = (command: never) =>
  new cloudformation.CloudFormationClient(at).send(command)
const identity: iam.IAMClient['send'] = (command: never) => new iam.IAMClient(at).send(command)
