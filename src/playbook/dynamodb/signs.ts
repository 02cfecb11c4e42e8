import { total } from '../../evidence/cloudwatch/series.ts'
import { metricAspect, type TableMetrics, tableMetrics } from '../../evidence/dynamodb/metrics.ts'
import { tableDetails } from '../../evidence/dynamodb/table.ts'
import { flowMetric, operations, summed } from '../../evidence/dynamodb/table-series.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import type { Fact } from '../fact.ts'
import { presenceOf } from '../presence.ts'
import { defineSign, type Observation, type Sign } from '../sign.ts'
import { amount, clockTime, milliseconds, plural } from './amount.ts'
import { latencies } from './latency.ts'
import { noticedShare } from './retry-verdict.ts'
import { slowNeeds } from './slow-needs.ts'
import { throttledFlows } from './throttled-flow.ts'
import { nameOf, refusedShare } from './verdict.ts'

const needs = { metrics: tableMetrics, table: optional(tableDetails) } as const

/** The SDK tries again after a 500; fewer than these slow nobody down. */
const leastErrors = 5

/** Requests that were served, or where they are not counted, units consumed: both go on when the table is well. */
function trafficOf(metrics: TableMetrics) {
  const requests = summed(operations.map((operation) => metrics.operations[operation].succeeded))
  const units = [metrics.table, ...Object.values(metrics.indexes)].flatMap(({ read, write }) => [
    read.consumed,
    write.consumed,
  ])
  return { requests, served: requests.points.length > 0 ? requests : summed(units) }
}

function isEmpty(metrics: TableMetrics): boolean {
  const { read, write } = metrics.table
  return (
    trafficOf(metrics).served.points.length === 0 &&
    read.capacity.points.length === 0 &&
    write.capacity.points.length === 0
  )
}

const noMetrics = (name: string): Observation => ({
  state: 'unknown',
  summary: `CloudWatch holds nothing about ${name} in this window: no request reached it, or the window is wrong.`,
  facts: [],
  times: [],
})

const throttled = defineSign({
  id: 'table-throttled',
  target: 'table',
  symptoms: ['throttled'],
  needs,
  observe({ metrics, table }, { target, window, now, fact, thresholds }): Observation {
    const flows = throttledFlows(metrics, valueIfRead(table), target.index)
    const builds = Object.entries(metrics.indexes).flatMap(([name, series]) =>
      target.index === undefined || target.index === name ? [series.buildThrottles] : [],
    )
    const failures = summed([...flows.map((flow) => flow.throttles), ...builds])
    const { served } = trafficOf(metrics)
    if (total(failures) === 0 && isEmpty(metrics)) return noMetrics(target.name)
    const presence = presenceOf(failures, served, Math.min(window.to, now), thresholds)
    const facts: Fact[] = flows.map((flow) =>
      fact(
        'metrics',
        `${nameOf(flow, target)}, throttled`,
        `${amount(flow.events)} in ${plural(flow.minutes, 'minute')}`,
        flow.times[0],
        flow.countedBy === 'requests'
          ? metricAspect('ThrottledRequests')
          : metricAspect(flowMetric(flow.direction, 'throttles'), 'Sum', { index: flow.index }),
      ),
    )
    if (presence.state === 'absent')
      return {
        state: 'absent',
        summary: `Nothing of ${target.name} was throttled in this window.`,
        facts: [
          fact('metrics', 'Throttled writes', 'none'),
          fact('metrics', 'Throttled reads', 'none', undefined, metricAspect('ReadThrottleEvents')),
        ],
        times: [],
      }
    const since = presence.firstAt === undefined ? '' : ` from ${clockTime(presence.firstAt)}`
    const until = presence.lastAt === undefined ? '' : ` to ${clockTime(presence.lastAt)}`
    const what =
      flows.length > 0 ? flows.map((flow) => nameOf(flow, target)).join(' and ') : `An index build of ${target.id}`
    return {
      state: presence.state,
      summary: `${what} ${flows.length > 0 ? 'were' : 'was'} throttled ${plural(presence.failures, 'time')}${since}${until}${presence.state === 'recovered' ? ', and not since' : ''}.`,
      facts,
      times: presence.times,
    }
  },
})

const slow = defineSign({
  id: 'table-slow',
  target: 'table',
  symptoms: ['slow'],
  needs: slowNeeds,
  observe({ metrics, table }, { target, window, now, fact, thresholds }): Observation {
    const all = latencies(metrics, thresholds?.slowMilliseconds)
    const slowOnes = all.filter((each) => each.isSlow)
    const flows = throttledFlows(metrics, valueIfRead(table), target.index).filter(
      (flow) => (refusedShare(flow, metrics) ?? 1) >= noticedShare,
    )
    if (all.length === 0 && flows.length === 0) return noMetrics(target.name)
    const slowRequests = slowOnes.map((each) => ({
      points: metrics.operations[each.operation].succeeded.points.filter((point) => each.slowTimes.includes(point.at)),
    }))
    const failed = operations.map((operation) => metrics.operations[operation].systemErrors)
    const errors = slowOnes.length > 0 || total(summed(failed)) >= leastErrors ? failed : []
    const { served } = trafficOf(metrics)
    const presence = presenceOf(
      summed([...slowRequests, ...flows.map((flow) => flow.throttles), ...errors]),
      served,
      Math.min(window.to, now),
      thresholds,
    )
    const facts = (slowOnes.length > 0 ? slowOnes : all.slice(0, 3)).map((each) =>
      fact(
        'metrics',
        `${each.operation}, time in DynamoDB`,
        `${milliseconds(each.average)} on average${each.p99 === undefined ? '' : `, p99 up to ${milliseconds(each.p99)}`}`,
        each.slowTimes[0],
        metricAspect('SuccessfulRequestLatency', 'Average', { operation: each.operation }),
      ),
    )
    const fastest = all.map((each) => `${each.operation} ${milliseconds(each.average)}`).join(', ')
    if (presence.state === 'absent')
      return {
        state: 'absent',
        summary: `DynamoDB itself answers quickly (${fastest} on average) and refuses nothing; what callers of ${target.name} wait for lies on their side: new connections, their CPU, or the network on the way.`,
        facts,
        times: [],
      }
    const parts = [
      ...slowOnes.map((each) => `${each.operation} takes ${milliseconds(each.average)}`),
      ...flows.map((flow) => `${nameOf(flow, target)} were throttled ${plural(flow.events, 'time')}`),
      ...(total(summed(errors)) > 0 ? [`DynamoDB failed ${plural(total(summed(errors)), 'request')}`] : []),
    ]
    return {
      state: presence.state,
      summary: `On ${target.name}: ${parts.join('; ')}${presence.state === 'recovered' ? '; not any more' : ''}.`,
      facts,
      times: presence.times,
    }
  },
})

export const signs: readonly Sign[] = [throttled, slow]
