import {
  CloudWatchClient,
  GetMetricDataCommand,
  type MetricDataQuery,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch'
import type { Place } from '../../aws/place.ts'
import type { AwsReader } from '../../aws/reader.ts'
import { consoleLink } from '../console-link.ts'
import type { Citation, ReadContext, Window } from '../probe.ts'
import type { Series } from './series.ts'

/** One metric with the statistic wanted: `Sum`, `Maximum`, `Average`, `SampleCount`, `p99`. */
export interface MetricQuery {
  readonly namespace: string
  readonly metric: string
  readonly dimensions: Readonly<Record<string, string>>
  readonly stat: string
}

interface Waiting {
  readonly queries: readonly MetricQuery[]
  readonly window: Window
  readonly resolve: (series: Series[]) => void
  readonly reject: (error: unknown) => void
}

const batchWaitMs = 3
const mostQueries = 500
const waitingByReader = new WeakMap<AwsReader, Waiting[]>()

/** Seconds: CloudWatch keeps minutes for 15 days, five minutes for 63, hours for 455. */
export function periodSeconds(window: Window, now: number): number {
  const ageDays = (now - window.from) / 86_400_000
  const spanHours = (window.to - window.from) / 3_600_000
  if (ageDays >= 63) return 3_600
  if (ageDays >= 15) return 300
  return spanHours <= 12 ? 60 : spanHours <= 72 ? 300 : 3_600
}

/** Reads metrics in the order asked; whatever is asked for within a few milliseconds shares one GetMetricData call. */
export async function readMetrics<const Q extends Readonly<Record<string, MetricQuery>>>(
  at: ReadContext,
  queries: Q,
  window: Window = at.window,
): Promise<{ readonly [P in keyof Q]: Series }> {
  const names = Object.keys(queries)
  const series = await enqueue(at, Object.values(queries), window)
  return Object.fromEntries(names.map((name, index) => [name, series[index]])) as { [P in keyof Q]: Series }
}

function enqueue(at: ReadContext, queries: readonly MetricQuery[], window: Window): Promise<Series[]> {
  return new Promise((resolve, reject) => {
    const waiting = waitingByReader.get(at.aws)
    const entry = { queries, window, resolve, reject }
    if (waiting !== undefined) {
      waiting.push(entry)
      return
    }
    waitingByReader.set(at.aws, [entry])
    setTimeout(() => {
      const batch = waitingByReader.get(at.aws) ?? []
      waitingByReader.delete(at.aws)
      for (const group of grouped(batch)) void send(at, group)
    }, batchWaitMs)
  })
}

/** Only questions about the same window fit one call, and 500 metrics at most. */
function grouped(batch: readonly Waiting[]): Waiting[][] {
  const groups: Waiting[][] = []
  for (const entry of batch) {
    const fits = groups.find(
      ([first, ...rest]) =>
        first?.window.from === entry.window.from &&
        first.window.to === entry.window.to &&
        [first, ...rest].reduce((sum, each) => sum + each.queries.length, 0) + entry.queries.length <= mostQueries,
    )
    if (fits === undefined) groups.push([entry])
    else fits.push(entry)
  }
  return groups
}

async function send(at: ReadContext, group: readonly Waiting[]): Promise<void> {
  try {
    const first = group[0]
    if (first === undefined) return
    const all = group.flatMap((entry) => entry.queries)
    const unique = new Map(all.map((query) => [JSON.stringify(query), query]))
    const period = periodSeconds(first.window, at.now)
    const keys = [...unique.keys()]
    const results = await getMetricData(
      at.aws,
      [...unique.values()].map((query, index) => toQuery(query, `m${index}`, period)),
      first.window,
      period,
    )
    for (const entry of group)
      entry.resolve(
        entry.queries.map((query) => results.get(`m${keys.indexOf(JSON.stringify(query))}`) ?? { points: [] }),
      )
  } catch (error) {
    for (const entry of group) entry.reject(error)
  }
}

async function getMetricData(
  aws: AwsReader,
  queries: MetricDataQuery[],
  window: Window,
  period: number,
): Promise<Map<string, Series>> {
  const periodMs = period * 1000
  const byId = new Map<string, { at: number; value: number }[]>()
  const partial = new Set<string>()
  for (let index = 0; index < queries.length; index += mostQueries) {
    let token: string | undefined
    do {
      const page = await aws.client(CloudWatchClient).send(
        new GetMetricDataCommand({
          MetricDataQueries: queries.slice(index, index + mostQueries),
          StartTime: new Date(Math.floor(window.from / periodMs) * periodMs),
          EndTime: new Date(Math.ceil(window.to / periodMs) * periodMs),
          ScanBy: 'TimestampAscending',
          ...(token !== undefined && { NextToken: token }),
        }),
      )
      for (const result of page.MetricDataResults ?? []) {
        keep(byId, result)
        if (result.StatusCode === 'PartialData') partial.add(result.Id ?? '')
        else partial.delete(result.Id ?? '')
      }
      token = page.NextToken
    } while (token !== undefined)
  }
  // The rest of a metric comes with a further page; where there is none, what is missing is not known to be nothing.
  if (partial.size > 0) throw failure('InternalFailure', 'CloudWatch handed out a part of a metric and no further page')
  return new Map([...byId].map(([id, points]) => [id, { points: points.sort((a, b) => a.at - b.at) }]))
}

function failure(name: string, message: string): Error {
  return Object.assign(new Error(message), { name })
}

function keep(byId: Map<string, { at: number; value: number }[]>, result: MetricDataResult): void {
  if (result.StatusCode === 'Forbidden' || result.StatusCode === 'InternalError')
    throw failure(
      result.StatusCode === 'Forbidden' ? 'AccessDeniedException' : 'InternalFailure',
      `CloudWatch answered ${result.StatusCode} for ${result.Label ?? result.Id}`,
    )
  const points = byId.get(result.Id ?? '') ?? []
  const values = result.Values ?? []
  for (const [index, stamp] of (result.Timestamps ?? []).entries()) {
    const value = values[index]
    if (value !== undefined) points.push({ at: stamp.getTime(), value })
  }
  byId.set(result.Id ?? '', points)
}

function toQuery({ namespace, metric, dimensions, stat }: MetricQuery, id: string, period: number): MetricDataQuery {
  return {
    Id: id,
    ReturnData: true,
    MetricStat: {
      Metric: {
        Namespace: namespace,
        MetricName: metric,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      },
      Period: period,
      Stat: stat,
    },
  }
}

/** A citation that shows one metric of a probe that reads several. */
export function citeMetric(place: Place, query: MetricQuery, window: Window): Citation {
  const dimensions = Object.entries(query.dimensions)
  const quoted = dimensions.map(([name, value]) => `Name=${name},Value=${shellWord(value)}`).join(' ')
  return {
    source:
      `cloudwatch:GetMetricData ${query.namespace} ${query.metric} ${query.stat} ${dimensions.map(([name, value]) => `${name}=${value}`).join(' ')}`.trim(),
    account: place.account,
    region: place.region,
    link: consoleLink(
      place,
      'cloudwatch',
      `metricsV2:graph=~(metrics~(~(~'${query.namespace}~'${query.metric}${dimensions.map(([name, value]) => `~'${name}~'${value}`).join('')}))~region~'${place.region})`,
    ),
    cli:
      `aws cloudwatch get-metric-statistics --namespace ${query.namespace} --metric-name ${query.metric}${quoted === '' ? '' : ` --dimensions ${quoted}`} ` +
      `${/^p\d/.test(query.stat) ? `--extended-statistics ${query.stat}` : `--statistics ${query.stat}`} --period ${periodFor(window)} ` +
      `--start-time ${new Date(window.from).toISOString()} --end-time ${new Date(window.to).toISOString()} --region ${place.region}`,
  }
}

/** Seconds; GetMetricStatistics gives 1,440 points at most. */
function periodFor({ from, to }: Window): number {
  return [60, 300, 3600].find((seconds) => to - from <= seconds * 1_440_000) ?? 86_400
}

/** A word that a POSIX shell takes as it stands. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./$-]+$/.test(text) && !text.includes('$') ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
