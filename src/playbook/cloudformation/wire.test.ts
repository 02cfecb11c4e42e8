import { describe, expect, it } from 'vitest'
import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'
import { failedStackLookup, goneStackLookup } from '../../targets/resolve/stack-failure.ts'
import { askByName, type WireAnswer } from '../iam/ask-in-test.ts'
import { cloudformationPlaybook } from './index.ts'

type Stack = NonNullable<DeclaredWorld['stacks']>[number]

async function ask(stacks: Stack | Stack[], more: DeclaredWorld = {}, name = 'orders'): Promise<WireAnswer> {
  const answer = await askByName({
    world: { stacks: [stacks].flat(), ...more },
    symptom: 'failed',
    playbook: cloudformationPlaybook,
    lookups: [failedStackLookup, goneStackLookup],
    name,
  })
  expect(answer.broken).toEqual([])
  return answer
}

const rolledBack: Stack = {
  name: 'orders',
  status: 'UPDATE_ROLLBACK_COMPLETE',
  events: [
    { at: '-20m', status: 'UPDATE_IN_PROGRESS', reason: 'User Initiated' },
    { at: '-19m', logicalId: 'Table', type: 'AWS::DynamoDB::Table', status: 'CREATE_IN_PROGRESS' },
    {
      at: '-18m',
      logicalId: 'Table',
      type: 'AWS::DynamoDB::Table',
      status: 'CREATE_FAILED',
      reason:
        'Resource handler returned message: "Table already exists: orders (Service: DynamoDb, Status Code: 400)" (RequestToken: 1, HandlerErrorCode: AlreadyExists)',
    },
    {
      at: '-18m',
      logicalId: 'Queue',
      type: 'AWS::SQS::Queue',
      status: 'CREATE_FAILED',
      reason: 'Resource creation cancelled',
    },
    {
      at: '-17m',
      status: 'UPDATE_ROLLBACK_IN_PROGRESS',
      reason: 'The following resource(s) failed to create: [Table, Queue]. ',
    },
    { at: '-16m', status: 'UPDATE_ROLLBACK_COMPLETE' },
  ],
}

describe('a stack that failed', () => {
  it('names the first true failure and leaves out what follows', async () => {
    const answer = await ask(rolledBack)
    expect(answer.verdict).toBe('cause-found')
    expect(answer.ids).toEqual(['cfn-name-conflict proven'])
    const [cause] = answer.causes
    expect(cause?.found.finding.summary).toContain('Table')
    expect(cause?.found.finding.facts.some((fact) => fact.value.includes('Queue'))).toBe(false)
    expect(answer.calls.length).toBeLessThan(12)
  })

  it('names what went wrong in the last operation, not in an older one', async () => {
    const older = rolledBack.events ?? []
    const answer = await ask({
      ...rolledBack,
      events: [
        ...older,
        { at: '-10m', status: 'UPDATE_IN_PROGRESS', reason: 'User Initiated' },
        {
          at: '-9m',
          logicalId: 'Role',
          type: 'AWS::IAM::Role',
          status: 'CREATE_FAILED',
          reason:
            'API: iam:CreateRole User: arn:aws:iam::123456789012:user/ci is not authorized to perform: iam:CreateRole on resource: arn:aws:iam::123456789012:role/orders because no identity-based policy allows the iam:CreateRole action',
        },
        {
          at: '-8m',
          status: 'UPDATE_ROLLBACK_IN_PROGRESS',
          reason: 'The following resource(s) failed to create: [Role]. ',
        },
        { at: '-7m', status: 'UPDATE_ROLLBACK_COMPLETE' },
      ],
    })
    expect(answer.ids).toEqual(['cfn-iam-denied proven'])
    expect(answer.causes[0]?.found.finding.fix?.iac).toContain('iam:CreateRole')
  })

  it('says recovered once the next operation went well, and healthy when nothing failed', async () => {
    const recovered = await ask({
      ...rolledBack,
      status: 'UPDATE_COMPLETE',
      events: [
        ...(rolledBack.events ?? []),
        { at: '-5m', status: 'UPDATE_IN_PROGRESS' },
        { at: '-4m', status: 'UPDATE_COMPLETE' },
      ],
    })
    expect(recovered.verdict).toBe('recovered')
    expect(recovered.earlier.map(({ found }) => found.cause.id)).toEqual(['cfn-name-conflict'])
    const healthy = await ask({
      name: 'orders',
      status: 'UPDATE_COMPLETE',
      events: [
        { at: '-5m', status: 'UPDATE_IN_PROGRESS' },
        { at: '-4m', status: 'UPDATE_COMPLETE' },
      ],
    })
    expect(healthy).toMatchObject({ verdict: 'healthy', causes: [] })
  })

  it('walks into the nested stack that failed', async () => {
    const nested = 'arn:aws:cloudformation:eu-west-1:123456789012:stack/orders-data/1a2b'
    const answer = await ask([
      {
        name: 'orders',
        status: 'ROLLBACK_COMPLETE',
        events: [
          { at: '-20m', status: 'CREATE_IN_PROGRESS' },
          {
            at: '-19m',
            logicalId: 'Data',
            type: 'AWS::CloudFormation::Stack',
            physicalId: nested,
            status: 'CREATE_IN_PROGRESS',
          },
          {
            at: '-12m',
            logicalId: 'Data',
            type: 'AWS::CloudFormation::Stack',
            physicalId: nested,
            status: 'CREATE_FAILED',
            reason: `Embedded stack ${nested} was not successfully created: The following resource(s) failed to create: [Table].`,
          },
          { at: '-11m', status: 'ROLLBACK_IN_PROGRESS', reason: 'The following resource(s) failed to create: [Data].' },
          { at: '-10m', status: 'ROLLBACK_COMPLETE' },
        ],
      },
      {
        name: 'orders-data',
        id: nested,
        parent: 'orders',
        status: 'DELETE_COMPLETE',
        events: [
          { at: '-18m', status: 'CREATE_IN_PROGRESS' },
          {
            at: '-15m',
            logicalId: 'Table',
            type: 'AWS::DynamoDB::Table',
            status: 'CREATE_FAILED',
            reason: 'Subscriber limit exceeded: LimitExceededException, maximum number of tables reached',
          },
          {
            at: '-14m',
            status: 'ROLLBACK_IN_PROGRESS',
            reason: 'The following resource(s) failed to create: [Table].',
          },
          { at: '-13m', status: 'ROLLBACK_COMPLETE' },
          { at: '-12m', status: 'DELETE_IN_PROGRESS' },
          { at: '-11m', status: 'DELETE_COMPLETE' },
        ],
      },
    ])
    expect(answer.ids).toEqual(['cfn-quota proven'])
    expect(answer.causes[0]?.found.target.name).toBe('orders-data')
    expect(answer.causes[0]?.chain.map(({ cause }) => cause.id)).toEqual(['cfn-nested-failed'])
  })

  it('gives the line that continues a rollback', async () => {
    const answer = await ask({
      name: 'orders',
      status: 'UPDATE_ROLLBACK_FAILED',
      events: [
        { at: '-30m', status: 'UPDATE_IN_PROGRESS' },
        {
          at: '-29m',
          logicalId: 'Fn',
          type: 'AWS::Lambda::Function',
          status: 'UPDATE_FAILED',
          reason:
            'Properties validation failed for resource Fn with message: #/MemorySize: 20 is not greater or equal to 128',
        },
        {
          at: '-28m',
          status: 'UPDATE_ROLLBACK_IN_PROGRESS',
          reason: 'The following resource(s) failed to update: [Fn].',
        },
        {
          at: '-27m',
          logicalId: 'Rule',
          type: 'AWS::Events::Rule',
          status: 'UPDATE_FAILED',
          reason: 'Rule orders-rule does not exist on EventBus default.',
        },
        { at: '-26m', status: 'UPDATE_ROLLBACK_FAILED', reason: 'The following resource(s) failed to update: [Rule].' },
      ],
    })
    expect(answer.ids).toEqual(['cfn-update-rollback-failed proven'])
    expect(answer.causes[0]?.found.finding.fix?.cli).toContain(
      'continue-update-rollback --stack-name orders --region eu-west-1 --resources-to-skip Rule',
    )
    expect(answer.causes[0]?.chain.map(({ cause }) => cause.id)).toEqual(['cfn-invalid-property'])
  })

  it('reads the log of the function behind a custom resource', async () => {
    const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:seed'
    const answer = await ask(
      {
        name: 'orders',
        status: 'ROLLBACK_COMPLETE',
        events: [
          { at: '-50m', status: 'CREATE_IN_PROGRESS' },
          {
            at: '-49m',
            logicalId: 'Seed',
            type: 'Custom::Seed',
            status: 'CREATE_IN_PROGRESS',
            properties: { ServiceToken: arn, Password: 'hunter2' },
          },
          {
            at: '-40m',
            logicalId: 'Seed',
            type: 'Custom::Seed',
            status: 'CREATE_FAILED',
            properties: { ServiceToken: arn },
            reason:
              'Received response status [FAILED] from custom resource. Message returned: See the details in CloudWatch Log Stream: 2026/11/23/[$LATEST]abc (RequestId: 11111111-2222-3333-4444-555555555555)',
          },
          { at: '-39m', status: 'ROLLBACK_IN_PROGRESS', reason: 'The following resource(s) failed to create: [Seed].' },
          { at: '-38m', status: 'ROLLBACK_COMPLETE' },
        ],
      },
      {
        functions: [{ name: 'seed' }],
        logGroups: [
          {
            name: '/aws/lambda/seed',
            events: [
              { at: '-45m', stream: '2026/11/23/[$LATEST]abc', message: 'ERROR KeyError: TABLE_NAME is missing' },
            ],
          },
        ],
      },
    )
    expect(answer.ids).toEqual(['cfn-custom-resource-failed proven'])
    const text = JSON.stringify(answer.causes[0]?.found.finding)
    expect(text).toContain('TABLE_NAME is missing')
    expect(text).not.toContain('hunter2')
    expect(answer.causes[0]?.found.finding.resource?.name).toBe('seed')
  })

  it('tells an empty change set from a failure, and finds a stack that was deleted after its creation failed', async () => {
    const empty = await ask({
      name: 'orders',
      status: 'UPDATE_COMPLETE',
      changeSets: [
        {
          name: 'deploy',
          status: 'FAILED',
          executionStatus: 'UNAVAILABLE',
          created: '-5m',
          statusReason:
            "The submitted information didn't contain changes. Submit different information to create a change set.",
        },
      ],
    })
    expect(empty.ids).toEqual(['cfn-changeset-nochanges proven'])
    const gone = await ask({
      name: 'orders',
      status: 'DELETE_COMPLETE',
      deleted: '-8m',
      events: [
        { at: '-12m', status: 'CREATE_IN_PROGRESS' },
        {
          at: '-11m',
          logicalId: 'Bucket',
          type: 'AWS::S3::Bucket',
          status: 'CREATE_FAILED',
          reason: 'orders-data already exists',
        },
        { at: '-10m', status: 'ROLLBACK_IN_PROGRESS', reason: 'The following resource(s) failed to create: [Bucket].' },
        { at: '-9m', status: 'DELETE_IN_PROGRESS' },
        { at: '-8m', status: 'DELETE_COMPLETE' },
      ],
    })
    expect(gone.ids).toEqual(['cfn-name-conflict proven'])
  })

  it('claims nothing when the events are refused', async () => {
    const answer = await ask(rolledBack, {
      deny: ['cloudformation:DescribeStackEvents', 'cloudformation:DescribeEvents'],
    })
    expect(answer.causes).toEqual([])
    expect(answer.verdict).toBe('insufficient-evidence')
    expect(answer.unread.join()).toContain('cloudformation.events')
  })
})
