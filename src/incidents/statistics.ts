import { DateTime } from 'luxon'
import type { TimelineEntry } from './event.ts'
import { causeKey, type Incident } from './incident.ts'
import type { Span } from './oncall/rotation.ts'

/** How long something took, in milliseconds, over the incidents in which it happened. */
export interface Taken {
  readonly count: number
  /** Absent where it never happened. */
  readonly median?: number
  /** Nine of ten were quicker. */
  readonly p90?: number
}

/** One incident's times, in epoch milliseconds; absent for what did not happen. */
export interface IncidentTimes {
  readonly answeredAt?: number
  readonly acknowledgedAt?: number
  readonly recoveredAt?: number
}

export interface Counted {
  readonly name: string
  readonly count: number
}

/** What a time's incidents come to. */
export interface Statistics {
  readonly incidents: number
  readonly stillOpen: number
  readonly byCause: readonly Counted[]
  readonly withoutCause: number
  readonly byResource: readonly Counted[]
  readonly answer: Taken
  readonly acknowledge: Taken
  readonly recover: Taken
  /** Incidents whose cause on that resource had been there before in the same time, of those with a named cause. */
  readonly repeats: { readonly count: number; readonly of: number }
  /** Firings after an incident was over, in all. */
  readonly reopenings: number
  /** Incidents opened, by day or by several days, the earliest first. */
  readonly perBucket: readonly { readonly from: number; readonly count: number }[]
  readonly bucketDays: number
}

const mostBuckets = 20
const mostNamed = 10

/** The first time each thing happened, from an incident's timeline. */
export function timesOf(entries: readonly TimelineEntry[]): IncidentTimes {
  const at = (fits: (entry: TimelineEntry) => boolean) => entries.find(fits)?.at
  const answeredAt = at(({ type }) => type === 'diagnosed')
  const acknowledgedAt = at(({ type }) => type === 'acknowledged')
  const recoveredAt = at(({ became }) => became === 'recovered' || became === 'closed')
  return {
    ...(answeredAt === undefined ? {} : { answeredAt }),
    ...(acknowledgedAt === undefined ? {} : { acknowledgedAt }),
    ...(recoveredAt === undefined ? {} : { recoveredAt }),
  }
}

/** Statistics of the incidents opened in a span; incidents that joined others count with those. */
export function statisticsOf(
  incidents: readonly Incident[],
  span: Span,
  times: ReadonlyMap<string, IncidentTimes>,
): Statistics {
  const counted = incidents
    .filter(
      ({ kind, mergedInto, openedAt }) =>
        kind === 'alarm' && mergedInto === undefined && openedAt >= span.from && openedAt < span.to,
    )
    .toSorted((a, b) => a.openedAt - b.openedAt)
  const keys = counted.map(({ diagnosis }) => causeKey(diagnosis.cause))
  const known = keys.filter((key) => key !== undefined)
  const took = (of: (known: IncidentTimes) => number | undefined) =>
    takenOf(
      counted.flatMap(({ id, openedAt }) => {
        const end = of(times.get(id) ?? {})
        return end === undefined ? [] : [Math.max(0, end - openedAt)]
      }),
    )
  return {
    incidents: counted.length,
    stillOpen: counted.filter(({ state }) => state !== 'closed').length,
    byCause: tally(
      counted.flatMap(({ diagnosis }, index) => (keys[index] === undefined ? [] : [diagnosis.cause?.id ?? ''])),
    ),
    withoutCause: keys.length - known.length,
    byResource: tally(
      counted.flatMap(({ diagnosis }, index) =>
        keys[index] === undefined ? [] : [diagnosis.cause?.resource.name ?? ''],
      ),
    ),
    answer: took(({ answeredAt }) => answeredAt),
    acknowledge: took(({ acknowledgedAt }) => acknowledgedAt),
    recover: took(({ recoveredAt }) => recoveredAt),
    repeats: { count: known.length - new Set(known).size, of: known.length },
    reopenings: counted.reduce((sum, { reopenings }) => sum + reopenings, 0),
    ...bucketsOf(counted, span),
  }
}

function takenOf(durations: readonly number[]): Taken {
  const sorted = durations.toSorted((a, b) => a - b)
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)]
  const [median, p90] = [at(0.5), at(0.9)]
  return { count: sorted.length, ...(median === undefined ? {} : { median }), ...(p90 === undefined ? {} : { p90 }) }
}

function tally(names: readonly string[]): Counted[] {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .toSorted((a, b) => b.count - a.count || a.name.localeCompare(b.name))
    .slice(0, mostNamed)
}

/** Whole days of UTC, as many together as a chart has room for. */
function bucketsOf(incidents: readonly Incident[], { from, to }: Span): Pick<Statistics, 'perBucket' | 'bucketDays'> {
  const first = DateTime.fromMillis(from, { zone: 'utc' }).startOf('day')
  const days = Math.max(1, Math.ceil(DateTime.fromMillis(to, { zone: 'utc' }).diff(first, 'days').days))
  const bucketDays = Math.ceil(days / mostBuckets)
  const perBucket = Array.from({ length: Math.ceil(days / bucketDays) }, (_, index) => {
    const start = first.plus({ days: index * bucketDays }).toMillis()
    const end = first.plus({ days: (index + 1) * bucketDays }).toMillis()
    return { from: start, count: incidents.filter(({ openedAt }) => openedAt >= start && openedAt < end).length }
  })
  return { perBucket, bucketDays }
}
