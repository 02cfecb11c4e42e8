import { describe, expect, it } from 'vitest'
import { diagnose, read, testNow } from '../diagnose-in-test.ts'
import { ddbControlPlane } from './ddb-control-plane.ts'
import { ddbReplicaThrottle } from './ddb-replica-throttle.ts'
import { ddbStreamsLambda } from './ddb-streams-lambda.ts'
import { metricsWith, minutes, orders, provisioned, repeated } from './table-in-test.ts'

const quiet = metricsWith({})
const throttled = metricsWith({ write: { throttles: minutes(repeated(5, 5)) } })

describe('ddb-replica-throttle', () => {
  const replica = { region: 'us-east-1', latencyMs: 90_000, throttled: 400, times: [testNow - 600_000] }
  const table = read({ ...provisioned, replicas: [{ region: 'us-east-1', status: 'ACTIVE' }] })

  it('blames a lagging copy that throttles writes', () => {
    const finding = diagnose(ddbReplicaThrottle, orders, { metrics: quiet, replicas: [replica], table })
    expect(finding).toMatchObject({ strength: 'likely', standsAlone: true })
    expect(finding).toHaveProperty('summary', expect.stringContaining('us-east-1'))
  })

  it('blames no copy that lags without throttles, and none for a failure here', () => {
    expect(
      diagnose(ddbReplicaThrottle, orders, { metrics: quiet, replicas: [{ ...replica, throttled: 0 }], table }),
    ).toBe('clear')
    expect(
      diagnose(ddbReplicaThrottle, orders, { metrics: quiet, replicas: [replica], table }, { symptom: '502' }),
    ).toHaveProperty('clear')
  })
})

describe('ddb-streams-lambda', () => {
  const consumer = {
    functionName: 'projector',
    state: 'Enabled',
    iteratorAgeMs: 900_000,
    throttles: 80,
    times: [testNow - 600_000],
  }

  it('blames a throttled reader that falls behind', () => {
    const finding = diagnose(ddbStreamsLambda, orders, { consumers: [consumer] })
    expect(finding).toMatchObject({ strength: 'likely', resource: { kind: 'function', id: 'projector' } })
  })

  it('leaves a reader alone that keeps up', () => {
    expect(diagnose(ddbStreamsLambda, orders, { consumers: [{ ...consumer, iteratorAgeMs: 900 }] })).toBe('clear')
    expect(diagnose(ddbStreamsLambda, orders, { consumers: [] })).toBe('clear')
  })
})

describe('ddb-control-plane', () => {
  const event = {
    at: testNow - 600_000,
    name: 'UpdateTable',
    source: 'dynamodb.amazonaws.com',
    who: 'arn:aws:iam::123456789012:role/deploy',
    resources: [],
    errorCode: 'LimitExceededException',
  }
  const writes = (...events: (typeof event)[]) => ({ events, complete: true })

  it('names refused changes when no item request was throttled', () => {
    expect(diagnose(ddbControlPlane, orders, { writes: writes(event), metrics: quiet })).toMatchObject({
      strength: 'likely',
    })
  })

  it('is not it when items are throttled, when auto scaling was refused, or long ago', () => {
    expect(diagnose(ddbControlPlane, orders, { writes: writes(event), metrics: throttled })).toHaveProperty('clear')
    expect(
      diagnose(ddbControlPlane, orders, {
        writes: writes({ ...event, who: 'dynamodb.application-autoscaling.amazonaws.com' }),
        metrics: quiet,
      }),
    ).toBe('clear')
    expect(
      diagnose(ddbControlPlane, orders, { writes: writes({ ...event, at: testNow - 20 * 3_600_000 }), metrics: quiet }),
    ).toBe('clear')
  })
})
