import type { AccountRegion } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { askedService } from './asked-service.ts'
import { citeCosts, readCostRows } from './cost-rows.ts'
import { dailyCosts } from './daily-costs.ts'
import { costDays, dayMs } from './days.ts'
import { medianOf, type Rise } from './rise.ts'
import { costPicture, daysBetween, knownDays } from './rising-services.ts'
import { risesOfUse } from './usage-types.ts'

/** What one region of one account cost beside the week before the rise. */
export interface PlaceShare {
  readonly region: string
  readonly account: string
  readonly usualUsd: number
  readonly extraUsd: number
  /** Nothing was spent there on any day read before the rise. */
  readonly isNew: boolean
}

const grouping = ['REGION', 'LINKED_ACCOUNT'] as const

/** Regions and accounts with all their services, the fastest growing first; null, and no paid request, when nothing rose or the price of this answer is used up. */
export const costPlaces = defineProbe<readonly PlaceShare[] | null, AccountRegion>({
  id: 'cost.places',
  actions: ['ce:GetCostAndUsage'],
  uses: [dailyCosts],
  key: (target) => `${target.account} ${target.name}`,
  resource: () => '*',
  async fetch(target, at) {
    const asked = costDays(at.window)
    const costs = await at.read(dailyCosts, target)
    const days = knownDays(costs, asked)
    const rises = risesOfUse(costPicture(costs, days, at.now, askedService(target)).rises)
    if (rises.length === 0 || costs.pages > 1) return null
    const { rows } = await readCostRows(at.aws, target, asked, grouping, { useOf: 'everything' })
    const highDays = [...new Set(rises.flatMap(({ rise }: { rise: Rise }) => rise.days))]
    const onset = Math.min(...highDays)
    const places = rows.map((row): PlaceShare => {
      const usualUsd = medianOf(
        daysBetween(Math.max(days.from, onset - 7 * dayMs), onset).map((day) => row.usd.get(day) ?? 0),
      )
      return {
        region: row.keys[0],
        account: row.keys[1],
        usualUsd,
        extraUsd: highDays.reduce((sum, day) => sum + (row.usd.get(day) ?? 0) - usualUsd, 0),
        isNew: daysBetween(days.from, onset).every((day) => (row.usd.get(day) ?? 0) === 0),
      }
    })
    return places.sort((a, b) => b.extraUsd - a.extraUsd)
  },
  cite: (target, window) => citeCosts(target, costDays(window), grouping),
})
