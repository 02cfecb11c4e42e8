import type { AccountRegion } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { askedService } from './asked-service.ts'
import { type CostRow, citeCosts, readCostRows } from './cost-rows.ts'
import { dailyCosts } from './daily-costs.ts'
import { costDays, dayMs } from './days.ts'
import { medianOf, type Rise } from './rise.ts'
import { costPicture, knownDays } from './rising-services.ts'

/** One usage type of a service that rose, beside what it was in the week before. */
export interface UsageShare {
  readonly service: string
  readonly usageType: string
  /** Dollars a day before and on the dearest day. */
  readonly usualUsd: number
  readonly peakUsd: number
  /** Dollars above the usual over all days of the service's rise. */
  readonly extraUsd: number
  /** In the usage type's own unit, a day; absent where Cost Explorer gave none. */
  readonly quantity?: { readonly before: number; readonly since: number }
  readonly rise: Rise
}

export interface UsageShares {
  readonly services: readonly string[]
  /** Dearest first. */
  readonly shares: readonly UsageShare[]
  /** Dollars above the usual of all services looked at. */
  readonly extraUsd: number
  readonly complete: boolean
}

const mostServices = 3
const grouping = ['SERVICE', 'USAGE_TYPE'] as const

/** What within the risen services rose; null, and no paid request, when none did. */
export const usageTypes = defineProbe<UsageShares | null, AccountRegion>({
  id: 'cost.usage-types',
  actions: ['ce:GetCostAndUsage'],
  uses: [dailyCosts],
  key: (target) => `${target.account} ${target.name}`,
  resource: () => '*',
  async fetch(target, at) {
    const days = costDays(at.window)
    const costs = await at.read(dailyCosts, target)
    const picture = costPicture(costs, days, at.now, askedService(target))
    const { from } = knownDays(costs, days)
    const rises = risesOfUse(picture.rises)
    if (rises.length === 0) return null
    const services = rises.map((each) => each.service)
    const { rows, complete } = await readCostRows(at.aws, target, days, grouping, { useOf: services })
    const shares = rows.flatMap((row): UsageShare[] => {
      const rise = rises.find((each) => each.service === row.keys[0])?.rise
      return rise === undefined ? [] : [shareOf(row, rise, from)]
    })
    shares.sort((a, b) => b.extraUsd - a.extraUsd || (a.usageType < b.usageType ? -1 : 1))
    return { services, shares, extraUsd: rises.reduce((sum, each) => sum + each.rise.extraUsd, 0), complete }
  },
  cite: (target, window) => citeCosts(target, costDays(window), grouping),
})

/** The rises that further requests look into: those still going on, else those that are over. */
export function risesOfUse<R extends { readonly kind: string; readonly rise: Rise }>(rises: readonly R[]): R[] {
  const use = rises.filter((each) => each.kind === 'use')
  const current = use.filter((each) => !each.rise.isOver)
  return (current.length > 0 ? current : use).slice(0, mostServices)
}

/** A row beside its own week before the rise; days before `from` are not known. */
export function shareOf(row: CostRow, rise: Rise, from: number): UsageShare {
  const week = Array.from({ length: 7 }, (_, index) => rise.onset - (index + 1) * dayMs).filter((day) => day >= from)
  const usualUsd = medianOf(week.map((day) => row.usd.get(day) ?? 0))
  const before = medianOf(week.map((day) => row.quantity.get(day) ?? 0))
  const since = medianOf(rise.days.map((day) => row.quantity.get(day) ?? 0))
  return {
    service: row.keys[0],
    usageType: row.keys[1],
    usualUsd,
    peakUsd: Math.max(...rise.days.map((day) => row.usd.get(day) ?? 0)),
    extraUsd: rise.days.reduce((sum, day) => sum + (row.usd.get(day) ?? 0) - usualUsd, 0),
    ...((before > 0 || since > 0) && { quantity: { before, since } }),
    rise,
  }
}
