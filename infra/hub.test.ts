import { Stack } from 'aws-cdk-lib'
import { Match, type Template } from 'aws-cdk-lib/assertions'
import { Queue } from 'aws-cdk-lib/aws-sqs'
import { beforeAll, describe, expect, it } from 'vitest'
import { coalesceMs } from '../src/entry/worker/queues.ts'
import { HubStack } from './hub-stack.ts'
import { mostTemplateBytes } from './stack-set.ts'
import {
  actionsOf,
  checkedApp,
  emptyBundles,
  type Statement,
  statementsOf,
  synthesized,
  watched,
} from './stacks-in-test.ts'

let hub: Template
beforeAll(() => {
  hub = synthesized().hub
})

const idOf = (type: string, name: string): string => {
  const ids = Object.keys(hub.findResources(type)).filter((id) => new RegExp(`^${name}[0-9A-F]{8}$`).test(id))
  expect(ids).toHaveLength(1)
  return ids[0] ?? ''
}
const arnOf = (type: string, name: string) => ({ 'Fn::GetAtt': [idOf(type, name), 'Arn'] })
const queueArn = (name: string) => arnOf('AWS::SQS::Queue', `Queues${name}`)
const granting = (role: string, action: string): Statement[] =>
  statementsOf(hub, role).filter(({ Action }) => [Action].flat().includes(action))
const writesLogAndTraces = [
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
]

describe('what may be done', () => {
  it('has no action with a star, and nobody’s role is AWS’s own', () => {
    expect(actionsOf(statementsOf(hub)).filter((action) => action.includes('*'))).toEqual([])
    expect(JSON.stringify(hub.toJSON())).not.toContain(':iam::aws:policy/')
  })

  it('by the public function is to send to one queue and read one secret, and nothing else', () => {
    expect(actionsOf(statementsOf(hub, 'Ingress'))).toEqual([
      ...writesLogAndTraces.slice(0, 2),
      'secretsmanager:GetSecretValue',
      'sqs:SendMessage',
      ...writesLogAndTraces.slice(2),
    ])
    expect(granting('Ingress', 'sqs:SendMessage').map(({ Resource }) => Resource)).toEqual([queueArn('Work')])
    expect(granting('Ingress', 'secretsmanager:GetSecretValue').map(({ Resource }) => Resource)).toEqual([
      { Ref: idOf('AWS::SecretsManager::Secret', 'StorageSigningSecret') },
    ])
  })

  it('by the worker is to assume the named roles and no other', () => {
    expect(granting('Worker', 'sts:AssumeRole').map(({ Resource }) => Resource)).toEqual([watched])
    expect(actionsOf(statementsOf(hub, 'Worker')).filter((action) => action.startsWith('sts:'))).toEqual([
      'sts:AssumeRole',
      'sts:SetSourceIdentity',
      'sts:TagSession',
    ])
  })

  it('by the worker is nothing that scans, and all that its parts call', () => {
    expect(actionsOf(statementsOf(hub, 'Worker')).filter((action) => !/^(logs|xray|sts):/.test(action))).toEqual([
      'dynamodb:DeleteItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'dynamodb:UpdateItem',
      'iam:PassRole',
      'scheduler:CreateSchedule',
      'secretsmanager:GetSecretValue',
      'sqs:ChangeMessageVisibility',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:GetQueueUrl',
      'sqs:ReceiveMessage',
      'sqs:SendMessage',
    ])
    expect(granting('Worker', 'sqs:SendMessage').map(({ Resource }) => Resource)).toEqual([queueArn('Outbox')])
  })

  it('with the scheduler’s role is to send to the work queue, and the worker hands on that role to the scheduler alone', () => {
    const [passing] = granting('Worker', 'iam:PassRole')
    expect(passing).toMatchObject({
      Resource: arnOf('AWS::IAM::Role', 'SchedulesRole'),
      Condition: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
    })
    expect(statementsOf(hub, 'SchedulesRole')).toMatchObject([
      { Action: 'sqs:SendMessage', Resource: queueArn('Work') },
    ])
  })

  it('by anybody else to the bus is limited to the organisation', () => {
    const policies = Object.values(hub.findResources('AWS::Events::EventBusPolicy'))
    expect(policies.map(({ Properties }) => Properties.Statement.Condition)).toEqual([
      { StringEquals: { 'aws:PrincipalOrgID': { Ref: 'OrganizationId' } } },
    ])
    expect(policies.map(({ Condition }) => Condition)).toEqual([expect.stringContaining('HasOrganisation')])
  })

  it('by a deployment without watched accounts is to assume nothing', () => {
    const app = checkedApp()
    const bare = new HubStack(app, 'Bare', { watchedRoleArns: [], bundles: emptyBundles() })
    app.synth()
    expect(JSON.stringify(app.synth().getStackByName(bare.stackName).template)).not.toContain('sts:TagSession')
  })
})

describe('what is queued', () => {
  it('comes to rest in a queue that keeps it two weeks when it fails too often', () => {
    const queues = Object.entries(hub.findResources('AWS::SQS::Queue'))
    const resting = queues.filter(([id]) => /DeadLetters|Undelivered/.test(id))
    for (const [, { Properties }] of resting) expect(Properties.MessageRetentionPeriod).toBe(14 * 24 * 3600)
    expect(queues.filter(([, { Properties }]) => Properties.RedrivePolicy !== undefined)).toHaveLength(2)
    expect(queues).toHaveLength(2 + resting.length)
    hub.allResourcesProperties('AWS::SQS::Queue', { SqsManagedSseEnabled: true })
  })

  it('leaves the outbox in order, named by its sender, as late as changes are gathered', () => {
    hub.hasResourceProperties('AWS::SQS::Queue', {
      FifoQueue: true,
      ContentBasedDeduplication: false,
      DelaySeconds: coalesceMs / 1000,
    })
  })

  it('is worked off one by one, in bounds, each failure by itself', () => {
    const sources = Object.values(hub.findResources('AWS::Lambda::EventSourceMapping')).map(
      ({ Properties }) => Properties,
    )
    expect(sources.map(({ EventSourceArn }) => EventSourceArn)).toEqual([queueArn('Work'), queueArn('Outbox')])
    hub.allResourcesProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: Match.anyValue() },
    })
  })

  it('by a rule goes into the work queue, fairly by account, or among the undelivered', () => {
    const targets = Object.values(hub.findResources('AWS::Events::Rule')).flatMap(
      ({ Properties }) => Properties.Targets,
    )
    expect(targets.length).toBeGreaterThan(0)
    for (const target of targets)
      expect(target).toMatchObject({
        Arn: queueArn('Work'),
        DeadLetterConfig: { Arn: queueArn('Undelivered') },
        SqsParameters: { MessageGroupId: '$.account' },
      })
    const rules = Object.keys(hub.findResources('AWS::Events::Rule'))
    for (const queue of ['Work', 'Undelivered']) {
      const policies = Object.values(hub.findResources('AWS::SQS::QueuePolicy')).filter(({ Properties }) =>
        JSON.stringify(Properties.Queues).includes(idOf('AWS::SQS::Queue', `Queues${queue}`)),
      )
      const allowed = JSON.stringify(policies)
      expect(rules.filter((rule) => !allowed.includes(`["${rule}","Arn"]`))).toEqual([])
    }
  })
})

describe('what is kept', () => {
  it('is the table: recoverable, expiring, and there after the stack', () => {
    hub.hasResource('AWS::DynamoDB::GlobalTable', {
      DeletionPolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        SSESpecification: { SSEEnabled: true },
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
        GlobalSecondaryIndexes: [Match.objectLike({ IndexName: 'lists' })],
        Replicas: [
          Match.objectLike({
            DeletionProtectionEnabled: true,
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          }),
        ],
      },
    })
  })

  it('is no log for ever', () => {
    const groups = Object.values(hub.findResources('AWS::Logs::LogGroup'))
    expect(groups.map(({ Properties }) => Properties.RetentionInDays)).toEqual(groups.map(() => 30))
  })
})

it('runs on arm64 and Node 24, traced, and tells the worker where everything is', () => {
  hub.allResourcesProperties('AWS::Lambda::Function', {
    Runtime: 'nodejs24.x',
    Architectures: ['arm64'],
    TracingConfig: { Mode: 'Active' },
    Environment: { Variables: Match.objectLike({ AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }) },
  })
  hub.hasResourceProperties('AWS::Lambda::Function', {
    Environment: {
      Variables: Match.objectLike({
        FIRSTLOOK_OUTBOX_URL: { Ref: idOf('AWS::SQS::Queue', 'QueuesOutbox') },
        FIRSTLOOK_WORK_QUEUE_ARN: queueArn('Work'),
        FIRSTLOOK_SCHEDULER_ROLE_ARN: arnOf('AWS::IAM::Role', 'SchedulesRole'),
        FIRSTLOOK_SCHEDULE_GROUP: hub.findResources('AWS::Scheduler::ScheduleGroup')[
          idOf('AWS::Scheduler::ScheduleGroup', 'SchedulesGroup')
        ]?.Properties.Name,
      }),
    },
  })
})

it('throttles its front door', () => {
  hub.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
    DefaultRouteSettings: { ThrottlingBurstLimit: 100, ThrottlingRateLimit: 50 },
  })
})

it('is checked by cdk-nag: what nobody has explained is not synthesized', () => {
  const app = checkedApp()
  new Queue(new Stack(app, 'Careless'), 'Open')
  expect(() => app.synth()).toThrow('AwsSolutions-SQS4')
})

it('names no partition, so that it deploys in each', () => {
  const text = JSON.stringify(hub.toJSON()).replaceAll(watched, '')
  expect(text).not.toMatch(/arn:aws:|\.amazonaws\.com\//)
  hub.hasResourceProperties('AWS::Lambda::Function', {
    Environment: {
      Variables: Match.objectLike({
        FIRSTLOOK_SECRETS_URL: {
          'Fn::Join': ['', ['https://secretsmanager.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]],
        },
      }),
    },
  })
})

it('is as large as reviewed', () => {
  const { Resources: resources } = hub.toJSON()
  const counts: Record<string, number> = {}
  for (const { Type: type } of Object.values<{ Type: string }>(resources)) counts[type] = (counts[type] ?? 0) + 1
  expect(counts).toMatchInlineSnapshot(`
    {
      "AWS::ApiGatewayV2::Api": 1,
      "AWS::ApiGatewayV2::Integration": 1,
      "AWS::ApiGatewayV2::Route": 1,
      "AWS::ApiGatewayV2::Stage": 1,
      "AWS::CloudWatch::Alarm": 14,
      "AWS::CloudWatch::Dashboard": 1,
      "AWS::DynamoDB::GlobalTable": 1,
      "AWS::Events::EventBus": 1,
      "AWS::Events::EventBusPolicy": 1,
      "AWS::Events::Rule": 14,
      "AWS::IAM::Policy": 4,
      "AWS::IAM::Role": 4,
      "AWS::Lambda::EventSourceMapping": 2,
      "AWS::Lambda::Function": 3,
      "AWS::Lambda::Permission": 2,
      "AWS::Logs::LogGroup": 4,
      "AWS::Logs::MetricFilter": 1,
      "AWS::SNS::Subscription": 2,
      "AWS::SNS::Topic": 1,
      "AWS::SNS::TopicPolicy": 1,
      "AWS::SQS::Queue": 5,
      "AWS::SQS::QueuePolicy": 5,
      "AWS::Scheduler::Schedule": 1,
      "AWS::Scheduler::ScheduleGroup": 1,
      "AWS::SecretsManager::Secret": 2,
    }
  `)
  // The whole template fits into one request.
  expect(JSON.stringify(hub.toJSON()).length).toBeLessThan(mostTemplateBytes)
})
