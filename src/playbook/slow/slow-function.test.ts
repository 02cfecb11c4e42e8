import { describe, expect, it } from 'vitest'
import type { CalledTableLatency } from '../../evidence/lambda/called-table-latencies.ts'
import { configurationOf } from '../../evidence/lambda/configuration.ts'
import { lambdaFunction } from '../../targets/target.ts'
import { metrics as functionMetricsWith } from '../cold-start/function-in-test.ts'
import { diagnose, read } from '../diagnose-in-test.ts'
import { metricsWith, minutes, repeated } from '../dynamodb/table-in-test.ts'
import { timeoutsOf } from '../lambda/hops.ts'
import { ddbSlowLambdaCpu } from './ddb-slow-lambda-cpu.ts'
import { ddbSlowVpcPath } from './ddb-slow-vpc-path.ts'

const fn = lambdaFunction({ account: '123456789012', region: 'eu-west-1', partition: 'aws' }, 'export')
const usual = read({ p50: { points: [] }, p99: { points: [] } })
const calls = { invocations: minutes(repeated(60, 60)) }
const slow = functionMetricsWith({ ...calls, durationP50: minutes(repeated(2_600, 60)) })

function reading(unitsPerMinute: number, latencyMs = 9): readonly CalledTableLatency[] {
  const metrics = metricsWith({
    read: { consumed: minutes(repeated(unitsPerMinute, 60)) },
    operations: { Query: { succeeded: minutes(repeated(120, 60)), latencyAverage: minutes(repeated(latencyMs, 60)) } },
  })
  return [{ name: 'rows', metrics }]
}

describe('ddb-slow-lambda-cpu', () => {
  const small = configurationOf({ MemorySize: 128 }, fn)
  it('is found where little memory unpacks much of a fast table', () => {
    const finding = diagnose(ddbSlowLambdaCpu, fn, {
      metrics: slow,
      configuration: small,
      tables: reading(7_600),
      usual,
    })
    expect(finding).toMatchObject({ strength: 'likely', summary: expect.stringContaining('128 MB') })
  })
  it('is not where there is memory, little to unpack, or a slow table', () => {
    const of = (given: object) =>
      diagnose(ddbSlowLambdaCpu, fn, {
        metrics: slow,
        configuration: small,
        tables: reading(7_600),
        usual,
        ...given,
      })
    expect(of({ configuration: configurationOf({ MemorySize: 1024 }, fn) })).toHaveProperty('clear')
    expect(of({ tables: reading(60) })).toHaveProperty('clear')
    expect(of({ tables: reading(7_600, 90) })).toHaveProperty('clear')
    expect(of({ tables: [] })).toHaveProperty('clear')
  })
  it('is not behind a function that got slower while it read as much as before', () => {
    const rose = functionMetricsWith({
      ...calls,
      durationP50: minutes([...repeated(200, 30), ...repeated(2_600, 30)]),
    })
    const finding = diagnose(ddbSlowLambdaCpu, fn, {
      metrics: rose,
      configuration: small,
      tables: reading(7_600),
      usual,
    })
    expect(finding).toHaveProperty('clear')
  })
})

describe('ddb-slow-vpc-path', () => {
  const inVpc = timeoutsOf(
    fn,
    configurationOf({ VpcConfig: { VpcId: 'vpc-1', SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] } }, fn),
  )
  const endpoint = {
    id: 'vpce-1',
    service: 'dynamodb',
    type: 'Gateway',
    state: 'available',
    privateDns: false,
    securityGroupIds: [],
    subnetIds: [],
  }
  it('is possible, and never more, without an endpoint', () => {
    expect(diagnose(ddbSlowVpcPath, inVpc, { endpoints: [], tables: reading(60) })).toMatchObject({
      strength: 'possible',
    })
  })
  it('is excluded by an endpoint', () => {
    expect(diagnose(ddbSlowVpcPath, inVpc, { endpoints: [endpoint], tables: reading(60) })).toHaveProperty('clear')
  })
})
