import { noData, type Series } from '../../evidence/cloudwatch/series.ts'
import type { ColdStart, Startups } from '../../evidence/cold-start/startups.ts'
import { configurationOf } from '../../evidence/lambda/configuration.ts'
import type { FunctionMetrics, FunctionSeries } from '../../evidence/lambda/metrics.ts'
import type { Symptom } from '../../targets/symptom.ts'
import { lambdaFunction } from '../../targets/target.ts'
import type { Diagnosis, Finding } from '../cause.ts'
import { diagnose, read, testNow } from '../diagnose-in-test.ts'
import { factFrom } from '../fact.ts'
import type { Observation } from '../sign.ts'
import type { coldCause } from './cold-cause.ts'
import type { ColdEvidence } from './cold-needs.ts'
import { coldStartPlaybook } from './index.ts'

export const orders = lambdaFunction({ account: '123456789012', region: 'eu-west-1', partition: 'aws' }, 'orders')
export const minuteMs = 60_000

export function minutes(values: readonly number[]): Series {
  return { points: values.map((value, index) => ({ at: testNow - (values.length + 2 - index) * minuteMs, value })) }
}
export function repeated(value: number, count = 56): number[] {
  return Array.from({ length: count }, () => value)
}

export function metrics(series: Partial<FunctionSeries>): FunctionMetrics {
  const names = [
    'invocations',
    'errors',
    'throttles',
    'durationP50',
    'durationP95',
    'durationP99',
    'durationMaximum',
    'concurrentExecutions',
    'postRuntimeExtensionsDuration',
    'asyncEventsDropped',
    'asyncEventAge',
    'deadLetterErrors',
    'destinationDeliveryFailures',
    'recursiveInvocationsDropped',
  ]
  const none = Object.fromEntries(names.map((name) => [name, noData])) as unknown as FunctionSeries
  return { ...none, ...series }
}

/** Cold starts at these minutes ago. */
export function starts(ago: readonly number[], start: Partial<ColdStart> = { initMs: 900 }): ColdStart[] {
  return ago.map((minute, index) => ({
    at: testNow - minute * minuteMs + 1_000,
    requestId: `r${index}`,
    version: '$LATEST',
    durationMs: 60,
    ...start,
  }))
}

export function log(startups: Partial<Startups>): ColdEvidence['startups'] {
  return read({
    state: 'searched',
    complete: true,
    group: '/aws/lambda/orders',
    areReportsOff: false,
    starts: [],
    timedOutInits: [],
    extensions: [],
    ...startups,
  })
}

export function configuration(given: Parameters<typeof configurationOf>[0]): ColdEvidence['configuration'] {
  return read(configurationOf({ MemorySize: 1024, Runtime: 'nodejs22.x', State: 'Active', ...given }, orders))
}

export function evidence(given: Partial<ColdEvidence>): ColdEvidence {
  return {
    metrics: metrics({ invocations: minutes(repeated(20)), durationP50: minutes(repeated(40)) }),
    startups: log({}),
    configuration: configuration({}),
    package: read({ codeBytes: 2_000_000, layers: [] }),
    provisioned: read([]),
    use: read(null),
    alias: read(null),
    writes: read({ events: [], complete: true }),
    ...given,
  }
}

export function outcomes(given: ColdEvidence, symptom: Symptom = 'cold-start'): Map<string, Diagnosis> {
  return new Map(
    coldStartPlaybook.causes.map((cause) => [
      cause.id,
      diagnose(cause as unknown as ReturnType<typeof coldCause>, orders, given, { symptom }),
    ]),
  )
}

export function found(given: Partial<ColdEvidence>, symptom: Symptom = 'cold-start'): string[] {
  return [...outcomes(evidence(given), symptom)]
    .flatMap(([id, diagnosis]) => (isFinding(diagnosis) ? [`${id} ${diagnosis.strength}`] : []))
    .sort()
}

export function isFinding(diagnosis: Diagnosis): diagnosis is Finding {
  return typeof diagnosis === 'object' && 'strength' in diagnosis
}

export function observe(given: Partial<ColdEvidence>): Observation {
  const context = {
    target: orders,
    window: { from: testNow - 3_600_000, to: testNow },
    now: testNow,
    symptom: 'cold-start',
    fact: (_need: string, label: string, value: string) =>
      factFrom({ source: 'test', account: '', region: '' }, label, value),
  }
  const [sign] = coldStartPlaybook.signs
  if (sign === undefined) throw new Error('no sign')
  return sign.observe(evidence(given) as never, context as never)
}

/** Sixty cold among 1,120 invocations, all through the hour. */
export const everyMinute = Array.from({ length: 56 }, (_, index) => index + 2)
export const often = (start: Partial<ColdStart>) => log({ starts: starts(everyMinute, start) })
