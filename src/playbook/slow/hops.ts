import {
  type FunctionDuration,
  httpFunctionDurations,
  restFunctionDurations,
} from '../../evidence/api-gateway/function-durations.ts'
import { type ApiLatency, apiLatency } from '../../evidence/api-gateway/latency.ts'
import { type Evidence, valueIfRead } from '../../evidence/evidence.ts'
import { calledTableLatencies } from '../../evidence/lambda/called-table-latencies.ts'
import { functionConfiguration } from '../../evidence/lambda/configuration.ts'
import { functionMetrics, seriesOf } from '../../evidence/lambda/metrics.ts'
import { usualDuration } from '../../evidence/lambda/usual-duration.ts'
import { optional } from '../../evidence/probe.ts'
import { type LambdaFunction, table } from '../../targets/target.ts'
import { timeoutsOf } from '../lambda/hops.ts'
import { defineHop, type Hop } from '../sign.ts'
import { functionSlowness } from './function-slowness.ts'
import { slownessOf } from './slowness.ts'
import { startingFunctions } from './starting-functions.ts'
import { isBehind, isTableWell } from './table-behind.ts'

const functionNeeds = {
  metrics: functionMetrics,
  usual: optional(usualDuration),
  tables: calledTableLatencies,
} as const

/** The table whose trouble fits the function's slowness. */
const functionToSlowTable = defineHop({
  id: 'function-to-slow-table',
  from: 'function',
  symptoms: ['slow'],
  needs: functionNeeds,
  next({ metrics, usual, tables }, { target, thresholds }) {
    const slowness = functionSlowness(metrics, usual, thresholds)
    if (slowness === undefined) return []
    const { invocations, durationP50 } = seriesOf(metrics)
    return tables
      .filter((each) => isBehind(slowness, invocations, durationP50, each.metrics))
      .map((each) => ({ ...table(target, each.name), caller: target.name }))
  },
})

/** The network of a slow function whose table is fast: a way that is always as long explains no rise. */
const functionToItsNetwork = defineHop({
  id: 'function-to-its-network',
  from: 'function',
  symptoms: ['slow'],
  needs: { ...functionNeeds, configuration: functionConfiguration },
  next({ metrics, usual, tables, configuration }, { target, window, thresholds }) {
    const slowness = functionSlowness(metrics, usual, thresholds)
    if (slowness === undefined || slowness.kind === 'rose' || configuration.vpc === undefined) return []
    return tables.length > 0 && tables.every((each) => isTableWell(each.metrics, window.from, window.to))
      ? [timeoutsOf(target, configuration)]
      : []
  },
})

const restToSlowFunction = defineHop({
  id: 'rest-api-to-slow-function',
  from: 'rest-api',
  symptoms: ['slow'],
  needs: { latency: optional(apiLatency), functions: restFunctionDurations },
  next: ({ latency, functions }, { thresholds }) => slowestFunction(latency, functions, thresholds?.slowMilliseconds),
})

const httpToSlowFunction = defineHop({
  id: 'http-api-to-slow-function',
  from: 'http-api',
  symptoms: ['slow'],
  needs: { latency: optional(apiLatency), functions: httpFunctionDurations },
  next: ({ latency, functions }, { thresholds }) => slowestFunction(latency, functions, thresholds?.slowMilliseconds),
})

const restToStartingFunctions = defineHop({
  id: 'rest-api-to-starting-functions',
  from: 'rest-api',
  symptoms: ['cold-start'],
  needs: { functions: restFunctionDurations },
  next: ({ functions }) => startingFunctions(functions).chosen,
})

const httpToStartingFunctions = defineHop({
  id: 'http-api-to-starting-functions',
  from: 'http-api',
  symptoms: ['cold-start'],
  needs: { functions: httpFunctionDurations },
  next: ({ functions }) => startingFunctions(functions).chosen,
})

/** The function that took the most time while the API was slow. */
function slowestFunction(
  latency: Evidence<ApiLatency>,
  functions: readonly FunctionDuration[],
  slowMilliseconds: number | undefined,
): LambdaFunction[] {
  const read = valueIfRead(latency)
  const slowness = read && slownessOf({ ...read, calls: read.requests }, slowMilliseconds)
  const slow = new Set(slowness?.slow.points.map(({ at }) => at))
  const timeOf = ({ total }: FunctionDuration): number =>
    total.points.filter(({ at }) => slow.size === 0 || slow.has(at)).reduce((sum, { value }) => sum + value, 0)
  const [slowest] = [...functions].sort((a, b) => timeOf(b) - timeOf(a))
  return slowest === undefined ? [] : [slowest.function]
}

export const hops: readonly Hop[] = [
  functionToSlowTable,
  functionToItsNetwork,
  restToSlowFunction,
  httpToSlowFunction,
  restToStartingFunctions,
  httpToStartingFunctions,
]
