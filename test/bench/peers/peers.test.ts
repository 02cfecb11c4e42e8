import { afterEach, expect, it } from 'vitest'
import { type SimulatedAws, startAws } from '../../../sandbox/aws/server.ts'
import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'
import { incidents } from '../../incidents/incident.ts'
import { usdOf } from '../read-prices.ts'
import { apiRunbook } from './api.ts'
import { decisiveFacts, holdsFacts } from './decisive.ts'
import { openScript } from './script.ts'

const running: SimulatedAws[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((aws) => aws.close()))
})

const known = new Map(incidents().map(({ path, incident }) => [path.replace(/\.json$/, ''), incident]))

async function read(name: string, isSequential: boolean) {
  const world = { ...known.get(name)?.world, latencyMs: 20 } as DeclaredWorld
  const aws = await startAws(world)
  running.push(aws)
  const window = { from: Date.now() - 3_600_000, to: Date.now() }
  const script = openScript(aws.url, 'eu-west-1', isSequential, window)
  await apiRunbook(script, { symptom: '502', name: 'orders-api', window, command: 'why-502 orders-api' })
  return { script, calls: aws.calls }
}

it('asks about two incidents of each symptom that have a cause', () => {
  for (const name of Object.keys(decisiveFacts)) expect(known.get(name)?.expect.cause, name).toBeTruthy()
  const symptoms = Map.groupBy(Object.keys(decisiveFacts), (name) => name.split('/')[0])
  expect([...symptoms.values()].filter((of) => of.length !== 2)).toEqual([])
})

it('has one call in flight at a time in sequence, and several in parallel, of the same calls', async () => {
  const mostAtOnce = (calls: SimulatedAws['calls']) =>
    Math.max(
      ...calls.map(
        (one) => calls.filter((other) => other.startedAt <= one.startedAt && other.endedAt > one.startedAt).length,
      ),
    )
  const sequence = await read('502/access-denied', true)
  const parallel = await read('502/access-denied', false)
  expect(mostAtOnce(sequence.calls)).toBe(1)
  expect(mostAtOnce(parallel.calls)).toBeGreaterThan(3)
  const operations = (calls: SimulatedAws['calls']) => calls.map(({ operation }) => operation).sort()
  expect(operations(parallel.calls)).toEqual(operations(sequence.calls))
  expect(holdsFacts(parallel.script.lines, decisiveFacts['502/access-denied'] ?? [])).toBe(true)
})

it('does not count a fact that was not read', () => {
  expect(holdsFacts(['logs filter-log-events x → {}'], decisiveFacts['502/access-denied'] ?? [])).toBe(false)
})

it('prices metrics by the query, and requests to Cost Explorer by the request', () => {
  const input = { MetricDataQueries: [{ MetricStat: {} }, { MetricStat: {} }] }
  expect(usdOf([{ service: 'cloudwatch', operation: 'GetMetricData', input }])).toBeCloseTo(0.00002)
  expect(usdOf([{ service: 'costexplorer', operation: 'GetCostAndUsage', input: {} }])).toBeCloseTo(0.01)
  expect(usdOf([{ service: 'lambda', operation: 'GetPolicy', input: {} }])).toBe(0)
})
