/** One call to AWS, as it went. Times are epoch milliseconds. */
export interface LedgerCall {
  readonly service: string
  readonly operation: string
  readonly startedAt: number
  endedAt: number
  outcome: string
}

/** What an answer cost: every call, the bytes of logs scanned, and dollars by AWS's list prices. */
export interface Ledger {
  readonly calls: LedgerCall[]
  bytesScanned: number
  usd: number
  /** When the oldest answer was given that was taken from those kept; epoch milliseconds. */
  keptSince?: number
}

export function openLedger(): Ledger {
  return { calls: [], bytesScanned: 0, usd: 0 }
}

const usdPerMetricRequested = 0.01 / 1000
const usdPerByteScanned = 0.005 / 1024 ** 3
const usdPerCostExplorerCall = 0.01

/** List price of one call in us-east-1; log scans are priced where the bytes are known. https://aws.amazon.com/cloudwatch/pricing/ */
export function priceOf(service: string, operation: string, input: Readonly<Record<string, unknown>>): number {
  if (service === 'Cost Explorer') return usdPerCostExplorerCall
  if (service !== 'CloudWatch') return 0
  if (operation === 'GetMetricData') {
    const queries = Array.isArray(input.MetricDataQueries) ? input.MetricDataQueries : []
    return (
      queries.filter((query: { MetricStat?: unknown }) => query.MetricStat !== undefined).length * usdPerMetricRequested
    )
  }
  return operation === 'GetInsightRuleReport' || operation === 'GetMetricWidgetImage' ? usdPerMetricRequested : 0
}

export function addScan(ledger: Ledger, bytes: number): void {
  ledger.bytesScanned += bytes
  ledger.usd += bytes * usdPerByteScanned
}
