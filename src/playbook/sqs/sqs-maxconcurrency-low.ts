import { highest, type Series, total } from '../../evidence/cloudwatch/series.ts'
import { defineCause } from '../cause.ts'
import { backlogFacts } from './backlog-facts.ts'
import { consumptionNeeds, consumptionOf, errorShare, minutesOf } from './consumption.ts'
import { count, span } from './words.ts'

export const sqsMaxconcurrencyLow = defineCause({
  id: 'sqs-maxconcurrency-low',
  target: 'queue-to-function',
  symptoms: ['stuck'],
  cause: 'The mapping’s MaximumConcurrency caps how fast the queue drains.',
  fix: ({ function: fn }) => ({
    proper:
      'Set it to what the arrival rate needs: messages per second × seconds per batch ÷ messages per batch, with room to spare.',
    prevent: 'Alarm on ApproximateAgeOfOldestMessage, and test the cap against peak arrival.',
    iac: `SAM: \`ScalingConfig: { MaximumConcurrency: n }\`; CDK: \`maxConcurrency: n\`; Terraform: \`scaling_config { maximum_concurrency = n }\` on the mapping of ${fn.name}.`,
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html',
  known: 'confirmed',
  leadsTo: ['sqs-retention-expired', 'sqs-scale-ramp'],
  needs: consumptionNeeds,
  diagnose(evidence, at) {
    const { queue, function: fn } = at.target
    const seen = consumptionOf(evidence, at)
    const cap = seen.mapping?.maximumConcurrency
    if (cap === undefined) return { clear: `The mapping of ${queue.name} sets no MaximumConcurrency.` }
    const { backlog, function: series, throttles = 0 } = seen
    if (series === undefined || series.concurrentExecutions.points.length === 0)
      return { inconclusive: `How many executions of ${fn.name} ran at one time could not be read.` }
    const used = highest(series.concurrentExecutions) ?? 0
    if (backlog.state !== 'stuck' && backlog.state !== 'recovered')
      return { clear: `${queue.name} keeps up with MaximumConcurrency ${cap}.` }
    if (used < cap * 0.9)
      return { clear: `At most ${used} executions ran at one time, below MaximumConcurrency ${cap}.` }
    if ((errorShare(seen) ?? 0) >= 0.2)
      return { clear: `${fn.name} fails: the backlog is of retries, not of the cap of ${cap}.` }
    if (throttles > total(series.invocations) * 0.05)
      return { clear: `${fn.name} is throttled below the cap of ${cap}.` }
    const pinned = minutesOf({ points: series.concurrentExecutions.points.filter((point) => point.value >= cap * 0.9) })
    if (pinned.length < series.concurrentExecutions.points.length * 0.3)
      return { clear: `The cap of ${cap} was reached in ${count(pinned.length, 'minute')} only.` }
    const lagging = backlog.sent !== undefined && backlog.deleted !== undefined && backlog.sent > backlog.deleted
    const slower = slowerSince(series.durationP50, pinned[0] ?? 0)
    return {
      strength: slower !== undefined ? 'possible' : lagging || backlog.state === 'stuck' ? 'proven' : 'likely',
      times: pinned,
      summary: `${fn.name} runs at the mapping’s MaximumConcurrency of ${cap} without errors or throttles, and ${queue.name} still holds ${count(backlog.waiting, 'message')}.${slower === undefined ? '' : ` But a call takes ${slower.times} times as long as before: look first at what ${fn.name} waits for.`}`,
      facts: [
        at.fact('mappings', 'MaximumConcurrency of the mapping', String(cap)),
        at.fact(
          'functionMetrics',
          'Most executions at one time',
          `${used}, in ${count(pinned.length, 'minute')}`,
          pinned[0],
          'ConcurrentExecutions',
        ),
        at.fact(
          'functionMetrics',
          'Throttles and errors',
          `${throttles} and ${seen.errors ?? 0}`,
          undefined,
          'Throttles',
        ),
        ...(slower === undefined
          ? []
          : [
              at.fact(
                'functionMetrics',
                'Median duration before and at the cap',
                `${span(slower.beforeMs / 1000)}, ${span(slower.sinceMs / 1000)}`,
                pinned[0],
                'Duration',
              ),
            ]),
        ...(backlog.sent === undefined
          ? []
          : [
              at.fact(
                'queueMetrics',
                'Sent and deleted',
                `${count(backlog.sent, 'message')} sent, ${(backlog.deleted ?? 0).toLocaleString('en-GB')} deleted`,
                undefined,
                'NumberOfMessagesSent',
              ),
            ]),
        ...backlogFacts(at, seen),
      ],
      fix: {
        now: `Raise MaximumConcurrency above ${cap} where what ${fn.name} calls can take it; keep it at or below its reserved concurrency.`,
        cli: `aws lambda update-event-source-mapping --uuid ${seen.mapping?.uuid} --scaling-config MaximumConcurrency=${Math.min(1000, cap * 4)} --region ${fn.region}`,
      },
    }
  },
})

const muchSlower = 2
const fewestMinutes = 5

/** A cap that was wide enough until calls took longer is not what changed. */
function slowerSince(
  { points }: Series,
  pinnedAt: number,
): { readonly beforeMs: number; readonly sinceMs: number; readonly times: number } | undefined {
  const middle = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0
  const before = points.filter(({ at }) => at < pinnedAt).map(({ value }) => value)
  const since = points.filter(({ at }) => at >= pinnedAt).map(({ value }) => value)
  if (before.length < fewestMinutes || since.length === 0 || middle(before) <= 0) return undefined
  const ratio = middle(since) / middle(before)
  return ratio < muchSlower
    ? undefined
    : { beforeMs: middle(before), sinceMs: middle(since), times: Math.round(ratio * 10) / 10 }
}
