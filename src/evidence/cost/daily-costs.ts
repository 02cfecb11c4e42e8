import type { AccountRegion } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { type CostRows, citeCosts, readCostRows } from './cost-rows.ts'
import { costDays } from './days.ts'

const grouping = ['SERVICE', 'RECORD_TYPE'] as const

/** What every service cost each day, by kind of charge; one paid request, a second where the answer has two pages. */
export const dailyCosts = defineProbe<CostRows, AccountRegion>({
  id: 'cost.daily-costs',
  actions: ['ce:GetCostAndUsage'],
  key: (target) => target.account,
  resource: () => '*',
  fetch: (target, { aws, window }) => readCostRows(aws, target, costDays(window), grouping, { mostPages: 2 }),
  cite: (target, window) => citeCosts(target, costDays(window), grouping),
})
