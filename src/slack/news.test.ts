import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type AppInTest, channel, startAppInTest } from './app-in-test.ts'

let app: AppInTest
beforeEach(async () => {
  app = await startAppInTest()
})
afterEach(() => app.close())

const event = (type: string, detail: object, more: object = {}) => ({
  version: '0',
  id: `id of ${type}`,
  source: 'aws.any',
  'detail-type': type,
  account: '123456789012',
  region: 'eu-west-1',
  time: '2026-11-23T14:25:40Z',
  resources: [],
  detail,
  ...more,
})
const taken = async (...events: object[]) => {
  for (const each of events) await app.server.alarm(each)
  await app.server.idle()
  return app.slack.control.messages(channel).map(({ text }) => text)
}
const stack = (status: string) =>
  event('CloudFormation Stack Status Change', {
    'stack-id': 'arn:aws:cloudformation:eu-west-1:123456789012:stack/orders/1',
    'status-details': { status, 'status-reason': 'a reason' },
  })

it('an event of an account that nobody configured is dropped, whatever it says', async () => {
  await app.close()
  const prod = { id: '222222222222', regions: ['eu-west-1'] }
  app = await startAppInTest({ accounts: { prod }, alarmChannel: channel })
  const stranger = event('AWS Health Event', {
    service: 'LAMBDA',
    eventTypeCode: 'CALL_THIS_NUMBER',
    eventTypeCategory: 'issue',
    eventDescription: [{ language: 'en_US', latestDescription: 'Call.' }],
  })

  expect(await taken(stranger)).toEqual([])
  expect(await taken({ ...stranger, id: 'another', account: prod.id })).toHaveLength(1)
})

it('an event whose channel is archived goes to the default channel, and the owner is told', async () => {
  await app.close()
  const routes = [{ name: 'stacks', match: { alarmNames: ['Stack *'] }, channel: 'C0OLD00000' }]
  app = await startAppInTest({ alarms: { owner: 'U0ADA00000', routes } })
  expect(await taken(stack('CREATE_FAILED'))).toEqual(['Stack orders is CREATE_FAILED'])
  const told = app.slack.control.calls('chat.postMessage').map((call) => JSON.stringify(call))
  expect(told.filter((each) => each.includes('C0OLD00000 cannot be posted to'))).toHaveLength(1)
})

describe('an event that is no alarm', () => {
  it('about a stack that fails is told once, with the answer to why', async () => {
    const failing = stack('UPDATE_ROLLBACK_IN_PROGRESS')
    expect(await taken(stack('UPDATE_IN_PROGRESS'), failing, failing, stack('UPDATE_ROLLBACK_COMPLETE'))).toEqual([
      'Stack orders is UPDATE_ROLLBACK_IN_PROGRESS',
    ])
    expect(app.asked).toMatchObject([{ symptom: 'failed', name: 'orders', account: '123456789012' }])
    const [card] = app.slack.control.messages(channel)
    expect(JSON.stringify(app.slack.control.thread(channel, card?.ts ?? ''))).toContain('Cause found')
  })

  it('about a resource against a Config rule asks about the rule; one that is compliant again is passed over', async () => {
    const compliance = (complianceType: string) =>
      event('Config Rules Compliance Change', {
        resourceId: 'orders-data',
        resourceType: 'AWS::S3::Bucket',
        configRuleName: 's3-bucket-public-read-prohibited',
        newEvaluationResult: { complianceType, annotation: 'The policy allows *.' },
      })
    expect(await taken(compliance('COMPLIANT'), compliance('NON_COMPLIANT'))).toEqual([
      'orders-data is against the Config rule s3-bucket-public-read-prohibited',
    ])
    expect(app.asked).toMatchObject([{ symptom: 'security', name: 's3-bucket-public-read-prohibited' }])
  })

  it('of AWS Health is told with its words and what it affects', async () => {
    const health = event('AWS Health Event', {
      service: 'LAMBDA',
      eventTypeCode: 'AWS_LAMBDA_OPERATIONAL_ISSUE',
      eventTypeCategory: 'issue',
      eventDescription: [{ language: 'en_US', latestDescription: 'Invocations fail <!channel>.' }],
      affectedEntities: [{ entityValue: 'orders' }],
    })
    expect(await taken(health)).toEqual(['AWS has an issue with LAMBDA: AWS_LAMBDA_OPERATIONAL_ISSUE'])
    const shown = app.shown()
    expect(shown).toContain('affects orders')
    expect(shown).not.toContain('<!channel>')
  })

  it('of a failed invocation never shows its payload, and is told once for many', async () => {
    const failed = (requestId: string) =>
      event(
        'Lambda Function Invocation Result - Failure',
        {
          requestContext: {
            requestId,
            functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:orders:$LATEST',
            condition: 'RetriesExhausted',
            approximateInvokeCount: 3,
          },
          requestPayload: { card: '4111 1111 1111 1111' },
          responsePayload: { errorType: 'TypeError', errorMessage: 'x is undefined' },
        },
        { id: requestId },
      )
    expect(await taken(failed('r1'), failed('r2'))).toEqual(['orders gave an event up'])
    expect(app.shown()).toContain('RetriesExhausted after 3 attempts')
    expect(app.shown()).not.toContain('4111')
    expect(app.asked).toMatchObject([{ symptom: 'errors', name: 'orders' }])
  })

  it('about costs offers the question instead of spending money on it', async () => {
    const anomaly = event('Anomaly Detected', {
      anomalyId: 'a1',
      impact: { totalImpact: 120.5 },
      rootCauses: [{ service: 'Amazon EC2', usageType: 'NatGateway-Bytes', region: 'eu-west-1' }],
    })
    expect(await taken(anomaly)).toEqual(['Costs are unusual: about $120.50 more than expected'])
    expect(app.shown()).toContain('why-cost last 7d')
    expect(app.asked).toEqual([])
  })

  it('that nobody knows is shown plainly', async () => {
    const strange = event(
      'Something New',
      { state: 'broken', nested: { a: 1 }, count: 3 },
      { source: 'partner.example' },
    )
    expect(await taken(strange)).toEqual(['Something New (partner.example)'])
    expect(app.shown()).toContain('state: broken')
  })

  it('that deletes an alarm is said in its incident', async () => {
    const arn = 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:orders-errors'
    const metric = { namespace: 'AWS/Lambda', name: 'Errors', dimensions: { FunctionName: 'orders' } }
    await taken(
      event(
        'CloudWatch Alarm State Change',
        {
          alarmName: 'orders-errors',
          state: { value: 'ALARM', timestamp: '2026-11-23T14:25:40.989+0000' },
          configuration: { metrics: [{ id: 'm1', metricStat: { metric } }] },
        },
        { source: 'aws.cloudwatch', resources: [arn] },
      ),
    )
    await taken(event('CloudWatch Alarm Configuration Change', { operation: 'delete' }, { resources: [arn] }))
    const [card] = app.slack.control.messages(channel)
    expect(JSON.stringify(app.slack.control.thread(channel, card?.ts ?? ''))).toContain('was deleted')
  })
})
