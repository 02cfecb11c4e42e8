import { httpMetrics } from '../../evidence/api-gateway/http-metrics.ts'
import { restMetrics } from '../../evidence/api-gateway/rest-metrics.ts'
import { type Series, total } from '../../evidence/cloudwatch/series.ts'
import { presenceOf } from '../presence.ts'
import { defineSign, type Observation } from '../sign.ts'
import type { Thresholds } from '../thresholds.ts'
import { clock, counted } from './words.ts'

/** Callers ask for what is not there all day long; fewer refusals than this are theirs. */
const usualShare = 0.1
/** Minutes in which so large a share is refused that it is more than callers' mistakes. */
const burst = { share: 0.25, requests: 5, minutes: 3 }

interface At {
  readonly target: { readonly name: string; readonly stage: string }
  readonly window: { readonly from: number; readonly to: number }
  readonly thresholds?: Thresholds
}

/** Whether so many requests are refused that it is a failure of the API rather than of single callers; from metrics alone. */
export const restClientErrors = defineSign({
  id: 'rest-api-refuses-many',
  target: 'rest-api',
  symptoms: ['any'],
  needs: { metrics: restMetrics },
  observe: ({ metrics }, at) => observe(metrics.failures4xx, metrics.requests, at),
})

export const httpClientErrors = defineSign({
  id: 'http-api-refuses-many',
  target: 'http-api',
  symptoms: ['any'],
  needs: { metrics: httpMetrics },
  observe: ({ metrics }, at) => observe(metrics.failures4xx, metrics.requests, at),
})

function observe(refused: Series, requests: Series, { target, window, thresholds }: At): Observation {
  const name = `${target.name} (stage ${target.stage})`
  const presence = presenceOf(refused, requests, window.to, thresholds)
  const [few, all] = [presence.failures, total(requests)]
  if (requests.points.length === 0)
    return { state: 'unknown', summary: `${name} counted no request in this window.`, facts: [], times: [] }
  const said = `${name} refused ${few.toLocaleString('en-US')} of ${counted(all, 'request')} with a 4xx`
  if (few === 0) return { state: 'absent', summary: `${name} refused no request.`, facts: [], times: [] }
  const bursts = refused.points.filter(({ at, value }) => {
    const served = requests.points.find((point) => point.at === at)?.value ?? 0
    return served >= burst.requests && value / served >= burst.share
  })
  if (few / all < usualShare && bursts.length < burst.minutes)
    return { state: 'absent', summary: `${said}, which is usual.`, facts: [], times: [] }
  const span = `between ${clock(presence.firstAt ?? window.from)} and ${clock((presence.lastAt ?? window.to) + 60_000)}`
  return {
    state: presence.state,
    summary: `${said} ${span}.`,
    facts: [],
    times: presence.times,
    failedShare: presence.failedShare,
  }
}
