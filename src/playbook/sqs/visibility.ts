import { highest } from '../../evidence/cloudwatch/series.ts'
import type { FunctionConfiguration } from '../../evidence/lambda/configuration.ts'
import type { Consumption } from './consumption.ts'

/** How a queue's visibility timeout stands to the work done on a message. */
export interface Visibility {
  readonly seconds: number
  readonly timeoutSeconds: number
  readonly windowSeconds: number
  /** What AWS asks for: six times the function's timeout and the batching window. */
  readonly wantedSeconds: number
  /** The longest invocation of the window. */
  readonly longestSeconds: number | undefined
  /** Share of receives that were repeats. */
  readonly repeatShare: number
}

export function visibilityOf(seen: Consumption, configuration: FunctionConfiguration): Visibility {
  const { backlog, mapping } = seen
  const windowSeconds = mapping?.batchWindowSeconds ?? 0
  const longestMs = seen.function === undefined ? undefined : highest(seen.function.durationMaximum)
  const received = backlog.received ?? 0
  const surplus = Math.max(
    0,
    received - (backlog.deleted ?? received),
    received - (backlog.sent ?? received) - Math.max(0, seen.attributes.visible),
  )
  return {
    seconds: seen.attributes.visibilityTimeoutSeconds,
    timeoutSeconds: configuration.timeoutSeconds,
    windowSeconds,
    wantedSeconds: 6 * configuration.timeoutSeconds + windowSeconds,
    longestSeconds: longestMs === undefined ? undefined : longestMs / 1000,
    repeatShare: received === 0 ? 0 : surplus / received,
  }
}

/** Failed and refused calls bring messages back by themselves: only repeats beyond them are the visibility timeout's. */
export function repeatsFromFailures({ errors = 0, throttles = 0, invocations = 0 }: Consumption): number {
  return invocations + throttles === 0 ? 0 : (errors + throttles) / (invocations + throttles)
}
