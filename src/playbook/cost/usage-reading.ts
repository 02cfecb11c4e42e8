import type { CostAnomaly } from '../../evidence/cost/anomalies.ts'
import { askedService } from '../../evidence/cost/asked-service.ts'
import { familyOf } from '../../evidence/cost/usage-family.ts'
import type { UsageShare, UsageShares } from '../../evidence/cost/usage-types.ts'
import type { AccountRegion } from '../../targets/target.ts'

/** What one kind of use adds to the rise. */
export interface FamilyRise {
  readonly shares: readonly UsageShare[]
  readonly main: UsageShare
  readonly extraUsd: number
  /** Of the whole rise, 0 to 1. */
  readonly part: number
}

const leastPart = 0.15
const leastUsd = 1

/** The part of the rise that usage of this kind makes up; undefined where it is too small to blame. */
export function familyRise(usage: UsageShares, id: string): FamilyRise | undefined {
  const shares = usage.shares.filter((each) => each.extraUsd > 0 && familyOf(each.service, each.usageType)?.id === id)
  const main = shares[0]
  if (main === undefined) return undefined
  const extraUsd = shares.reduce((sum, each) => sum + each.extraUsd, 0)
  const part = extraUsd / Math.max(usage.extraUsd, extraUsd)
  return part < leastPart || extraUsd < leastUsd ? undefined : { shares, main, extraUsd, part }
}

/** As much was used as before, and it became dear: the price changed, not the use. */
export function isFreeNoLonger({ quantity, usualUsd, peakUsd }: UsageShare): boolean {
  if (quantity === undefined || quantity.before <= 0) return false
  const change = quantity.since / quantity.before
  return change > 0.6 && change < 1.4 && usualUsd < 0.05 * peakUsd
}

/** Anomalies that concern the service asked about. */
export function anomaliesAsked(anomalies: readonly CostAnomaly[], target: AccountRegion): readonly CostAnomaly[] {
  const service = askedService(target)
  const real = anomalies.filter((each) => each.totalUsd >= leastUsd)
  return service === undefined ? real : real.filter((each) => each.causes.some((cause) => service.test(cause.service)))
}
