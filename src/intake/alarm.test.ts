import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAlarmEvent } from './alarm.ts'
import { verbs } from './verbs.ts'

const available = verbs.map(({ name }) => name)
const firedAt = Date.parse('2026-11-23T14:25:40.989Z')
const now = Date.parse('2026-11-23T14:26:00Z')

interface MetricInput {
  readonly namespace: string
  readonly name: string
  readonly dimensions?: unknown
}

function stat({ namespace, name, dimensions }: MetricInput, more: object = {}) {
  return {
    id: 'm1',
    metricStat: { metric: { namespace, name, dimensions }, period: 300, stat: 'Sum' },
    returnData: true,
    ...more,
  }
}

function eventOf(configuration: object, state: object = {}) {
  return {
    version: '0',
    id: 'e',
    'detail-type': 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    account: '123456789012',
    time: '2026-11-23T14:25:40Z',
    region: 'eu-west-1',
    resources: ['arn:aws:cloudwatch:eu-west-1:123456789012:alarm:orders-5xx'],
    detail: {
      alarmName: 'orders-5xx',
      configuration: { description: 'x', ...configuration },
      previousState: { value: 'OK', timestamp: '2026-11-23T13:56:40.987+0000' },
      state: {
        value: 'ALARM',
        timestamp: '2026-11-23T14:25:40.989+0000',
        reason: 'Threshold Crossed',
        reasonData: JSON.stringify({
          version: '1.0',
          startDate: '2026-11-23T14:20:00.000+0000',
          period: 300,
          recentDatapoints: [9],
          threshold: 1,
        }),
        ...state,
      },
    },
  }
}

function askedBy(...metrics: readonly object[]) {
  const reading = readAlarmEvent(eventOf({ metrics }), { now, available })
  if (reading.kind !== 'questions') throw new Error(JSON.stringify(reading))
  return reading.questions
}

describe('what a metric alarm asks', () => {
  it.each([
    ['AWS/Lambda', 'Errors', { FunctionName: 'orders' }, 'errors', 'orders'],
    ['AWS/Lambda', 'Errors', { FunctionName: 'orders', Resource: 'orders:live' }, 'errors', 'orders:live'],
    [
      'AWS/Lambda',
      'Errors',
      { FunctionName: 'orders', Resource: 'orders:live', ExecutedVersion: '7' },
      'errors',
      'orders:live',
    ],
    ['AWS/Lambda', 'Throttles', { FunctionName: 'orders' }, 'throttled', 'orders'],
    ['AWS/Lambda', 'Duration', { FunctionName: 'orders' }, 'timeout', 'orders'],
    ['AWS/Lambda', 'IteratorAge', { FunctionName: 'orders' }, 'stuck', 'orders'],
    ['AWS/Lambda', 'Url5xxCount', { FunctionName: 'orders' }, '502', 'orders'],
    ['AWS/Logs', 'ForwardingErrors', { LogGroupName: '/aws/lambda/orders' }, 'any', '/aws/lambda/orders'],
    ['AWS/Lambda', 'ProvisionedConcurrencySpilloverInvocations', { FunctionName: 'orders' }, 'cold-start', 'orders'],
    ['LambdaInsights', 'memory_utilization', { function_name: 'orders' }, 'errors', 'orders'],
    ['AWS/ApiGateway', '5XXError', { ApiName: 'orders-api', Stage: 'prod' }, '502', 'orders-api/prod'],
    ['AWS/ApiGateway', '5xx', { ApiId: 'a1b2c3' }, '502', 'a1b2c3'],
    ['AWS/ApiGateway', '4XXError', { ApiName: 'orders-api' }, '4xx', 'orders-api'],
    ['AWS/ApiGateway', 'IntegrationLatency', { ApiName: 'orders-api' }, '504', 'orders-api'],
    ['AWS/ApiGateway', 'Latency', { ApiId: 'a1b2c3' }, '504', 'a1b2c3'],
    ['AWS/DynamoDB', 'ThrottledRequests', { TableName: 'orders', Operation: 'PutItem' }, 'throttled', 'orders'],
    [
      'AWS/DynamoDB',
      'WriteThrottleEvents',
      { TableName: 'orders', GlobalSecondaryIndexName: 'by-day' },
      'throttled',
      'orders/by-day',
    ],
    ['AWS/DynamoDB', 'SuccessfulRequestLatency', { TableName: 'orders' }, 'slow', 'orders'],
    ['AWS/SQS', 'ApproximateAgeOfOldestMessage', { QueueName: 'orders' }, 'stuck', 'orders'],
    ['AWS/Events', 'FailedInvocations', { RuleName: 'placed' }, 'no-event', 'placed'],
    ['AWS/S3', '4xxErrors', { BucketName: 'invoices', FilterId: 'all' }, '403', 'invoices'],
    ['AWS/ApplicationELB', 'HTTPCode_ELB_504_Count', { LoadBalancer: 'app/orders/50dc6c495c0c9188' }, '504', 'orders'],
    [
      'AWS/ApplicationELB',
      'HTTPCode_Target_5XX_Count',
      { LoadBalancer: 'app/orders/50dc6c495c0c9188' },
      '502',
      'orders',
    ],
    ['Shop', 'CheckoutFailures', { FunctionName: 'checkout' }, 'errors', 'checkout'],
    ['Shop', 'CheckoutFailures', { service: 'checkout' }, 'errors', 'checkout'],
  ])('%s %s', (namespace, name, dimensions, symptom, resource) => {
    const [question] = askedBy(stat({ namespace, name, dimensions }))
    expect(question).toMatchObject({ symptom, name: resource, account: '123456789012', region: 'eu-west-1' })
    expect(question.alarm).toEqual({
      name: 'orders-5xx',
      arn: 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:orders-5xx',
      firedAt,
    })
  })

  it('reads dimensions as lists too', () => {
    for (const dimensions of [
      [{ name: 'FunctionName', value: 'orders' }],
      [{ Name: 'FunctionName', Value: 'orders' }],
    ]) {
      expect(askedBy(stat({ namespace: 'AWS/Lambda', name: 'Errors', dimensions }))[0].name).toBe('orders')
    }
  })

  it('takes the account of a metric from another account', () => {
    const metric = stat(
      { namespace: 'AWS/Lambda', name: 'Errors', dimensions: { FunctionName: 'orders' } },
      { accountId: '210987654321' },
    )
    expect(askedBy(metric)[0].account).toBe('210987654321')
  })

  it('looks from an hour before the change, and never past now', () => {
    const [question] = askedBy(
      stat({ namespace: 'AWS/Lambda', name: 'Errors', dimensions: { FunctionName: 'orders' } }),
    )
    expect(question.window).toEqual({ from: firedAt - 3_600_000, to: now })
  })

  it('follows a recent change until now, and an old one for five minutes', () => {
    const event = eventOf({
      metrics: [stat({ namespace: 'AWS/Lambda', name: 'Errors', dimensions: { FunctionName: 'f' } })],
    })
    const hour = 3_600_000

    expect(readAlarmEvent(event, { available, now: firedAt + 2 * hour })).toMatchObject({
      questions: [{ window: { to: firedAt + 2 * hour } }],
    })
    expect(readAlarmEvent(event, { available, now: firedAt + 4 * hour })).toMatchObject({
      questions: [{ window: { to: firedAt + 300_000 } }],
    })
  })

  it('looks further back when the alarm did', () => {
    const state = { reasonData: JSON.stringify({ startDate: '2026-11-23T08:00:00.000+0000', period: 3600 }) }
    const event = eventOf(
      { metrics: [stat({ namespace: 'AWS/Lambda', name: 'Errors', dimensions: { FunctionName: 'f' } })] },
      state,
    )
    const reading = readAlarmEvent(event, { available })
    expect(reading).toMatchObject({
      questions: [{ window: { from: Date.parse('2026-11-23T07:00:00Z'), to: firedAt + 300_000 } }],
    })
  })
})

describe('alarms on expressions', () => {
  it('asks about the failing part of an error rate, once', () => {
    const questions = askedBy(
      { id: 'e1', expression: '100 * m1 / m2', label: 'rate', returnData: true },
      stat({ namespace: 'AWS/Lambda', name: 'Errors', dimensions: { FunctionName: 'orders' } }, { returnData: false }),
      stat(
        { namespace: 'AWS/Lambda', name: 'Invocations', dimensions: { FunctionName: 'orders' } },
        { id: 'm2', returnData: false },
      ),
    )
    expect(questions.map(({ symptom, name }) => [symptom, name])).toEqual([['errors', 'orders']])
  })

  it('asks about each resource of a sum, up to five', () => {
    const metrics = Array.from({ length: 8 }, (_, index) =>
      stat({ namespace: 'AWS/Lambda', name: 'Errors', dimensions: { FunctionName: `f${index}` } }),
    )
    expect(askedBy(...metrics).map(({ name }) => name)).toEqual(['f0', 'f1', 'f2', 'f3', 'f4'])
  })

  it('reads anomaly detection', () => {
    const questions = askedBy(
      stat({ namespace: 'AWS/ApiGateway', name: 'Latency', dimensions: { ApiName: 'orders-api' } }),
      { id: 'ad1', expression: 'ANOMALY_DETECTION_BAND(m1, 0.8)', returnData: true },
    )
    expect(questions).toMatchObject([{ symptom: '504', name: 'orders-api' }])
  })

  it('reads a Metrics Insights query that fixes its resource', () => {
    const expression = `SELECT SUM(Errors) FROM SCHEMA("AWS/Lambda", FunctionName) WHERE FunctionName = 'orders' GROUP BY FunctionName`
    expect(askedBy({ id: 'q1', expression, returnData: true })).toMatchObject([{ symptom: 'errors', name: 'orders' }])
  })

  it('says what is missing when a query covers everything', () => {
    const expression = 'SELECT SUM(Errors) FROM "AWS/Lambda"'
    const reading = readAlarmEvent(eventOf({ metrics: [{ id: 'q1', expression }] }), { available })
    expect(reading).toMatchObject({
      kind: 'unanswerable',
      sentence: expect.stringContaining('no dimension that names a resource'),
    })
  })
})

describe('composite alarms', () => {
  const child = 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:child'
  it('names the alarms that triggered it', () => {
    const state = {
      reasonData: JSON.stringify({ triggeringAlarms: [{ arn: child, state: { value: 'ALARM', timestamp: '…' } }] }),
    }
    const reading = readAlarmEvent(eventOf({ alarmRule: 'ALARM(child) OR ALARM(other)' }, state))
    expect(reading).toMatchObject({ kind: 'composite', childArns: [child] })
  })
  it('falls back to the alarms of its rule', () => {
    const reading = readAlarmEvent(
      eventOf({ alarmRule: `ALARM("child") AND NOT ALARM(${child}2)` }, { reasonData: '{}' }),
    )
    expect(reading).toMatchObject({ kind: 'composite', childArns: [child] })
  })
  it('says so when there are none', () => {
    expect(readAlarmEvent(eventOf({ alarmRule: 'TRUE' }, { reasonData: 'not json' })).kind).toBe('unanswerable')
  })
})

describe('anything else', () => {
  it.each([
    [null, 'no detail-type'],
    ['text', 'no detail-type'],
    [{ 'detail-type': 'Scheduled Event' }, 'This is a "Scheduled Event" event'],
    [{ 'detail-type': 'CloudWatch Alarm Configuration Change' }, 'was edited'],
    [{ 'detail-type': 'CloudWatch Alarm State Change', source: 'aws.cloudwatch' }, 'account'],
    [eventOf({}, { timestamp: 'soon' }), 'not a time'],
    [eventOf({}), 'names no metric'],
    [
      eventOf({
        metrics: [stat({ namespace: 'AWS/RDS', name: 'CPUUtilization', dimensions: { DBInstanceIdentifier: 'x' } })],
      }),
      'AWS/RDS CPUUtilization',
    ],
    [
      eventOf({
        metrics: [stat({ namespace: 'AWS/ECS', name: 'CPUUtilization', dimensions: { ServiceName: 'orders' } })],
      }),
      'AWS/ECS CPUUtilization',
    ],
  ])('%#', (event, expected) => {
    const reading = readAlarmEvent(event, { available })
    expect(reading).toMatchObject({ kind: 'unanswerable', sentence: expect.stringContaining(expected) })
  })

  it('does not ask what is not wired', () => {
    const event = eventOf({
      metrics: [stat({ namespace: 'AWS/SQS', name: 'ApproximateAgeOfOldestMessage', dimensions: { QueueName: 'q' } })],
    })
    expect(readAlarmEvent(event, { available: ['why-502'] })).toMatchObject({
      kind: 'unanswerable',
      sentence: expect.stringContaining('`why-stuck`'),
    })
  })

  it('tells state changes apart by time and state, so that a repeat is known', () => {
    const metrics = [stat({ namespace: 'AWS/Lambda', name: 'Errors', dimensions: { FunctionName: 'f' } })]
    const keys = [eventOf({ metrics }), eventOf({ metrics }), eventOf({ metrics }, { value: 'OK' })].map(
      (event) => readAlarmEvent(event, { available }).alarm?.key,
    )
    expect(keys[0]).toBe(keys[1])
    expect(keys[0]).not.toBe(keys[2])
  })

  it('never throws', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.string(), (configuration, metric, reasonData) => {
        readAlarmEvent(configuration)
        const event = eventOf({ metrics: [metric] }, { reasonData })
        expect(['questions', 'composite', 'unanswerable']).toContain(readAlarmEvent(event).kind)
      }),
    )
  })
})
