import { CostExplorerClient, GetAnomaliesCommand } from '@aws-sdk/client-cost-explorer'
import type { AccountRegion } from '../../targets/target.ts'
import { consoleLink } from '../console-link.ts'
import { defineProbe, type Window } from '../probe.ts'
import { costRegion } from './cost-rows.ts'
import { costDays, dayMs, dayOf, dayText } from './days.ts'

/** What AWS's own detection marked. Days are epoch milliseconds of their start in UTC. */
export interface CostAnomaly {
  readonly id: string
  readonly from: number
  /** Absent while it goes on. */
  readonly to?: number
  readonly totalUsd: number
  readonly expectedUsd?: number
  readonly causes: readonly AnomalyCause[]
}

export interface AnomalyCause {
  readonly service: string
  readonly usageType: string
  readonly region: string
  readonly account: string
}

/** Anomalies that begin in the days asked about; one paid request. Empty where no monitor exists, too. */
export const costAnomalies = defineProbe<readonly CostAnomaly[], AccountRegion>({
  id: 'cost.anomalies',
  actions: ['ce:GetAnomalies'],
  key: (target) => target.account,
  resource: () => '*',
  async fetch(target, { aws, window }) {
    const { from, to } = daysAsked(window)
    const answer = await aws
      .client(CostExplorerClient, costRegion(target))
      .send(
        new GetAnomaliesCommand({ DateInterval: { StartDate: dayText(from), EndDate: dayText(to) }, MaxResults: 50 }),
      )
    return (answer.Anomalies ?? []).map((each): CostAnomaly => {
      const start = Date.parse(each.AnomalyStartDate ?? '')
      const end = Date.parse(each.AnomalyEndDate ?? '')
      return {
        id: each.AnomalyId ?? '',
        from: Number.isNaN(start) ? from : dayOf(start),
        ...(!Number.isNaN(end) && { to: dayOf(end) }),
        totalUsd: each.Impact?.TotalImpact ?? each.Impact?.MaxImpact ?? 0,
        ...(each.Impact?.TotalExpectedSpend !== undefined && { expectedUsd: each.Impact.TotalExpectedSpend }),
        causes: (each.RootCauses ?? []).map((root) => ({
          service: root.Service ?? each.DimensionValue ?? '',
          usageType: root.UsageType ?? '',
          region: root.Region ?? '',
          account: root.LinkedAccount ?? '',
        })),
      }
    })
  },
  cite(target, window) {
    const { from, to } = daysAsked(window)
    return {
      source: `ce:GetAnomalies DateInterval=${dayText(from)}..${dayText(to)}`,
      account: target.account,
      region: costRegion(target),
      link: consoleLink({ ...target, region: costRegion(target) }, 'cost-management', '/anomaly-detection/overview'),
      cli: `aws ce get-anomalies --date-interval StartDate=${dayText(from)},EndDate=${dayText(to)} --region ${costRegion(target)}`,
    }
  },
})

/** The days on which an anomaly held, as far as they were asked about. */
export function anomalyDays(anomaly: CostAnomaly, until: number): number[] {
  const last = Math.min(anomaly.to ?? until, until)
  return Array.from(
    { length: Math.max(1, Math.round((last - anomaly.from) / dayMs) + 1) },
    (_, index) => anomaly.from + index * dayMs,
  )
}

function daysAsked(window: Window): { from: number; to: number } {
  const { scanFrom, to } = costDays(window)
  return { from: scanFrom, to: to - dayMs }
}
