import { highest, type Series, total } from '../../evidence/cloudwatch/series.ts'
import type { TableMetrics } from '../../evidence/dynamodb/metrics.ts'
import { type Operation, operations } from '../../evidence/dynamodb/table-series.ts'

/** How fast DynamoDB itself answered one operation. */
export interface OperationLatency {
  readonly operation: Operation
  readonly requests: number
  /** Milliseconds, over all requests. */
  readonly average: number
  /** Milliseconds, of the worst period. */
  readonly p99?: number
  /** Periods in which it was slow, and the requests in them. */
  readonly slowTimes: readonly number[]
  readonly slowRequests: number
  readonly isSlow: boolean
}

interface Usual {
  readonly average: number
  readonly p99: number
}

/** Milliseconds above which an operation is slow for what it is: single items take less than ten as a rule. */
const slowFrom: Readonly<Record<Operation, Usual>> = {
  GetItem: { average: 20, p99: 100 },
  PutItem: { average: 25, p99: 120 },
  UpdateItem: { average: 25, p99: 120 },
  DeleteItem: { average: 25, p99: 120 },
  Query: { average: 40, p99: 200 },
  Scan: { average: 60, p99: 250 },
  BatchGetItem: { average: 50, p99: 250 },
  BatchWriteItem: { average: 50, p99: 250 },
  TransactGetItems: { average: 60, p99: 300 },
  TransactWriteItems: { average: 60, p99: 300 },
}

const leastSlowRequests = 5
/** A 99th percentile of fewer requests is the slowest single one. */
const leastForPercentile = 100

/** Every operation that was used in the window, slowest against its usual time first; a team may say itself what is slow on average. */
export function latencies(metrics: TableMetrics, slowMilliseconds?: number): OperationLatency[] {
  return operations
    .flatMap((operation) => latencyOf(operation, metrics, slowMilliseconds) ?? [])
    .sort((a, b) => b.average / slowFrom[b.operation].average - a.average / slowFrom[a.operation].average)
}

function latencyOf(
  operation: Operation,
  metrics: TableMetrics,
  slowMilliseconds: number | undefined,
): OperationLatency | undefined {
  const { succeeded, latencyAverage, latencyP99 } = metrics.operations[operation]
  const requestsAt = mapOf(succeeded)
  const p99At = mapOf(latencyP99)
  const averageAt = mapOf(latencyAverage)
  const stamps = [...new Set([...averageAt.keys(), ...p99At.keys()])].sort((a, b) => a - b)
  if (stamps.length === 0) return undefined
  const usual = slowMilliseconds === undefined ? slowFrom[operation] : scaled(slowFrom[operation], slowMilliseconds)
  const median = middle([...averageAt.values()])
  const slowTimes = stamps.filter((at) => {
    const average = averageAt.get(at)
    const p99 = p99At.get(at)
    const isTelling = average === undefined || (requestsAt.get(at) ?? 0) >= leastForPercentile
    return (
      (average !== undefined && average >= usual.average) ||
      (slowMilliseconds === undefined &&
        average !== undefined &&
        median !== undefined &&
        average >= 10 &&
        average >= 3 * median) ||
      (p99 !== undefined && isTelling && p99 >= usual.p99)
    )
  })
  const slowRequests = slowTimes.reduce((sum, at) => sum + (requestsAt.get(at) ?? 1), 0)
  const requests = total(succeeded)
  const weighted = [...averageAt].reduce((sum, [at, value]) => sum + value * (requestsAt.get(at) ?? 1), 0)
  const weight = [...averageAt.keys()].reduce((sum, at) => sum + (requestsAt.get(at) ?? 1), 0)
  const p99 = highest(latencyP99)
  return {
    operation,
    requests,
    average: weight === 0 ? (p99 ?? 0) : weighted / weight,
    ...(p99 !== undefined && { p99 }),
    slowTimes,
    slowRequests,
    isSlow: slowRequests >= leastSlowRequests && (slowTimes.length >= 2 || slowTimes.length >= 0.3 * stamps.length),
  }
}

/** A single slow request of a hundred may take as many times longer as is usual for the operation. */
function scaled({ average, p99 }: Usual, slowMilliseconds: number): Usual {
  return { average: slowMilliseconds, p99: p99 * (slowMilliseconds / average) }
}

function mapOf(series: Series): Map<number, number> {
  return new Map(series.points.map((point) => [point.at, point.value]))
}

function middle(values: readonly number[]): number | undefined {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
}
