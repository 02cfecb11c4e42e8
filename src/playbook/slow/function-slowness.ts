import { noData } from '../../evidence/cloudwatch/series.ts'
import { type Evidence, valueIfRead } from '../../evidence/evidence.ts'
import { type FunctionMetrics, seriesOf } from '../../evidence/lambda/metrics.ts'
import type { UsualDuration } from '../../evidence/lambda/usual-duration.ts'
import type { Thresholds } from '../thresholds.ts'
import { type Durations, type Slowness, slownessOf } from './slowness.ts'

/** How long a function's calls take, starts left out: Lambda's Duration begins after them. */
export function durationsOf(metrics: FunctionMetrics, usual: Evidence<UsualDuration>): Durations {
  const series = seriesOf(metrics)
  return {
    p50: series.durationP50,
    p95: series.durationP95,
    p99: series.durationP99,
    calls: series.invocations,
    usualP50: valueIfRead(usual)?.p50 ?? noData,
  }
}

/** In what way the handler of a function is slow; undefined when it is not. */
export function functionSlowness(
  metrics: FunctionMetrics,
  usual: Evidence<UsualDuration>,
  thresholds: Thresholds | undefined,
): Slowness | undefined {
  return slownessOf(durationsOf(metrics, usual), thresholds?.slowMilliseconds)
}
