import type { Series } from '../../evidence/cloudwatch/series.ts'
import { calledTableLatencies } from '../../evidence/lambda/called-table-latencies.ts'
import { functionConfiguration } from '../../evidence/lambda/configuration.ts'
import { functionMetrics, seriesOf } from '../../evidence/lambda/metrics.ts'
import { usualDuration } from '../../evidence/lambda/usual-duration.ts'
import { optional } from '../../evidence/probe.ts'
import { defineCause } from '../cause.ts'
import { amount, milliseconds, percent } from '../dynamodb/amount.ts'
import { latencies } from '../dynamodb/latency.ts'
import { reconfigure } from '../lambda/words.ts'
import { functionSlowness } from './function-slowness.ts'
import { isTableWell } from './table-behind.ts'

/** Below this a function has an eighth of a CPU or little more. */
const smallMemoryMb = 256
/** Read units of 4 KB that a call must unpack for it to be work. */
const leastUnitsPerCall = 16
const mostTableShare = 0.2

export const ddbSlowLambdaCpu = defineCause({
  id: 'ddb-slow-lambda-cpu',
  target: 'function',
  symptoms: ['slow'],
  cause: 'DynamoDB answers quickly, and the function has too little CPU to unpack what it is sent.',
  fix: (fn) => ({
    now: `Raise the memory of ${fn.id} to 1,769 MB, which brings a whole CPU; the shorter run often costs the same.`,
    proper: 'Read less: project the attributes that are needed, and find the best size with AWS Lambda Power Tuning.',
    cli: reconfigure(fn, '--memory-size 1769'),
    iac: 'CDK: memorySize: 1769; SAM: MemorySize: 1769; Terraform: memory_size = 1769',
  }),
  docs: 'https://repost.aws/knowledge-center/dynamodb-high-latency',
  known: 'memory',
  needs: {
    metrics: functionMetrics,
    configuration: functionConfiguration,
    tables: calledTableLatencies,
    usual: optional(usualDuration),
  },
  diagnose({ metrics, configuration, tables, usual }, { target, window, fact, thresholds }) {
    const { memoryMb } = configuration
    const slowness = functionSlowness(metrics, usual, thresholds)
    if (slowness === undefined) return { clear: `The handler of ${target.id} is not slow.` }
    if (memoryMb > smallMemoryMb) return { clear: `${target.id} has ${amount(memoryMb)} MB.` }
    const [called] = tables
    if (called === undefined) return { clear: `The environment of ${target.id} names no table.` }
    if (!isTableWell(called.metrics, window.from, window.to)) return { clear: `${called.name} itself is not well.` }
    const times = slowness.slow.points.map(({ at }) => at)
    const { invocations } = seriesOf(metrics)
    const { read } = called.metrics.table
    const units = unitsPerCall(read.consumed, invocations, new Set(times))
    const others = invocations.points.filter(({ at }) => !times.includes(at)).map(({ at }) => at)
    const unitsBefore = unitsPerCall(read.consumed, invocations, new Set(others))
    const [slowest] = latencies(called.metrics)
    if (units === undefined || units < leastUnitsPerCall || slowest === undefined)
      return { clear: `${target.id} reads too little of ${called.name} for it to be work.` }
    if (slowness.kind === 'rose' && unitsBefore !== undefined && units < 1.5 * unitsBefore)
      return { clear: `${target.id} read as much of ${called.name} before, and was fast.` }
    if (slowest.average > mostTableShare * slowness.milliseconds)
      return { clear: `${called.name} takes a good part of the time itself.` }
    return {
      strength: 'likely',
      summary: `${target.id} takes ${milliseconds(slowness.milliseconds)} while ${called.name} answers in ${milliseconds(slowest.average)}: with ${amount(memoryMb)} MB it has ${percent(memoryMb / 1_769)} of a CPU to unpack about ${amount(units * 4)} KB a call.`,
      facts: [
        fact('configuration', 'Memory', `${amount(memoryMb)} MB`),
        fact('metrics', 'Duration', `${milliseconds(slowness.milliseconds)} (p50)`, times[0], 'Duration p50'),
        fact(
          'tables',
          `${slowest.operation} on ${called.name}, time in DynamoDB`,
          `${milliseconds(slowest.average)} on average`,
          undefined,
          `${called.name} SuccessfulRequestLatency Average ${slowest.operation}`,
        ),
      ],
      times,
    }
  },
})

function unitsPerCall(consumed: Series, calls: Series, times: ReadonlySet<number>): number | undefined {
  const sum = (series: Series): number =>
    series.points.reduce((all, { at, value }) => (times.has(at) ? all + value : all), 0)
  return sum(calls) === 0 ? undefined : sum(consumed) / sum(calls)
}
