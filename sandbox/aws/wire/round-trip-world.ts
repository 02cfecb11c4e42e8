import type { DeclaredWorld } from '../world.ts'

/** The time of the world's account. */
export const now = new Date('2026-11-23T12:00:00Z')
export const ago = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000)

/** A little of everything, for the round trips. */
export const world: DeclaredWorld = {
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
  topics: [{ name: 'order-alerts', kmsKeyId: 'alias/aws/sns' }],
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
