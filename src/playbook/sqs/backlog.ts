import { highest, lastPoint, noData, type Series, total, within } from '../../evidence/cloudwatch/series.ts'
import type { QueueAttributes } from '../../evidence/sqs/attributes.ts'
import { hasMetrics, type QueueMetrics } from '../../evidence/sqs/metrics.ts'

/** What a queue's numbers say of its messages. */
export interface Backlog {
  /** `draining`: late messages, but fewer every minute. `unknown`: no metrics that could tell. */
  readonly state: 'stuck' | 'draining' | 'recovered' | 'clear' | 'unknown'
  /** Visible now, by whichever of attribute and metric is higher. */
  readonly waiting: number
  /** Minutes in which messages were late, lay unconsumed or came back. */
  readonly times: readonly number[]
  /** Seconds, newest first known. */
  readonly ageSeconds: number | undefined
  readonly highestAgeSeconds: number | undefined
  readonly received: number | undefined
  readonly deleted: number | undefined
  readonly sent: number | undefined
  /** Receives beyond what deletes and messages still there account for: the same messages came back. */
  readonly repeats: number
}

const minuteMs = 60_000
const lateSeconds = 120
const longestWorkSeconds = 900
const idleMinutes = 5
const recentMs = 15 * minuteMs
/** A handful of receives more than deletes is what lies between two readings. */
const fewRepeats = 5
const manyMessages = 100
const shareOfRepeats = 0.2

/** Reads a backlog out of a queue's attributes and metrics; `metrics` is undefined when they could not be read. */
export function backlogOf(attributes: QueueAttributes, metrics: QueueMetrics | undefined, until: number): Backlog {
  const none = {
    times: [],
    ageSeconds: undefined,
    highestAgeSeconds: undefined,
    received: undefined,
    deleted: undefined,
    sent: undefined,
    repeats: 0,
  }
  if (metrics === undefined || !hasMetrics(metrics)) return { ...none, state: 'unknown', waiting: attributes.visible }
  const sum = (series: Series): number | undefined => (series.points.length === 0 ? undefined : total(series))
  const received = sum(metrics.received)
  const deleted = sum(metrics.deleted)
  const waiting = Math.max(attributes.visible, lastPoint(recent(metrics.visible, until))?.value ?? 0)
  const repeats = repeatsOf(metrics, attributes)
  const late = metrics.ageOfOldest.points
    .filter((point) => point.value >= lateFrom(attributes))
    .map((point) => point.at)
  const idle = idleRuns(metrics)
  const back =
    repeats > 0
      ? metrics.received.points
          .filter((point) => point.value > (valueAt(metrics.deleted, point.at) ?? 0))
          .map((point) => point.at)
      : []
  const times = [...new Set([...late, ...idle, ...back, ...risingWithoutAge(metrics)])].sort((a, b) => a - b)
  const facts = {
    waiting,
    times,
    ageSeconds: lastPoint(recent(metrics.ageOfOldest, until))?.value,
    highestAgeSeconds: highest(metrics.ageOfOldest),
    received,
    deleted,
    sent: sum(metrics.sent),
    repeats,
  }
  if (times.length === 0) return { ...facts, state: 'clear' }
  const newest = times.at(-1) ?? 0
  const isNow = newest >= lastSeen(metrics) - 3 * stepMs(metrics)
  if (!isNow)
    return {
      ...facts,
      state: times.length >= idleMinutes || spanOf(times) >= idleMinutes * minuteMs ? 'recovered' : 'clear',
    }
  if (repeats === 0 && isDraining(metrics, until))
    return { ...facts, state: idle.length > 0 ? 'recovered' : 'draining' }
  return { ...facts, state: 'stuck' }
}

/** A message counts as old until it is deleted: one that is older than a visibility timeout was not done at the first try. */
function lateFrom({ visibilityTimeoutSeconds }: QueueAttributes): number {
  return Math.max(lateSeconds, Math.min(visibilityTimeoutSeconds, longestWorkSeconds))
}

/** Visible messages and none deleted, several minutes on end. */
function idleRuns({ visible, deleted }: QueueMetrics): number[] {
  if (deleted.points.length === 0) return []
  const runs: number[][] = [[]]
  for (const point of visible.points) {
    if (point.value > 0 && (valueAt(deleted, point.at) ?? 0) === 0) runs.at(-1)?.push(point.at)
    else runs.push([])
  }
  return runs.filter((run) => spanOf(run) >= (idleMinutes - 1) * minuteMs).flat()
}

/** Where the age is not reported, a count that only ever rises tells the same. */
function risingWithoutAge({ ageOfOldest, visible, deleted }: QueueMetrics): number[] {
  const { points } = visible
  const first = points[0]
  const last = points.at(-1)
  if (ageOfOldest.points.length > 0 || first === undefined || last === undefined) return []
  const rises = points.filter((point, index) => point.value >= (points[index - 1]?.value ?? 0)).length
  // A consumer that works has its ups and downs: beside deletes only a backlog that grows and grows is one.
  const isRising =
    deleted.points.length > 0
      ? rises >= points.length * 0.8 && last.value >= 2 * first.value + manyMessages
      : rises === points.length && last.value > first.value
  return isRising && last.at - first.at >= 10 * minuteMs
    ? points.filter((point) => point.value > 0).map((point) => point.at)
    : []
}

/** Zero unless a good part of all receives are repeats: an error that a retry mends is no backlog. */
function repeatsOf({ received, deleted }: QueueMetrics, { visible, notVisible }: QueueAttributes): number {
  if (received.points.length === 0 || deleted.points.length === 0) return 0
  const repeats = total(received) - total(deleted) - visible - notVisible
  return repeats >= Math.max(fewRepeats, total(received) * shareOfRepeats) ? repeats : 0
}

/** Deletes nearly every minute, and clearly fewer messages than a quarter of an hour before. */
function isDraining({ visible, deleted }: QueueMetrics, until: number): boolean {
  const window = recent(visible, until)
  const first = window.points[0]
  const last = window.points.at(-1)
  if (first === undefined || last === undefined || last.at - first.at < 5 * minuteMs) return false
  const working = window.points.filter((point) => (valueAt(deleted, point.at) ?? 0) > 0).length
  return working >= window.points.length * 0.8 && last.value <= first.value * 0.75
}

/** The points of the newest quarter of an hour. */
export function recent(series: Series, until: number): Series {
  return within(series, until - recentMs, Number.MAX_SAFE_INTEGER)
}

/** How often a dead-letter queue took messages, and how many. */
export function growthOf(visible: Series | undefined): { readonly rises: Series; readonly count: number } {
  const points = visible?.points ?? []
  const rises = points.flatMap((point, index) => {
    const before = points[index - 1]
    return before !== undefined && point.value > before.value
      ? [{ at: point.at, value: point.value - before.value }]
      : []
  })
  return {
    rises: rises.length === 0 ? noData : { points: rises },
    count: rises.reduce((sum, point) => sum + point.value, 0),
  }
}

function valueAt(series: Series, at: number): number | undefined {
  return series.points.find((point) => point.at === at)?.value
}

function lastSeen(metrics: QueueMetrics): number {
  return Math.max(...Object.values(metrics).map((series: Series) => lastPoint(series)?.at ?? 0))
}

function stepMs(metrics: QueueMetrics): number {
  const all: readonly Series[] = Object.values(metrics)
  const longest = all.reduce(
    (best, series) => (series.points.length > best.points.length ? series : best),
    noData,
  ).points
  const steps = longest.slice(1).map((point, index) => point.at - (longest[index]?.at ?? point.at))
  return Math.max(minuteMs, Math.min(...(steps.length === 0 ? [minuteMs] : steps)))
}

function spanOf(times: readonly number[]): number {
  return times.length === 0 ? 0 : Math.max(...times) - Math.min(...times)
}
