import { total } from '../../evidence/cloudwatch/series.ts'
import { metricAspect } from '../../evidence/dynamodb/metrics.ts'
import { flowMetric, type ThrottleReason, throttleReasons } from '../../evidence/dynamodb/table-series.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import type { Fix } from '../cause.ts'
import { amount, percent, plural } from './amount.ts'
import type { SlowVerdict } from './judge-latency.ts'
import { raiseMaximum } from './limit-verdict.ts'
import { raise } from './raise-capacity.ts'
import type { SlowContext, SlowEvidence } from './slow-needs.ts'
import { hasReasons, type ThrottledFlow, throttledFlows } from './throttled-flow.ts'
import { during, nameOf, refusedShare } from './verdict.ts'

const reasonWords = {
  provisioned: 'provisioned throughput',
  keyRange: 'the limit of one partition',
  account: 'a quota of the account',
  onDemandMaximum: 'the on-demand maximum',
} as const

/** Fewer refused requests than this share slow nobody down noticeably. */
export const noticedShare = 0.001

/** Where callers wait because requests were refused and tried again, which DynamoDB's own latency does not show. */
export function retryVerdicts(evidence: SlowEvidence, at: SlowContext): SlowVerdict[] {
  const { metrics } = evidence
  const flows = throttledFlows(metrics, valueIfRead(evidence.table), at.target.index).sort(
    (a, b) => b.events - a.events,
  )
  const [worst] = flows
  if (worst === undefined) return []
  const share = refusedShare(worst, metrics)
  const batch = batchVerdict(worst, evidence, at)
  if (batch !== undefined) return [batch]
  if (share !== undefined && share < noticedShare) return []
  const name = nameOf(worst, at.target)
  const reason = throttleReasons.find((each) => worst.reasons[each] === Math.max(...Object.values(worst.reasons)))
  const reasonText = reason === undefined || !hasReasons(worst) ? '' : ` (${reasonWords[reason]})`
  const metric = worst.countedBy === 'requests' ? 'ThrottledRequests' : flowMetric(worst.direction, 'throttles')
  return [
    {
      id: 'ddb-slow-client-retries',
      strength: 'likely',
      summary: `${name} were throttled ${plural(worst.events, 'time')}${reasonText}, and the SDK waits longer before each new try: callers see the waits as latency.`,
      facts: [
        at.fact(
          'metrics',
          `${name}, throttled`,
          `${amount(worst.events)} in ${plural(worst.minutes, 'minute')}${share === undefined ? '' : `, ${percent(share)} of the requests`}`,
          worst.times[0],
          metricAspect(metric, 'Sum', { index: worst.countedBy === 'requests' ? undefined : worst.index }),
        ),
        ...(reason === undefined || !hasReasons(worst)
          ? []
          : [
              at.fact(
                'metrics',
                'Reason',
                `${reasonWords[reason]}: ${amount(worst.reasons[reason])}`,
                worst.times[0],
                metricAspect(flowMetric(worst.direction, reason), 'Sum', { index: worst.index }),
              ),
            ]),
      ],
      times: worst.times,
      fix: fixOf(worst, reason, at),
    },
  ]
}

/** What lifts the limit that was met; why-throttled knows more of it. */
function fixOf(flow: ThrottledFlow, reason: ThrottleReason | undefined, at: SlowContext): Fix {
  const ask = `Ask why-throttled ${at.target.id}, which looks at auto scaling, keys and quotas as well.`
  const isFull = reason === 'provisioned' && hasReasons(flow)
  const lifted = isFull
    ? raise(flow, at.target)
    : reason === 'onDemandMaximum' && hasReasons(flow)
      ? raiseMaximum(flow, at.target)
      : {}
  return { ...lifted, now: [lifted.now, ask].filter((each) => each !== undefined).join(' ') }
}

/** A batch of which some items were throttled succeeds and hands those back; its caller loops. */
function batchVerdict(flow: ThrottledFlow, { metrics }: SlowEvidence, at: SlowContext): SlowVerdict | undefined {
  const operation = flow.direction === 'read' ? 'BatchGetItem' : 'BatchWriteItem'
  const batches = during(metrics.operations[operation].succeeded, flow.times)
  const refused = during(metrics.refused[flow.direction], flow.times)
  if (batches === 0 || flow.countedBy === 'requests' || refused > 0.1 * flow.events) return undefined
  return {
    id: 'ddb-slow-batch-unprocessed',
    strength: 'likely',
    summary: `${amount(flow.events)} items of ${operation} on ${at.target.id} were throttled while ${refused === 0 ? 'no request was' : `only ${plural(refused, 'request')} ${refused === 1 ? 'was' : 'were'}`} refused as a whole: they come back unprocessed and the callers loop.`,
    facts: [
      at.fact(
        'metrics',
        'Throttled items',
        amount(flow.events),
        flow.times[0],
        metricAspect(flowMetric(flow.direction, 'throttles'), 'Sum', { index: flow.index }),
      ),
      at.fact(
        'metrics',
        `${operation} calls that succeeded`,
        `${amount(batches)}; ${amount(total(metrics.refused[flow.direction]))} refused`,
        flow.times[0],
        metricAspect('SuccessfulRequestLatency', 'SampleCount', { operation }),
      ),
    ],
    times: flow.times,
  }
}
