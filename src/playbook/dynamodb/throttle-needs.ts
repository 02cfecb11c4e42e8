import { scalingActivities } from '../../evidence/autoscaling/activities.ts'
import { scalingPolicies } from '../../evidence/autoscaling/policies.ts'
import { scalableTargets } from '../../evidence/autoscaling/targets.ts'
import { earlierPeaks } from '../../evidence/dynamodb/earlier-traffic.ts'
import { hotKeys } from '../../evidence/dynamodb/hot-keys.ts'
import { dynamoLimits } from '../../evidence/dynamodb/limits.ts'
import { tableMetrics } from '../../evidence/dynamodb/metrics.ts'
import { tableDetails } from '../../evidence/dynamodb/table.ts'
import { optional, type Values } from '../../evidence/probe.ts'
import type { JudgeContext } from '../cause.ts'

/** What every throttle is judged on. The counts decide; the rest tells look-alikes apart and is read only where the counts call for it. */
export const throttleNeeds = {
  metrics: tableMetrics,
  table: optional(tableDetails),
  targets: optional(scalableTargets),
  activities: optional(scalingActivities),
  policies: optional(scalingPolicies),
  keys: optional(hotKeys),
  earlier: optional(earlierPeaks),
  limits: optional(dynamoLimits),
} as const

export type ThrottleEvidence = Values<typeof throttleNeeds>
export type ThrottleContext = JudgeContext<'table', typeof throttleNeeds>
