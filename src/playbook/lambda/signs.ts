import { highest, noData, type Series, total } from '../../evidence/cloudwatch/series.ts'
import { type Evidence, valueIfRead } from '../../evidence/evidence.ts'
import { functionConfiguration } from '../../evidence/lambda/configuration.ts'
import { type Failure, requestIdsOf, timesOf } from '../../evidence/lambda/failure.ts'
import { type FunctionFailures, functionFailures, inLog } from '../../evidence/lambda/failures.ts'
import { type FunctionMetrics, functionMetrics, seriesOf } from '../../evidence/lambda/metrics.ts'
import { functionUrlMetrics } from '../../evidence/lambda/url-metrics.ts'
import { optional } from '../../evidence/probe.ts'
import type { JudgeContext } from '../cause.ts'
import { type Presence, presenceOf } from '../presence.ts'
import { defineSign, type Observation } from '../sign.ts'
import { timeoutMinutes } from './timeout-evidence.ts'
import { clock, count, duration } from './words.ts'

const needs = {
  metrics: optional(functionMetrics),
  failures: optional(functionFailures),
  configuration: optional(functionConfiguration),
}
type At = JudgeContext<'function', typeof needs>

/** Whether the function fails. */
export const functionErrors = defineSign({
  id: 'function-errors',
  target: 'function',
  symptoms: ['errors', '502', '500'],
  needs,
  observe: ({ metrics, failures }, at) => observeErrors(metrics, failures, at),
})

/** Whether invocations of the function run into its timeout. */
export const functionTimeouts = defineSign({
  id: 'function-timeouts',
  target: 'function',
  symptoms: ['timeout', '504'],
  needs,
  observe({ metrics, failures, configuration }, at) {
    const read = valueIfRead(metrics)
    const timeouts = (valueIfRead(failures)?.failures ?? []).filter((failure) => failure.kind === 'timeout')
    const limitSeconds = valueIfRead(configuration)?.timeoutSeconds
    if (timeouts.length > 0) {
      const presence = presenceOf(
        byMinute(timeouts),
        read === undefined ? undefined : seriesOf(read).invocations,
        untilOf(at),
        at.thresholds,
      )
      const last = timeouts.at(-1)
      return seen(
        at,
        presence,
        timeouts,
        `timed out`,
        last === undefined
          ? []
          : [at.fact('failures', 'Newest timeout', last.message, last.at, inLog(valueIfRead(failures)?.group, last))],
      )
    }
    const minutes = timeoutMinutes(
      read,
      limitSeconds === undefined ? undefined : limitSeconds * 1000,
      valueIfRead(failures),
    )
    if (minutes.length > 0 && read !== undefined) {
      const errors = seriesOf(read).errors
      const presence = presenceOf(
        { points: errors.points.filter((point) => minutes.includes(point.at)) },
        seriesOf(read).invocations,
        untilOf(at),
        at.thresholds,
      )
      return {
        ...seen(at, presence, [], 'failed after as long as its timeout allows', [
          at.fact(
            'metrics',
            'Longest duration in failing minutes',
            duration((limitSeconds ?? 0) * 1000),
            minutes.at(-1),
            'Duration Maximum',
          ),
        ]),
        times: minutes,
      }
    }
    const other = observeErrors(metrics, failures, at)
    const slowest = read === undefined ? undefined : highest(seriesOf(read).durationMaximum)
    const noTimeouts = `${at.target.name} did not time out${slowest === undefined || limitSeconds === undefined ? '' : `; its longest invocation took ${duration(slowest)} of ${limitSeconds} s`}`
    return other.state === 'absent'
      ? { ...other, summary: `${noTimeouts}.` }
      : other.state === 'unknown'
        ? other
        : { ...other, summary: `${noTimeouts}, but it fails otherwise: ${other.summary}` }
  },
})

/** Whether calls of the function are refused for want of concurrency. */
export const functionThrottles = defineSign({
  id: 'function-throttles',
  target: 'function',
  symptoms: ['throttled'],
  needs,
  observe({ metrics, failures }, at) {
    const read = valueIfRead(metrics)
    if (read === undefined) return blind('Throttles are only in the metrics, and those could not be read.')
    const presence = presenceOf(throttlesOf(read), seriesOf(read).invocations, untilOf(at), at.thresholds)
    if (presence.state !== 'absent') return throttled(at, presence)
    const other = observeErrors(metrics, failures, at)
    const none = `${at.target.name} was not throttled`
    return other.state === 'present' || other.state === 'recovered'
      ? { ...other, summary: `${none}, but it fails otherwise: ${other.summary}` }
      : { ...other, summary: `${none}${read.invocations.points.length === 0 ? '; it was not called' : ''}.` }
  },
})

/** Whether the function's URL refuses callers. */
export const functionUrlRefusals = defineSign({
  id: 'function-url-refusals',
  target: 'function',
  symptoms: ['403', '4xx'],
  needs: { url: functionUrlMetrics },
  observe({ url }, at) {
    const presence = presenceOf(url.clientErrors, url.requests, untilOf(at), at.thresholds)
    return {
      state: presence.state,
      summary:
        presence.state === 'absent'
          ? `The URL of ${at.target.name} refused nobody.`
          : `The URL of ${at.target.name} refused ${count(presence.failures, 'request')} of ${total(url.requests)}.`,
      facts:
        presence.state === 'absent'
          ? []
          : [at.fact('url', 'Url4xxCount', `${presence.failures}`, presence.lastAt, 'Url4xxCount')],
      times: presence.times,
      failedShare: presence.failedShare,
    }
  },
})

function observeErrors(metrics: Evidence<FunctionMetrics>, failures: Evidence<FunctionFailures>, at: At): Observation {
  const read = valueIfRead(metrics)
  const search = valueIfRead(failures)
  const logged = search?.failures ?? []
  if (read !== undefined) {
    const { errors, invocations } = seriesOf(read)
    const presence = presenceOf(errors, invocations, untilOf(at), at.thresholds)
    if (presence.state !== 'absent')
      return seen(at, presence, [], 'failed', [
        at.fact(
          'metrics',
          'Errors',
          `${presence.failures} of ${total(invocations)} invocations`,
          presence.lastAt,
          'Errors',
        ),
      ])
    const certain = logged.filter((failure) => failure.certain)
    if (certain.length > 0)
      return seen(
        at,
        presenceOf(byMinute(certain), undefined, untilOf(at), at.thresholds),
        certain,
        'failed by its log',
        [logFact(at, search, certain)],
      )
    const lost = total(read.asyncEventsDropped) + total(read.deadLetterErrors) + total(read.destinationDeliveryFailures)
    const throttles = presenceOf(throttlesOf(read), invocations, untilOf(at), at.thresholds)
    if (throttles.state !== 'absent') return throttled(at, throttles)
    // Nothing ran, so nothing shows that it would work.
    if (invocations.points.length === 0 && logged.length === 0)
      return blind(`${at.target.name} was not called in this window.`)
    const lastAt = invocations.points.findLast((point) => point.value > 0)?.at
    const since =
      lastAt === undefined || lastAt >= untilOf(at) - 15 * 60_000 ? '' : `; it was last called at ${clock(lastAt)}`
    return {
      state: 'absent',
      summary:
        lost > 0
          ? `${at.target.name} answered every call, but ${count(lost, 'asynchronous event')} did not get where they should.`
          : `${at.target.name} served ${count(total(invocations), 'invocation')} without an error${since}.`,
      facts: [at.fact('metrics', 'Errors', `0 of ${total(invocations)} invocations`, undefined, 'Errors')],
      times: [],
    }
  }
  if (logged.length > 0)
    return seen(at, presenceOf(byMinute(logged), undefined, untilOf(at), at.thresholds), logged, 'failed by its log', [
      logFact(at, search, logged),
    ])
  return blind(
    search === undefined
      ? 'Neither the metrics nor the log of the function could be read.'
      : 'The log shows no failure, but the metrics, which count every error, could not be read.',
  )
}

function seen(
  at: At,
  presence: Presence,
  failures: readonly Failure[],
  did: string,
  facts: Observation['facts'],
): Observation {
  const since =
    presence.firstAt === undefined
      ? ''
      : `, first ${clock(presence.firstAt)}, last ${clock(presence.lastAt ?? presence.firstAt)}`
  const of =
    presence.requests === undefined || presence.requests < presence.failures
      ? ''
      : ` of ${count(presence.requests, 'invocation')}`
  const over =
    presence.state === 'recovered'
      ? `; since then ${(presence.servedSince ?? 0).toLocaleString('en-US')} went well`
      : ''
  return {
    state: presence.state,
    summary: `${at.target.name} ${did} ${count(presence.failures, 'time')}${of}${since}${over}.`,
    facts,
    times:
      failures.length > 0
        ? [...new Set([...presence.times, ...timesOf(failures).map(minuteOf)])].sort((a, b) => a - b)
        : presence.times,
    failedShare: presence.failedShare,
    ...(failures.length > 0 && { requestIds: requestIdsOf(failures) }),
  }
}

function throttled(at: At, presence: Presence): Observation {
  return {
    state: presence.state,
    summary: `${count(presence.failures, 'call')} of ${at.target.name} ${presence.failures === 1 ? 'was' : 'were'} throttled, last at ${clock(presence.lastAt ?? at.window.to)}.`,
    facts: [at.fact('metrics', 'Throttles', `${presence.failures}`, presence.lastAt, 'Throttles')],
    times: presence.times,
    failedShare: presence.failedShare,
  }
}

function logFact(at: At, search: FunctionFailures | undefined, failures: readonly Failure[]) {
  const last = failures.at(-1)
  return at.fact(
    'failures',
    `Newest of ${count(failures.length, 'failure')}`,
    last?.message ?? '',
    last?.at,
    inLog(search?.group, last),
  )
}

function blind(summary: string): Observation {
  return { state: 'unknown', summary, facts: [], times: [] }
}

/** Throttles through the qualifier, or of the whole function where none are counted there. */
export function throttlesOf(metrics: FunctionMetrics): Series {
  const qualified = metrics.qualified?.throttles ?? noData
  return total(qualified) > 0 ? qualified : metrics.throttles
}

function byMinute(failures: readonly Failure[]): Series {
  const minutes = Map.groupBy(failures, (failure) => minuteOf(failure.at))
  return { points: [...minutes].map(([at, group]) => ({ at, value: group.length })).sort((a, b) => a.at - b.at) }
}

function minuteOf(epochMs: number): number {
  return Math.floor(epochMs / 60_000) * 60_000
}

function untilOf({ window, now }: At | JudgeContext<'function', { url: typeof functionUrlMetrics }>): number {
  return Math.min(window.to, now)
}
