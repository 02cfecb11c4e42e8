import type { AccessLog } from '../../evidence/api-gateway/access-log.ts'
import type { ApiMetrics } from '../../evidence/api-gateway/api-metrics.ts'
import type { ExecutionLog } from '../../evidence/api-gateway/execution-log.ts'
import { type Series, total } from '../../evidence/cloudwatch/series.ts'
import { type Evidence, valueIfRead } from '../../evidence/evidence.ts'

/** Everything that may tell how a stage's requests ended. HTTP APIs have no execution log. */
export interface Sources {
  readonly metrics: Evidence<ApiMetrics>
  readonly log?: Evidence<ExecutionLog>
  readonly access: Evidence<AccessLog>
}

/** Failing requests of one family of statuses, from whichever source tells. */
export interface Seen {
  /** By minute. */
  readonly failures: Series
  readonly requests?: Series
  /** How many of which exact status, as far as logs tell. */
  readonly statuses: ReadonlyMap<number, number>
  readonly from: 'metrics' | 'log' | 'access'
}

const minuteMs = 60_000

/** Metrics count every request and so speak first; logs speak where metrics are missing or late. Undefined when nothing tells. */
export function seenOf(family: '4' | '5', { metrics, log, access }: Sources): Seen | undefined {
  const read = valueIfRead(metrics)
  const counted = family === '5' ? read?.failures5xx : read?.failures4xx
  const logged = loggedStatuses(family, log, access)
  const hasMetrics = read !== undefined && (read.requests.points.length > 0 || (counted?.points.length ?? 0) > 0)
  const statuses = tally(logged?.entries.map((entry) => entry.status) ?? [])
  const isEmptyHanded = logged === undefined || logged.entries.length === 0
  if (hasMetrics && counted !== undefined && (total(counted) > 0 || isEmptyHanded))
    return { failures: counted, requests: read.requests, statuses, from: 'metrics' }
  // Only failures are searched for: a log without them says nothing unless requests were counted.
  if (logged === undefined || (logged.entries.length === 0 && !(logged.isConclusive && hasMetrics))) return undefined
  return {
    failures: perMinute(logged.entries.map((entry) => entry.at)),
    statuses,
    from: logged.from,
    ...(hasMetrics && { requests: read.requests }),
  }
}

interface Logged {
  readonly entries: readonly { readonly at: number; readonly status: number }[]
  readonly from: 'log' | 'access'
  /** Nothing found means that nothing was there. */
  readonly isConclusive: boolean
}

function loggedStatuses(
  family: '4' | '5',
  log: Evidence<ExecutionLog> | undefined,
  access: Evidence<AccessLog>,
): Logged | undefined {
  const executed = log === undefined ? undefined : valueIfRead(log)
  const accessed = valueIfRead(access)
  const found: Logged[] = []
  if (executed?.state === 'searched') {
    const entries = executed.failures.flatMap(({ at, status }) => (status === undefined ? [] : [{ at, status }]))
    const unnamed = executed.failures.filter(({ status, kind }) => status === undefined && kind !== undefined)
    const guessed =
      family === '5' ? unnamed.map(({ at, kind }) => ({ at, status: usualStatus[kind ?? ''] ?? 500 })) : []
    found.push({
      entries: [...entries, ...guessed],
      from: 'log',
      isConclusive: executed.isComplete && executed.level === 'INFO',
    })
  }
  if (accessed?.state === 'searched')
    found.push({
      entries: accessed.rows.filter((row) => String(row.status).startsWith(family)),
      from: 'access',
      isConclusive: accessed.isComplete,
    })
  return found.sort((a, b) => b.entries.length - a.entries.length || Number(b.isConclusive) - Number(a.isConclusive))[0]
}

/** What a failure turns into when nobody changed the gateway responses. */
const usualStatus: Readonly<Record<string, number>> = {
  malformed: 502,
  'customer-error': 502,
  'wrong-method': 502,
  timeout: 504,
  network: 504,
}

function tally(statuses: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>()
  for (const status of statuses) counts.set(status, (counts.get(status) ?? 0) + 1)
  return new Map([...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]))
}

export function perMinute(times: readonly number[]): Series {
  const counts = new Map<number, number>()
  for (const time of times) {
    const minute = Math.floor(time / minuteMs) * minuteMs
    counts.set(minute, (counts.get(minute) ?? 0) + 1)
  }
  return { points: [...counts].map(([at, value]) => ({ at, value })).sort((a, b) => a.at - b.at) }
}

/** Starts of the minutes in which requests of this family failed; empty when nothing tells. */
export function failingMinutes(family: '4' | '5', sources: Sources): number[] {
  return (
    seenOf(family, sources)
      ?.failures.points.filter((point) => point.value > 0)
      .map((point) => point.at) ?? []
  )
}

/** Words for a stage of which the metrics say that no request of this family failed; undefined where they do not. */
export function quiet(family: '4' | '5', sources: Sources): { readonly clear: string } | undefined {
  const seen = seenOf(family, sources)
  const requests = seen?.requests === undefined ? 0 : total(seen.requests)
  return seen !== undefined && requests > 0 && total(seen.failures) === 0
    ? { clear: `No request was answered with a ${family}xx.` }
    : undefined
}
