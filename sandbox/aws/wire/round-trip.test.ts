import * as apigateway from '@aws-sdk/client-api-gateway'
import * as v2 from '@aws-sdk/client-apigatewayv2'
import * as autoscaling from '@aws-sdk/client-application-auto-scaling'
import * as cloudformation from '@aws-sdk/client-cloudformation'
import * as cloudtrail from '@aws-sdk/client-cloudtrail'
import * as cloudwatch from '@aws-sdk/client-cloudwatch'
import * as logs from '@aws-sdk/client-cloudwatch-logs'
import * as config from '@aws-sdk/client-config-service'
import * as ce from '@aws-sdk/client-cost-explorer'
import * as dynamodb from '@aws-sdk/client-dynamodb'
import * as ec2 from '@aws-sdk/client-ec2'
import * as elb from '@aws-sdk/client-elastic-load-balancing-v2'
import * as events from '@aws-sdk/client-eventbridge'
import * as iam from '@aws-sdk/client-iam'
import * as kms from '@aws-sdk/client-kms'
import * as lambda from '@aws-sdk/client-lambda'
import * as tagging from '@aws-sdk/client-resource-groups-tagging-api'
import * as s3 from '@aws-sdk/client-s3'
import * as s3control from '@aws-sdk/client-s3-control'
import * as secrets from '@aws-sdk/client-secrets-manager'
import * as sqs from '@aws-sdk/client-sqs'
import * as sts from '@aws-sdk/client-sts'
import * as waf from '@aws-sdk/client-wafv2'
import * as xray from '@aws-sdk/client-xray'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SimulatedAws, startAws } from '../server.ts'
import type { DeclaredWorld } from '../world.ts'
import { loopbackConfig } from './loopback-config.ts'

const now = new Date('2026-11-23T12:00:00Z')
const ago = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000)

const world: DeclaredWorld = {
  accountAlias: 'orders-prod',
  restApis: [
    {
      name: 'orders-api',
      id: 'a1b2c3d4e5',
      tags: { team: 'orders' },
      methods: {
        'GET /orders/{id}': 'orders:live',
        'POST /orders': { lambda: 'orders:live', timeoutInMillis: 20_000, apiKeyRequired: true },
        'GET /old': { http: 'https://old.example.com' },
      },
      deployments: [{ id: 'dep001', at: '-3d', methods: { 'GET /orders/{id}': 'orders:live' } }],
      stages: [
        {
          name: 'prod',
          loggingLevel: 'INFO',
          variables: { fn: 'orders' },
          accessLog: 'access',
          traffic: [{ from: '-60m', perMinute: 60, errors5xx: 6, latency: { p50: 80, p99: 900, max: 1200 } }],
        },
      ],
      gatewayResponses: { DEFAULT_5XX: { statusCode: '503' } },
      authorizers: [{ name: 'jwt', lambda: 'authorizer' }],
      policy: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: '*' }] },
    },
  ],
  httpApis: [
    {
      name: 'carts',
      id: 'h1',
      routes: { 'GET /carts': 'carts', $default: { http: 'https://shop.example.com', timeoutInMillis: 5000 } },
    },
  ],
  domainNames: [
    {
      name: 'api.example.com',
      mappings: [{ path: 'v1', api: 'orders-api', stage: 'prod' }],
      routingRules: [{ priority: 10, api: 'carts', stage: '$default' }],
    },
  ],
  usagePlans: [
    {
      name: 'gold',
      throttle: { rateLimit: 10, burstLimit: 5 },
      apiStages: [{ api: 'orders-api', stage: 'prod' }],
      keys: [{ id: 'key1', usage: [[10, 90]] }],
    },
  ],
  vpcLinks: [{ id: 'vl1', status: 'FAILED', statusMessage: 'gone' }],
  functions: [
    {
      name: 'orders',
      timeout: 10,
      environment: { TABLE: 'orders' },
      tags: { team: 'orders' },
      vpc: { subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'] },
      versions: [{ version: '7', timeout: 5, lastModified: '-2h' }],
      aliases: [{ name: 'live', version: '7', weights: { '6': 0.1 } }],
      reservedConcurrency: 20,
      provisionedConcurrency: [{ qualifier: 'live', requested: 5 }],
      eventInvoke: { maximumRetryAttempts: 0 },
      url: { authType: 'AWS_IAM' },
      traffic: [{ from: '-60m', perMinute: 60, errors: 6, duration: { p50: 70, p99: 800, max: 1100 } }],
    },
  ],
  eventSourceMappings: [{ function: 'orders:live', source: 'orders-queue', maximumConcurrency: 5 }],
  alarms: [
    {
      name: 'orders-5xx',
      namespace: 'AWS/ApiGateway',
      metric: '5XXError',
      dimensions: { ApiName: 'orders-api' },
      threshold: 5,
      history: [{ at: '-10m', to: 'ALARM' }],
      tags: { team: 'orders' },
    },
    { name: 'orders-any', rule: 'ALARM("orders-5xx")' },
  ],
  logGroups: [
    {
      name: '/aws/lambda/orders',
      retentionDays: 30,
      events: [{ from: '-10m', to: 'now', every: '1m', message: 'ERROR {requestId} broke' }],
    },
  ],
  trail: [
    { at: '-30m', name: 'UpdateFunctionCode20150331v2', source: 'lambda', user: 'Deploy/ci', resources: ['orders'] },
  ],
  stacks: [
    {
      name: 'orders-stack',
      resources: [{ logicalId: 'Fn', type: 'AWS::Lambda::Function', physicalId: 'orders' }],
      events: [
        { at: '-31m', logicalId: 'Fn', status: 'UPDATE_COMPLETE' },
        { at: '-30m', status: 'UPDATE_COMPLETE' },
      ],
      outputs: { Url: 'https://x' },
    },
  ],
  roles: [
    {
      name: 'orders-role',
      inline: {
        db: {
          Statement: [{ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: 'arn:aws:dynamodb:*:*:table/orders' }],
        },
      },
      attached: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'],
    },
  ],
  subnets: [{ id: 'subnet-1', availableIps: 3 }],
  routeTables: [
    {
      id: 'rtb-1',
      subnets: ['subnet-1'],
      routes: [
        { to: '10.0.0.0/16', via: 'local' },
        { to: '0.0.0.0/0', via: 'igw-1' },
      ],
    },
  ],
  securityGroups: [{ id: 'sg-1', egress: [{ ports: 443, cidrs: ['0.0.0.0/0'] }] }],
  networkAcls: [{ id: 'acl-1', subnets: ['subnet-1'], entries: [{ number: 100, ports: [1024, 65535] }] }],
  natGateways: [{ id: 'nat-1', subnetId: 'subnet-1', state: 'failed' }],
  vpcEndpoints: [{ id: 'vpce-1', service: 'dynamodb', type: 'Gateway', routeTables: ['rtb-1'] }],
  networkInterfaces: [{ id: 'eni-1', subnetId: 'subnet-1', description: 'AWS Lambda VPC ENI-orders' }],
  loadBalancers: [
    {
      name: 'front',
      listeners: [{ port: 443, targetGroup: 'web' }],
      attributes: { 'idle_timeout.timeout_seconds': '30' },
    },
  ],
  targetGroups: [{ name: 'web', targets: [{ id: '10.0.1.5', state: 'unhealthy', reason: 'Target.Timeout' }] }],
  webAcls: [
    {
      name: 'edge',
      resources: ['front'],
      rules: [{ name: 'rate', action: 'Block' }],
      samples: [{ at: '-5m', rule: 'rate', uri: '/orders' }],
    },
  ],
  tables: [
    {
      name: 'orders',
      keys: 'pk,sk:N',
      read: 5,
      write: 5,
      indexes: [{ name: 'by-status', keys: 'status', read: 1, write: 1 }],
    },
  ],
  scalableTargets: [
    {
      resource: 'table/orders',
      dimension: 'dynamodb:table:WriteCapacityUnits',
      min: 1,
      max: 5,
      activities: [{ at: '-8m', status: 'Failed', message: 'no role' }],
    },
  ],
  queues: [{ name: 'orders-queue', messages: 12, deadLetter: { queue: 'orders-dlq' } }, { name: 'orders-dlq' }],
  eventRules: [{ name: 'nightly', schedule: 'rate(1 day)', targets: [{ arn: 'lambda:orders' }] }],
  keys: [
    {
      id: '11111111-2222-4333-8444-555555555555',
      alias: 'orders',
      state: 'Disabled',
      grants: [{ grantee: 'arn:aws:iam::123456789012:role/orders-role', operations: ['Decrypt'] }],
    },
  ],
  secrets: [{ name: 'slack', value: { signing: 's3cret' } }],
  buckets: [
    {
      name: 'orders-bucket',
      policy: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' }] },
      grants: [{ to: 'AllUsers' }],
    },
  ],
  accountPublicAccessBlock: {},
  accessPoints: [{ name: 'reports', bucket: 'orders-bucket' }],
  xray: {
    traces: [{ at: '-5m', fault: true, services: [{ name: 'orders' }], segments: [{ name: 'orders', fault: true }] }],
  },
  costs: [{ service: 'AWS Lambda', from: '-30d', perDay: 12 }],
  config: { rules: [{ name: 's3-public', evaluations: [{ type: 'AWS::S3::Bucket', id: 'orders-bucket' }] }] },
}

let aws: SimulatedAws
let at: ReturnType<typeof loopbackConfig>
beforeAll(async () => {
  aws = await startAws(world, { now })
  at = loopbackConfig(aws.url)
})
afterAll(() => aws.close())

const dimensions = [{ Name: 'ApiName', Value: 'orders-api' }]
const arnOf = (service: string, rest: string): string => `arn:aws:${service}:eu-west-1:123456789012:${rest}`

/** One operation through the real client of its service, with what has to come back. */
const reads: readonly (readonly [string, () => Promise<unknown>, unknown])[] = [
  [
    'sts GetCallerIdentity',
    () => new sts.STSClient(at).send(new sts.GetCallerIdentityCommand({})),
    { Account: '123456789012' },
  ],
  [
    'apigateway GetRestApis',
    () => gateway(new apigateway.GetRestApisCommand({})),
    { items: [{ id: 'a1b2c3d4e5', name: 'orders-api', createdDate: new Date('2026-08-25T12:00:00Z') }] },
  ],
  [
    'apigateway GetRestApi',
    () => gateway(new apigateway.GetRestApiCommand({ restApiId: 'a1b2c3d4e5' })),
    { policy: expect.stringContaining('\\"Effect\\"') },
  ],
  [
    'apigateway GetStage',
    () => gateway(new apigateway.GetStageCommand({ restApiId: 'a1b2c3d4e5', stageName: 'prod' })),
    { deploymentId: 'dep001', variables: { fn: 'orders' }, methodSettings: { '*/*': { loggingLevel: 'INFO' } } },
  ],
  [
    'apigateway GetResources',
    () => gateway(new apigateway.GetResourcesCommand({ restApiId: 'a1b2c3d4e5', embed: ['methods'] })),
    {
      items: expect.arrayContaining([
        expect.objectContaining({
          path: '/orders',
          resourceMethods: { POST: expect.objectContaining({ apiKeyRequired: true }) },
        }),
      ]),
    },
  ],
  [
    'apigateway GetExport',
    async () =>
      JSON.parse(
        Buffer.from(
          (
            await gateway(
              new apigateway.GetExportCommand({
                restApiId: 'a1b2c3d4e5',
                stageName: 'prod',
                exportType: 'oas30',
                parameters: { extensions: 'integrations' },
              }),
            )
          ).body ?? [],
        ).toString(),
      ),
    {
      openapi: '3.0.1',
      paths: { '/orders/{id}': { get: { 'x-amazon-apigateway-integration': { type: 'aws_proxy' } } } },
    },
  ],
  [
    'apigateway GetGatewayResponses',
    () => gateway(new apigateway.GetGatewayResponsesCommand({ restApiId: 'a1b2c3d4e5' })),
    {
      items: expect.arrayContaining([
        expect.objectContaining({ responseType: 'DEFAULT_5XX', statusCode: '503', defaultResponse: false }),
      ]),
    },
  ],
  [
    'apigateway GetAuthorizers',
    () => gateway(new apigateway.GetAuthorizersCommand({ restApiId: 'a1b2c3d4e5' })),
    { items: [{ name: 'jwt', authorizerUri: expect.stringContaining('function:authorizer/invocations') }] },
  ],
  [
    'apigateway GetUsagePlans',
    () => gateway(new apigateway.GetUsagePlansCommand({})),
    { items: [{ name: 'gold', apiStages: [{ apiId: 'a1b2c3d4e5', stage: 'prod' }] }] },
  ],
  [
    'apigateway GetBasePathMappings',
    () => gateway(new apigateway.GetBasePathMappingsCommand({ domainName: 'api.example.com' })),
    { items: [{ basePath: 'v1', restApiId: 'a1b2c3d4e5' }] },
  ],
  [
    'apigateway GetVpcLink',
    () => gateway(new apigateway.GetVpcLinkCommand({ vpcLinkId: 'vl1' })),
    { status: 'FAILED', statusMessage: 'gone' },
  ],
  [
    'apigateway GetAccount',
    () => gateway(new apigateway.GetAccountCommand({})),
    { throttleSettings: { rateLimit: 10_000, burstLimit: 5000 } },
  ],
  [
    'apigatewayv2 GetApis',
    () => httpApi(new v2.GetApisCommand({})),
    { Items: [{ ApiId: 'h1', ProtocolType: 'HTTP' }] },
  ],
  [
    'apigatewayv2 GetRoutes',
    () => httpApi(new v2.GetRoutesCommand({ ApiId: 'h1' })),
    { Items: [{ RouteKey: 'GET /carts' }, { RouteKey: '$default' }] },
  ],
  [
    'apigatewayv2 GetIntegrations',
    () => httpApi(new v2.GetIntegrationsCommand({ ApiId: 'h1' })),
    { Items: [{ PayloadFormatVersion: '2.0', TimeoutInMillis: 30_000 }, { TimeoutInMillis: 5000 }] },
  ],
  [
    'apigatewayv2 GetStages',
    () => httpApi(new v2.GetStagesCommand({ ApiId: 'h1' })),
    { Items: [{ StageName: '$default', AutoDeploy: true }] },
  ],
  [
    'apigatewayv2 ListRoutingRules',
    () => httpApi(new v2.ListRoutingRulesCommand({ DomainName: 'api.example.com' })),
    { RoutingRules: [{ Priority: 10 }] },
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
    { Metrics: [{ Dimensions: [{ Name: 'FunctionName', Value: 'orders' }] }, { Dimensions: [] }] },
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
  [
    'ec2 DescribeSubnets',
    () => network(new ec2.DescribeSubnetsCommand({ SubnetIds: ['subnet-1'] })),
    { Subnets: [{ AvailableIpAddressCount: 3 }] },
  ],
  [
    'ec2 DescribeRouteTables',
    () =>
      network(
        new ec2.DescribeRouteTablesCommand({ Filters: [{ Name: 'association.subnet-id', Values: ['subnet-1'] }] }),
      ),
    { RouteTables: [{ Routes: [{ GatewayId: 'local' }, { DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1' }] }] },
  ],
  [
    'ec2 DescribeSecurityGroups',
    () => network(new ec2.DescribeSecurityGroupsCommand({ GroupIds: ['sg-1'] })),
    { SecurityGroups: [{ IpPermissionsEgress: [{ FromPort: 443, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }] }] },
  ],
  [
    'ec2 DescribeNetworkAcls',
    () => network(new ec2.DescribeNetworkAclsCommand({})),
    { NetworkAcls: [{ Entries: [{ RuleNumber: 100, PortRange: { From: 1024, To: 65_535 } }, {}, {}] }] },
  ],
  [
    'ec2 DescribeNatGateways',
    () => network(new ec2.DescribeNatGatewaysCommand({ Filter: [{ Name: 'vpc-id', Values: ['vpc-*'] }] })),
    { NatGateways: [{ State: 'failed' }] },
  ],
  [
    'ec2 DescribeVpcEndpoints',
    () => network(new ec2.DescribeVpcEndpointsCommand({})),
    { VpcEndpoints: [{ ServiceName: 'com.amazonaws.eu-west-1.dynamodb', RouteTableIds: ['rtb-1'] }] },
  ],
  [
    'ec2 DescribeNetworkInterfaces',
    () =>
      network(
        new ec2.DescribeNetworkInterfacesCommand({
          Filters: [{ Name: 'description', Values: ['AWS Lambda VPC ENI-orders*'] }],
        }),
      ),
    { NetworkInterfaces: [{ NetworkInterfaceId: 'eni-1' }] },
  ],
  [
    'elbv2 DescribeTargetHealth',
    async () =>
      balancing(
        new elb.DescribeTargetHealthCommand({
          TargetGroupArn: (await balancing(new elb.DescribeTargetGroupsCommand({ Names: ['web'] }))).TargetGroups?.[0]
            ?.TargetGroupArn,
        }),
      ),
    { TargetHealthDescriptions: [{ TargetHealth: { State: 'unhealthy', Reason: 'Target.Timeout' } }] },
  ],
  [
    'elbv2 DescribeLoadBalancers',
    () => balancing(new elb.DescribeLoadBalancersCommand({ Names: ['front'] })),
    { LoadBalancers: [{ Type: 'application', State: { Code: 'active' } }] },
  ],
  [
    'wafv2 GetSampledRequests',
    async () =>
      firewall(
        new waf.GetSampledRequestsCommand({
          WebAclArn: (await firewall(new waf.ListWebACLsCommand({ Scope: 'REGIONAL' }))).WebACLs?.[0]?.ARN,
          RuleMetricName: 'rate',
          Scope: 'REGIONAL',
          TimeWindow: { StartTime: ago(60), EndTime: now },
          MaxItems: 10,
        }),
      ),
    { SampledRequests: [{ Action: 'BLOCK', Timestamp: ago(5) }] },
  ],
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

describe('through the real clients', () => {
  it.each(reads)('%s', async (_name, read, expected) => {
    expect(await read()).toMatchObject(Object(expected))
  })
})

const gateway: apigateway.APIGatewayClient['send'] = (command: never) =>
  new apigateway.APIGatewayClient(at).send(command)
const httpApi: v2.ApiGatewayV2Client['send'] = (command: never) => new v2.ApiGatewayV2Client(at).send(command)
const fn: lambda.LambdaClient['send'] = (command: never) => new lambda.LambdaClient(at).send(command)
const metrics: cloudwatch.CloudWatchClient['send'] = (command: never) =>
  new cloudwatch.CloudWatchClient(at).send(command)
const log: logs.CloudWatchLogsClient['send'] = (command: never) => new logs.CloudWatchLogsClient(at).send(command)
const stacks: cloudformation.CloudFormationClient['send'] = (command: never) =>
  new cloudformation.CloudFormationClient(at).send(command)
const identity: iam.IAMClient['send'] = (command: never) => new iam.IAMClient(at).send(command)
const network: ec2.EC2Client['send'] = (command: never) => new ec2.EC2Client(at).send(command)
const balancing: elb.ElasticLoadBalancingV2Client['send'] = (command: never) =>
  new elb.ElasticLoadBalancingV2Client(at).send(command)
const firewall: waf.WAFV2Client['send'] = (command: never) => new waf.WAFV2Client(at).send(command)
const table: dynamodb.DynamoDBClient['send'] = (command: never) => new dynamodb.DynamoDBClient(at).send(command)
const queue: sqs.SQSClient['send'] = (command: never) => new sqs.SQSClient(at).send(command)
const bus: events.EventBridgeClient['send'] = (command: never) => new events.EventBridgeClient(at).send(command)
const keys: kms.KMSClient['send'] = (command: never) => new kms.KMSClient(at).send(command)
const storage: s3.S3Client['send'] = (command: never) => new s3.S3Client(at).send(command)
const accountStorage: s3control.S3ControlClient['send'] = (command: never) =>
  new s3control.S3ControlClient({ ...at, ...loopbackConfig(aws.url, 's3-control.localhost') }).send(command)
const tracing: xray.XRayClient['send'] = (command: never) => new xray.XRayClient(at).send(command)
