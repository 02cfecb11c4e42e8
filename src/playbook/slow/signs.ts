import { type ApiLatency, apiLatency } from '../../evidence/api-gateway/latency.ts'
import { highest, noData, type Series, total } from '../../evidence/cloudwatch/series.ts'
import { summed } from '../../evidence/dynamodb/table-series.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { seriesOf } from '../../evidence/lambda/metrics.ts'
import { usualDuration } from '../../evidence/lambda/usual-duration.ts'
import { optional } from '../../evidence/probe.ts'
import type { JudgeContext } from '../cause.ts'
import { coldNeeds } from '../cold-start/cold-needs.ts'
import { howOften } from '../cold-start/cold-verdict.ts'
import { startPicture } from '../cold-start/start-picture.ts'
import { milliseconds } from '../dynamodb/amount.ts'
import { presenceOf } from '../presence.ts'
import { defineSign, type Observation, type Sign } from '../sign.ts'
import { functionSlowness } from './function-slowness.ts'
import { middle, type Slowness, slownessOf } from './slowness.ts'
import { fastWords, slownessWords } from './words.ts'

const minuteMs = 60_000
/** API Gateway itself takes some ten milliseconds. */
const leastOwnMs = 200

const functionSlow = defineSign({
  id: 'function-slow',
  target: 'function',
  symptoms: ['slow'],
  needs: { ...coldNeeds, usual: optional(usualDuration) },
  observe(evidence, { target, window, now, fact, thresholds }): Observation {
    const { metrics, usual, configuration } = evidence
    const series = seriesOf(metrics)
    const slowness = functionSlowness(metrics, usual, thresholds)
    const picture = startPicture(evidence, 'slow', thresholds?.slowMilliseconds)
    if (total(series.invocations) === 0 && picture.starts.length === 0)
      return { state: 'unknown', summary: `${target.name} was not called in this window.`, facts: [], times: [] }
    const isCold = picture.isNoticed || picture.repeatedAt.length > 0
    const p50 = middle(series.durationP50, 0.5)
    const p99 = middle(inMinutesOf(slowness, series.durationP99), 0.5)
    const facts = [
      fact(
        'metrics',
        'Duration, starts left out',
        `p50 ${milliseconds(slowness?.statistic === 'p50' ? slowness.milliseconds : (p50 ?? 0))}${p99 === undefined ? '' : `, p99 ${milliseconds(p99)}`}`,
        slowness?.slow.points[0]?.at,
        'Duration p50',
      ),
    ]
    const moments = isCold ? [...picture.starts.map((start) => start.at), ...picture.repeatedAt] : []
    const presence = presenceOf(
      summed([slowness?.slow ?? noData, byMinute(moments)]),
      series.invocations,
      Math.min(window.to, now),
      thresholds,
    )
    if (presence.state === 'absent') {
      const words = fastWords(target.name, p50, p99)
      if (!picture.isKnown)
        return { state: 'unknown', facts, times: [], summary: `${words}. How often it starts cold is not known.` }
      const starts = picture.starts.length === 0 ? 'it did not start cold' : howOften(picture, target.name)
      return { state: 'absent', facts, times: [], summary: `${words}; ${starts}.` }
    }
    const limitMs = (valueIfRead(configuration)?.timeoutSeconds ?? Number.POSITIVE_INFINITY) * 1_000
    const isCutOff = (highest(series.durationMaximum) ?? 0) >= limitMs
    const parts = [
      ...(slowness === undefined ? [] : [slownessWords(slowness, target.name)]),
      ...(isCold ? [`${howOften(picture, target.name)}${waitWords(picture.initMedian ?? picture.restoreMedian)}`] : []),
      ...(isCutOff ? [`calls run into its timeout of ${limitMs / 1_000} s: ask why-timeout ${target.id}`] : []),
    ]
    return {
      state: presence.state,
      summary: `${parts.join('; ')}${presence.state === 'recovered' ? '; not any more' : ''}.`,
      facts,
      times: presence.times,
    }
  },
})

function waitWords(wait: number | undefined): string {
  return wait === undefined ? '' : `, waiting ${milliseconds(wait)} in the middle`
}

function byMinute(moments: readonly number[]): Series {
  return summed(moments.map((at) => ({ points: [{ at: Math.floor(at / minuteMs) * minuteMs, value: 1 }] })))
}

const latencyNeeds = { latency: apiLatency } as const

const restApiSlow = defineSign({
  id: 'rest-api-slow',
  target: 'rest-api',
  symptoms: ['slow'],
  needs: latencyNeeds,
  observe: ({ latency }, at) => observeApi(latency, at),
})

const httpApiSlow = defineSign({
  id: 'http-api-slow',
  target: 'http-api',
  symptoms: ['slow'],
  needs: latencyNeeds,
  observe: ({ latency }, at) => observeApi(latency, at),
})

function observeApi(
  latency: ApiLatency,
  {
    target,
    window,
    now,
    fact,
    thresholds,
  }: Pick<
    JudgeContext<'rest-api', typeof latencyNeeds> | JudgeContext<'http-api', typeof latencyNeeds>,
    'target' | 'window' | 'now' | 'fact' | 'thresholds'
  >,
): Observation {
  if (total(latency.requests) === 0)
    return { state: 'unknown', summary: `Nobody called ${target.name} in this window.`, facts: [], times: [] }
  const slowness = slownessOf({ ...latency, calls: latency.requests }, thresholds?.slowMilliseconds)
  const p50 = middle(inMinutesOf(slowness, latency.p50), 0.5)
  const p99 = middle(inMinutesOf(slowness, latency.p99), 0.5)
  const integration = middle(inMinutesOf(slowness, latency.integrationP50), 0.5)
  const isOwn = p50 !== undefined && integration !== undefined && p50 - integration >= Math.max(p50 / 2, leastOwnMs)
  const facts = [
    fact(
      'latency',
      'Latency',
      `p50 ${milliseconds(p50 ?? 0)}${integration === undefined ? '' : ` (${milliseconds(integration)} of it in the integration)`}${p99 === undefined ? '' : `, p99 ${milliseconds(p99)}`}`,
      slowness?.slow.points[0]?.at,
    ),
  ]
  const presence = presenceOf(slowness?.slow ?? noData, latency.requests, Math.min(window.to, now), thresholds)
  if (slowness === undefined || presence.state === 'absent')
    return { state: 'absent', facts, times: [], summary: `${fastWords(target.name, p50, p99)}.` }
  return {
    state: presence.state,
    summary: `${slownessWords(slowness, target.name)}${isOwn ? `; only ${milliseconds(integration)} of it in what it calls, the rest before that, as in an authorizer` : ''}${presence.state === 'recovered' ? '; not any more' : ''}.`,
    facts,
    times: presence.times,
  }
}

/** What was measured in the slow minutes, or in all where none was slow. */
function inMinutesOf(slowness: Slowness | undefined, series: Series): Series {
  if (slowness === undefined) return series
  const times = new Set(slowness.slow.points.map(({ at }) => at))
  return { points: series.points.filter(({ at }) => times.has(at)) }
}

export const signs: readonly Sign[] = [functionSlow, restApiSlow, httpApiSlow]
