import { highest, lastPoint, type Series } from '../../evidence/cloudwatch/series.ts'
import { defineCause } from '../cause.ts'
import { backlogFacts } from './backlog-facts.ts'
import { consumptionNeeds, consumptionOf, errorShare } from './consumption.ts'
import { clock, count } from './words.ts'

/** A burst is this many times what came in a usual minute before it. */
const burstFactor = 5

export const sqsScaleRamp = defineCause({
  id: 'sqs-scale-ramp',
  target: 'queue-to-function',
  symptoms: ['stuck'],
  cause: 'A burst came in faster than Lambda’s pollers scale: they add concurrency minute by minute.',
  fix: ({ function: fn }) => ({
    now: `Wait: the pollers of ${fn.name} are still growing and the queue drains by itself.`,
    proper: 'Use provisioned pollers for queues whose bursts must not wait.',
    prevent: 'Spread the producer’s burst, or send it to the function in larger batches.',
    iac: '`ProvisionedPollerConfig: { MinimumPollers: n, MaximumPollers: m }` on the event source mapping.',
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html',
  known: 'confirmed',
  needs: consumptionNeeds,
  diagnose(evidence, at) {
    const { queue, function: fn } = at.target
    const seen = consumptionOf(evidence, at)
    const { mapping, backlog, queue: metrics, function: series, throttles = 0 } = seen
    if (mapping?.isProvisioned === true) return { clear: 'The mapping has provisioned pollers.' }
    if (evidence.attributes.isFifo) return { clear: `${queue.name} is a FIFO queue: its groups set the pace.` }
    if (metrics === undefined || series === undefined)
      return { inconclusive: 'The metrics that show a burst could not be read.' }
    const burst = burstOf(metrics.sent)
    if (burst === undefined) return { clear: 'No burst: no minute brought many times what the minutes before did.' }
    if (backlog.state === 'clear') return { clear: `${queue.name} took the burst without a backlog.` }
    const grown = rising(series.concurrentExecutions, burst.at)
    const isCapped =
      mapping?.maximumConcurrency !== undefined &&
      (highest(series.concurrentExecutions) ?? 0) >= mapping.maximumConcurrency * 0.9
    if (!grown || isCapped || throttles > 0 || (errorShare(seen) ?? 0) > 0.05)
      return { clear: `${fn.name} does not scale step by step after the burst at ${clock(burst.at)}.` }
    return {
      strength: 'likely',
      times: [burst.at, ...backlog.times.filter((time) => time >= burst.at)],
      summary: `${count(burst.value, 'message')} a minute came to ${queue.name} at ${clock(burst.at)}, ${Math.round(burst.value / Math.max(1, burst.usual))} times the usual, and the pollers of ${fn.name} are still scaling up.`,
      facts: [
        at.fact(
          'queueMetrics',
          'Sent in one minute',
          `${count(burst.value, 'message')}, before that ${Math.round(burst.usual)}`,
          burst.at,
          'NumberOfMessagesSent',
        ),
        at.fact(
          'functionMetrics',
          'Executions at one time',
          `up to ${lastPoint(series.concurrentExecutions)?.value ?? 0}`,
          lastPoint(series.concurrentExecutions)?.at,
          'ConcurrentExecutions',
        ),
        ...backlogFacts(at, seen),
      ],
    }
  },
})

function burstOf(sent: Series): { readonly at: number; readonly value: number; readonly usual: number } | undefined {
  const start = sent.points.findIndex((point, index) => {
    const before = sent.points.slice(Math.max(0, index - 15), index)
    return (
      before.length >= 3 &&
      point.value >= 100 &&
      point.value >= burstFactor * Math.max(1, mean(before.map((each) => each.value)))
    )
  })
  const point = sent.points[start]
  return point === undefined
    ? undefined
    : { ...point, usual: mean(sent.points.slice(Math.max(0, start - 15), start).map((each) => each.value)) }
}

function rising(series: Series, since: number): boolean {
  const after = series.points.filter((point) => point.at >= since)
  const first = after[0]?.value ?? 0
  const last = after.at(-1)?.value ?? 0
  const up = after.slice(1).filter((point, index) => point.value >= (after[index]?.value ?? 0)).length
  return after.length >= 3 && last > first * 1.2 && up >= (after.length - 1) * 0.75
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}
