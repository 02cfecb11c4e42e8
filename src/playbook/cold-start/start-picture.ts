import { total } from '../../evidence/cloudwatch/series.ts'
import type { ColdStart } from '../../evidence/cold-start/startups.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { seriesOf } from '../../evidence/lambda/metrics.ts'
import type { Symptom } from '../../targets/symptom.ts'
import type { ColdEvidence } from './cold-needs.ts'
import { readyEnvironments } from './ready-environments.ts'
import { isWaveOf } from './start-wave.ts'

/** What is known of a function's starts in the window. Durations in milliseconds. */
export interface StartPicture {
  /** The log was there to be read and would hold the lines; false says nothing of the function. */
  readonly isKnown: boolean
  /** False where the search broke off: what it found is the least. */
  readonly isComplete: boolean
  readonly starts: readonly ColdStart[]
  readonly invocations: number
  /** Cold among all invocations, 0 to 1; undefined without counted invocations. */
  readonly share?: number
  readonly initMedian?: number
  readonly init95?: number
  readonly restoreMedian?: number
  /** Of invocations in general, the start left out. */
  readonly durationMedian?: number
  readonly duration95?: number
  readonly duration99?: number
  /** They are many or long enough for somebody to notice. */
  readonly isNoticed: boolean
  /** So many of them came together that callers noticed, however few they are of the whole window. */
  readonly isWave: boolean
  /** Whether environments stand ready could not be read, and the inits are few enough to be theirs, which nobody waits for. */
  readonly mayStandReady: boolean
  /** When inits ran out of their time and were begun again inside the invocation. */
  readonly repeatedAt: readonly number[]
}

/** More often than this no environment is made ready anew. */
export const oftenShare = 0.05
/** A caller that gives up waits this long at least. */
const gatewayPatienceMs = 10_000

/** Puts the log's starts beside the counted invocations; asked about a caller's timeout, only the starts that may be behind one count. */
export function startPicture(
  { metrics, startups, provisioned, use, alias }: ColdEvidence,
  symptom: Symptom,
  slowMilliseconds?: number,
): StartPicture {
  const log = valueIfRead(startups)
  const series = seriesOf(metrics)
  const invocations = total(series.invocations)
  const durationMedian = middle(series.durationP50.points)
  const isKnown = log !== undefined && log.state === 'searched' && !log.areReportsOff
  const behind = valueIfRead(alias)
  const ready = readyEnvironments(valueIfRead(use), behind)
  const versions = versionsOf(behind)
  const own = ready.servedAll
    ? []
    : (log?.starts ?? []).filter(
        ({ version }) =>
          version === undefined || ((versions === undefined || versions.has(version)) && !ready.versions.has(version)),
      )
  const starts = isAboutStarts(symptom) ? own : own.filter((start) => outlasts(start, durationMedian))
  const inits = starts.flatMap((start) => start.initMs ?? [])
  const restores = starts.flatMap((start) => start.restoreMs ?? [])
  const waits = starts.map((start) => start.initMs ?? start.restoreMs ?? 0)
  const share = invocations === 0 ? undefined : Math.min(1, starts.length / invocations)
  const isWave = isWaveOf(starts, series.invocations, slowMilliseconds)
  return {
    isKnown,
    isComplete: log?.complete === true,
    starts,
    invocations,
    ...given('share', share),
    ...given('initMedian', quantile(inits, 0.5)),
    ...given('init95', quantile(inits, 0.95)),
    ...given('restoreMedian', quantile(restores, 0.5)),
    ...given('durationMedian', durationMedian),
    ...given('duration95', middle(series.durationP95.points)),
    ...given('duration99', middle(series.durationP99.points)),
    isNoticed: isAboutStarts(symptom) ? isWave || isNoticed(waits, share, slowMilliseconds) : starts.length > 0,
    isWave,
    mayStandReady: provisioned.status !== 'ok' && use.status !== 'ok' && (share === undefined || share < oftenShare),
    repeatedAt: (log?.timedOutInits ?? []).map((init) => init.at),
  }
}

/** Whether starts of any length matter; whoever timed out is only concerned by those that took that long. */
export function isAboutStarts(symptom: Symptom): boolean {
  return symptom === 'cold-start' || symptom === 'slow'
}

/** A function always has some cold starts: they are a finding when they are frequent, or long; how long is too long a team may say. */
function isNoticed(waits: readonly number[], share: number | undefined, slowMilliseconds: number | undefined): boolean {
  const median = quantile(waits, 0.5) ?? 0
  const slowest = quantile(waits, 0.95) ?? 0
  const isRepeatedAndLong = (waits.length >= 2 && slowest >= 3_000) || (waits.length >= 5 && median >= 1_000)
  if (slowMilliseconds !== undefined)
    return slowest >= slowMilliseconds && (share === undefined || share >= 0.01 || isRepeatedAndLong)
  if (share === undefined) return slowest >= 1_000
  return (share >= oftenShare && median >= 200) || (share >= 0.01 && slowest >= 500) || isRepeatedAndLong
}

/** A start that took a caller's whole patience, where invocations on warm environments are well within it. */
function outlasts({ initMs = 0, restoreMs = 0, durationMs = 0 }: ColdStart, warm: number | undefined): boolean {
  const wait = initMs + restoreMs + durationMs
  return wait >= gatewayPatienceMs && initMs + restoreMs >= 2_000 && (warm ?? 0) <= wait / 3
}

function versionsOf(
  alias: { readonly version: string; readonly routes: readonly { readonly version: string }[] } | null | undefined,
): Set<string> | undefined {
  return alias === undefined || alias === null
    ? undefined
    : new Set([alias.version, ...alias.routes.map((route) => route.version)])
}

export function quantile(values: readonly number[], share: number): number | undefined {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
}

function middle(points: readonly { readonly value: number }[]): number | undefined {
  return quantile(
    points.map((point) => point.value),
    0.5,
  )
}

function given<K extends string, T>(name: K, value: T | undefined): { [P in K]?: T } {
  return value === undefined ? {} : ({ [name]: value } as { [P in K]: T })
}
