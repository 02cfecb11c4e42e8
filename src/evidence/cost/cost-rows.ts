import { CostExplorerClient, type Expression, GetCostAndUsageCommand } from '@aws-sdk/client-cost-explorer'
import type { AwsReader } from '../../aws/reader.ts'
import type { AccountRegion } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { consoleLink } from '../console-link.ts'
import type { Citation } from '../probe.ts'
import { type CostDays, dayOf, dayText } from './days.ts'
import type { DailyUsd } from './rise.ts'

/** One group of Cost Explorer over the days; what it left out cost nothing on that day. */
export interface CostRow {
  /** The group's keys, in the order asked. */
  readonly keys: readonly [string, string]
  readonly usd: DailyUsd
  /** In the usage type's own unit; absent where Cost Explorer gave none. */
  readonly quantity: ReadonlyMap<number, number>
}

export interface CostRows {
  readonly rows: readonly CostRow[]
  /** Pages read, each a paid request. */
  readonly pages: number
  /** False when further pages were left unread to keep the price low. */
  readonly complete: boolean
}

export type CostDimension = 'SERVICE' | 'RECORD_TYPE' | 'USAGE_TYPE' | 'REGION' | 'LINKED_ACCOUNT'
export type Grouping = readonly [CostDimension, CostDimension]

/** Money that is not for use: left out where use is compared. */
export const withoutUse = ['Credit', 'Refund', 'Tax'] as const

/** Cost Explorer lives in one region of each partition. https://docs.aws.amazon.com/general/latest/gr/billing.html */
export function costRegion({ partition }: { readonly partition: string }): string {
  return partition === 'aws-cn' ? 'cn-northwest-1' : 'us-east-1'
}

interface CostFilter {
  /** Leaves out credits, refunds and tax; of these services only where they are named. */
  readonly useOf?: 'everything' | readonly string[]
  readonly mostPages?: number
}

/** Daily unblended cost by two dimensions; each page costs $0.01. */
export async function readCostRows(
  aws: AwsReader,
  target: AccountRegion,
  days: CostDays,
  grouping: Grouping,
  { useOf, mostPages = 1 }: CostFilter = {},
): Promise<CostRows> {
  const rows = new Map<string, { keys: [string, string]; usd: Map<number, number>; quantity: Map<number, number> }>()
  let token: string | undefined
  let pages = 0
  do {
    const answer = await aws.client(CostExplorerClient, costRegion(target)).send(
      new GetCostAndUsageCommand({
        TimePeriod: { Start: dayText(days.from), End: dayText(days.to) },
        Granularity: 'DAILY',
        Metrics: ['UnblendedCost', 'UsageQuantity'],
        GroupBy: grouping.map((Key) => ({ Type: 'DIMENSION', Key })),
        ...(useOf !== undefined && { Filter: onlyUseOf(useOf) }),
        ...(token !== undefined && { NextPageToken: token }),
      }),
    )
    pages += 1
    for (const period of answer.ResultsByTime ?? []) {
      const day = dayOf(Date.parse(period.TimePeriod?.Start ?? ''))
      if (Number.isNaN(day)) continue
      for (const group of period.Groups ?? []) {
        const keys: [string, string] = [group.Keys?.[0] ?? '', group.Keys?.[1] ?? '']
        const row = rows.get(keys.join('\n')) ?? { keys, usd: new Map(), quantity: new Map() }
        rows.set(keys.join('\n'), row)
        add(row.usd, day, group.Metrics?.UnblendedCost?.Amount)
        add(row.quantity, day, group.Metrics?.UsageQuantity?.Amount)
      }
    }
    token = answer.NextPageToken === '' ? undefined : answer.NextPageToken
  } while (token !== undefined && pages < mostPages)
  return { rows: [...rows.values()], pages, complete: token === undefined }
}

function onlyUseOf(useOf: 'everything' | readonly string[]): Expression {
  const isUse: Expression = { Not: { Dimensions: { Key: 'RECORD_TYPE', Values: [...withoutUse] } } }
  return useOf === 'everything' ? isUse : { And: [{ Dimensions: { Key: 'SERVICE', Values: [...useOf] } }, isUse] }
}

function add(into: Map<number, number>, day: number, amount: string | undefined): void {
  const value = Number(amount)
  if (amount !== undefined && !Number.isNaN(value)) into.set(day, (into.get(day) ?? 0) + value)
}

/** Shows the same costs again. */
export function citeCosts(
  target: AccountRegion,
  days: CostDays,
  grouping: Grouping,
  services: readonly string[] = [],
): Citation {
  const period = `Start=${dayText(days.from)},End=${dayText(days.to)}`
  const filter =
    services.length === 0
      ? ''
      : ` --filter ${shellWord(JSON.stringify({ Dimensions: { Key: 'SERVICE', Values: services } }))}`
  return {
    source: `ce:GetCostAndUsage TimePeriod=${dayText(days.from)}..${dayText(days.to)} DAILY UnblendedCost by ${grouping.join(', ')}`,
    account: target.account,
    region: costRegion(target),
    link: consoleLink({ ...target, region: costRegion(target) }, 'costmanagement', '/cost-explorer'),
    cli: `aws ce get-cost-and-usage --time-period ${period} --granularity DAILY --metrics UnblendedCost UsageQuantity --group-by ${grouping.map((key) => `Type=DIMENSION,Key=${key}`).join(' ')}${filter} --region ${costRegion(target)}`,
  }
}
