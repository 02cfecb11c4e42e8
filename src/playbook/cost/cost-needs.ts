import { costAnomalies } from '../../evidence/cost/anomalies.ts'
import { dailyCosts } from '../../evidence/cost/daily-costs.ts'
import { growingResources } from '../../evidence/cost/growing-resources.ts'
import { costPlaces } from '../../evidence/cost/places.ts'
import { usageTypes } from '../../evidence/cost/usage-types.ts'
import { optional } from '../../evidence/probe.ts'

/** What tells whether the account costs more than usual. */
export const costNeeds = { daily: optional(dailyCosts), anomalies: optional(costAnomalies) }

/** What tells which use rose; anomalies stand in where the daily cost cannot be read. */
export const usageNeeds = { ...costNeeds, usage: optional(usageTypes), growth: optional(growingResources) }

export const placeNeeds = { daily: dailyCosts, usage: usageTypes, places: costPlaces }
