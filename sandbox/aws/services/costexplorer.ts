import type { Anomaly, Expression, Group, MetricValue, ResultByTime } from '@aws-sdk/client-cost-explorer'
import type { Call, Handlers } from '../call.ts'
import { type Clock, isTime } from '../clock.ts'
import { AwsError } from '../wire/errors.ts'
import type { Cost } from '../world/watching.ts'

type CostExplorer = typeof import('@aws-sdk/client-cost-explorer')

const dayMs = 86_400_000

export const costexplorer: Handlers<CostExplorer> = {
  GetCostAndUsage(call, input) {
    const from = Date.parse(input.TimePeriod?.Start ?? '')
    const to = Date.parse(input.TimePeriod?.End ?? '')
    if (Number.isNaN(from) || Number.isNaN(to) || from >= to)
      throw new AwsError('ValidationException', 'Start date (and hour) should be before end date (and hour)')
    const metrics = input.Metrics ?? []
    if (metrics.length === 0) throw new AwsError('ValidationException', 'Metrics are required.')
    const rows = costsOf(call).filter((cost) => matches(cost, input.Filter))
    const keys = (input.GroupBy ?? []).map(
      ({ Type, Key = '' }) =>
        (cost: Cost) =>
          Type === 'TAG' ? `${Key}$${cost.tags[Key] ?? ''}` : (dimension(cost, Key) ?? ''),
    )
    return {
      GroupDefinitions: input.GroupBy ?? [],
      ResultsByTime: periods(from, to, input.Granularity ?? 'DAILY').map(([start, end]): ResultByTime => {
        const period = { Start: dayText(start), End: dayText(end) }
        const spent = rows.map((cost) => ({ cost, ...spentIn(call, cost, start, end) })).filter(({ days }) => days > 0)
        if (keys.length === 0)
          return { TimePeriod: period, Total: totals(metrics, spent), Groups: [], Estimated: isEstimated(start, call) }
        const groups = Map.groupBy(spent, ({ cost }) => keys.map((key) => key(cost)).join('\u0000'))
        return {
          TimePeriod: period,
          Total: {},
          Groups: [...groups].map(
            ([name, members]): Group => ({ Keys: name.split('\u0000'), Metrics: totals(metrics, members) }),
          ),
          Estimated: isEstimated(start, call),
        }
      }),
      DimensionValueAttributes: [],
    }
  },

  GetDimensionValues(call, input) {
    const values = [...new Set(costsOf(call).flatMap((cost) => dimension(cost, input.Dimension ?? '') ?? []))]
    return {
      DimensionValues: values.map((Value) => ({ Value, Attributes: {} })),
      ReturnSize: values.length,
      TotalSize: values.length,
    }
  },

  GetTags(call, input) {
    const values = costsOf(call).flatMap(({ tags }) =>
      input.TagKey === undefined ? Object.keys(tags) : (tags[input.TagKey] ?? []),
    )
    return { Tags: [...new Set(values)], ReturnSize: values.length, TotalSize: values.length }
  },

  GetAnomalies: ({ placesOfAccount, clock }, input) => ({
    Anomalies: placesOfAccount
      .flatMap(({ costAnomalies }) => costAnomalies)
      .map((anomaly) => ({ ...anomaly, ...anomalyDates(anomaly, clock) }) as unknown as Anomaly)
      .filter(
        ({ AnomalyStartDate: start = '', AnomalyEndDate: end = start }) =>
          end.slice(0, 10) >= (input.DateInterval?.StartDate ?? '') &&
          end.slice(0, 10) <= (input.DateInterval?.EndDate ?? '9999'),
      ),
  }),

  GetAnomalyMonitors: ({ placesOfAccount }) => ({
    AnomalyMonitors: placesOfAccount.some(({ costAnomalies }) => costAnomalies.length > 0)
      ? [{ MonitorName: 'services', MonitorType: 'DIMENSIONAL' as const, MonitorDimension: 'SERVICE' as const }]
      : [],
  }),
}

function anomalyDates(anomaly: Record<string, unknown>, clock: Clock): Record<string, string> {
  return Object.fromEntries(
    ['AnomalyStartDate', 'AnomalyEndDate'].flatMap((name) => {
      const declared = anomaly[name]
      return typeof declared === 'string' && isTime(declared)
        ? [[name, `${clock.at(declared).toISOString().slice(0, 10)}T00:00:00Z`]]
        : []
    }),
  )
}

function costsOf({ placesOfAccount }: Call): Cost[] {
  return placesOfAccount.flatMap(({ costs, account, region }) =>
    costs.map((cost) => ({ ...cost, account: cost.account ?? account, region: cost.region ?? region })),
  )
}

/** The part of a cost that falls into a period; what is still running ends now. */
function spentIn(
  { clock }: Call,
  cost: Cost,
  start: number,
  end: number,
): { days: number; usd: number; quantity: number } {
  if (cost.daily !== undefined) return spentOnDays(cost, cost.daily, Math.floor(clock.now() / dayMs), start, end)
  const from = Math.max(clock.at(cost.from).getTime(), start)
  const to = Math.min(clock.at(cost.to).getTime(), end, clock.now())
  const days = Math.max(0, to - from) / dayMs
  return { days, usd: days * cost.perDay, quantity: days * cost.quantityPerDay }
}

/** Of the whole days listed, those that fall into a period; Cost Explorer has no row where nothing was used. */
function spentOnDays(
  cost: Cost,
  daily: readonly number[],
  today: number,
  start: number,
  end: number,
): { days: number; usd: number; quantity: number } {
  const sum = { days: 0, usd: 0, quantity: 0 }
  for (const [index, usd] of daily.entries()) {
    const at = (today - daily.length + index) * dayMs
    const quantity = cost.dailyQuantity?.[index] ?? cost.quantityPerDay
    if (at < start || at >= end || (usd === 0 && quantity === 0)) continue
    sum.days += 1
    sum.usd += usd
    sum.quantity += quantity
  }
  return sum
}

function totals(
  metrics: readonly string[],
  spent: readonly { usd: number; quantity: number }[],
): Record<string, MetricValue> {
  const usd = spent.reduce((sum, item) => sum + item.usd, 0)
  const quantity = spent.reduce((sum, item) => sum + item.quantity, 0)
  return Object.fromEntries(
    metrics.map((metric) => [
      metric,
      metric === 'UsageQuantity' ? { Amount: String(quantity), Unit: 'N/A' } : { Amount: usd.toFixed(10), Unit: 'USD' },
    ]),
  )
}

/** The bill of a month is final only after it. */
function isEstimated(start: number, { clock }: Call): boolean {
  return dayText(start).slice(0, 7) === dayText(dayMs * Math.floor(clock.now() / dayMs)).slice(0, 7)
}

function dimension(cost: Cost, name: string): string | undefined {
  const values: Readonly<Record<string, string | undefined>> = {
    SERVICE: cost.service,
    USAGE_TYPE: cost.usageType,
    OPERATION: cost.operation,
    LINKED_ACCOUNT: cost.account,
    REGION: cost.region,
    RECORD_TYPE: cost.recordType,
  }
  return values[name]
}

function matches(cost: Cost, filter: Expression | undefined): boolean {
  if (filter === undefined) return true
  if (filter.And !== undefined) return filter.And.every((inner) => matches(cost, inner))
  if (filter.Or !== undefined) return filter.Or.some((inner) => matches(cost, inner))
  if (filter.Not !== undefined) return !matches(cost, filter.Not)
  if (filter.Dimensions !== undefined)
    return filter.Dimensions.Values?.includes(dimension(cost, filter.Dimensions.Key ?? '') ?? '') ?? false
  if (filter.Tags !== undefined) return filter.Tags.Values?.includes(cost.tags[filter.Tags.Key ?? ''] ?? '') ?? false
  return true
}

function periods(from: number, to: number, granularity: string): (readonly [number, number])[] {
  const all: (readonly [number, number])[] = []
  for (let start = from; start < to; ) {
    const date = new Date(start)
    const next =
      granularity === 'MONTHLY'
        ? Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1)
        : granularity === 'HOURLY'
          ? start + 3_600_000
          : start + dayMs
    all.push([start, Math.min(next, to)])
    start = next
  }
  return all
}

function dayText(time: number): string {
  const iso = new Date(time).toISOString()
  return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.replace('.000Z', 'Z')
}
