import type { CostRow, CostRows } from './cost-rows.ts'
import { type CostDays, dayMs, dayOf } from './days.ts'
import { type DailyUsd, medianOf, type Rise, riseOf } from './rise.ts'

/** How a charge came about: use, a bill that is not for use, or money given back. */
export type ChargeKind = 'use' | 'fee' | 'given-back'

export interface ServiceRise {
  readonly service: string
  readonly kind: ChargeKind
  readonly rise: Rise
}

export interface CostPicture {
  /** Dollars of use a day, median of the days before the newest two. */
  readonly usualUsd: number
  /** Below this a rise is not worth anyone's night. */
  readonly floorUsd: number
  /** Dearest rise first; those still going on before those that are over. */
  readonly rises: readonly ServiceRise[]
  /** Any row at all was read for the service asked about, or for the account. */
  readonly hasData: boolean
  /** Complete days since the account's first cost, of those read; with few, nothing can be called usual. */
  readonly daysKnown: number
}

const leastUsd = 1
const monthMs = 32 * dayMs
const leastShare = 0.03

/** Which services cost more than usual within the days; `service` narrows it to those whose name matches. */
export function costPicture(costs: CostRows, asked: CostDays, now: number, service?: RegExp): CostPicture {
  const rows = costs.rows.filter((row) => service === undefined || service.test(row.keys[0]))
  const days = knownDays(costs, asked)
  const all = sumOf(rows.filter((row) => kindOf(row) === 'use'))
  const usualUsd = medianOf(daysBetween(days.from, days.to - 2 * dayMs).map((day) => all.get(day) ?? 0))
  const floorUsd = Math.max(leastUsd, leastShare * usualUsd)
  const groups = Map.groupBy(
    rows.filter((row) => kindOf(row) !== 'given-back'),
    (row) => `${row.keys[0]}\n${kindOf(row)}`,
  )
  const rises = [...groups].flatMap(([key, members]): ServiceRise[] => {
    const rise = riseOf(sumOf(members), days, now, floorUsd)
    const kind = kindOf(members[0])
    if (rise === undefined || (kind === 'fee' && rise.onset - monthMs < days.from && members.every(isMonthly)))
      return []
    // A charge is paid once and stays on the bill: it is never over.
    return [{ service: key.split('\n')[0] ?? '', kind, rise: kind === 'fee' ? { ...rise, isOver: false } : rise }]
  })
  rises.sort(
    (a, b) =>
      Number(a.rise.isOver) - Number(b.rise.isOver) ||
      b.rise.extraUsd - a.rise.extraUsd ||
      (a.service < b.service ? -1 : 1),
  )
  return {
    usualUsd,
    floorUsd,
    rises,
    hasData: rows.some((row) => row.usd.size > 0),
    daysKnown: Math.max(0, Math.round((Math.min(days.to, dayOf(now)) - days.from) / dayMs)),
  }
}

/** The days on which the account is known: before its first cost nothing was free, only nothing recorded. */
export function knownDays(costs: CostRows, days: CostDays): CostDays {
  const first = Math.min(...costs.rows.flatMap((row) => [...row.usd].flatMap(([day, usd]) => (usd === 0 ? [] : [day]))))
  const from = Number.isFinite(first) ? Math.max(days.from, first) : days.from
  return { ...days, from }
}

/** What a charge is, by its record type and, for support and marketplace, its service. */
export function kindOf(row: CostRow | undefined): ChargeKind {
  const [service = '', record = ''] = row?.keys ?? []
  if (/^(credit|refund)$/i.test(record)) return 'given-back'
  if (/^(tax|fee|upfront|\w*upfrontfee|support|ri ?fee|other|solution provider.*)$/i.test(record)) return 'fee'
  return /\b(support|marketplace|tax|registrar)\b/i.test(service) ? 'fee' : 'use'
}

/** Charges that come every month anyway: without the month before nobody can call one new. */
function isMonthly({ keys: [service, record] }: CostRow): boolean {
  return /\b(tax|support)\b/i.test(`${service} ${record}`)
}

export function sumOf(rows: readonly CostRow[]): DailyUsd {
  const sum = new Map<number, number>()
  for (const row of rows) for (const [day, usd] of row.usd) sum.set(day, (sum.get(day) ?? 0) + usd)
  return sum
}

export function daysBetween(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, Math.round((to - from) / dayMs)) }, (_, index) => from + index * dayMs)
}
