import type { ApiTimeouts } from '../../targets/target.ts'
import { readStartLine } from '../cold-start/start-line.ts'
import { functionConfiguration } from '../lambda/configuration.ts'
import { readLogLine } from '../lambda/log-line.ts'
import { citeLog, filterLog, logGroupArn } from '../logs/filter.ts'
import { defineProbe } from '../probe.ts'
import { ifRead } from './if-read.ts'

/** How long invocations of a function took, from its report lines; durations in milliseconds. */
export interface InvocationReports {
  readonly state: 'searched' | 'no-group'
  readonly reports: readonly InvocationReport[]
}

export interface InvocationReport {
  /** Epoch milliseconds at which it ended. */
  readonly at: number
  readonly requestId: string
  readonly durationMs: number
  /** Only where an environment was started for it; comes on top of the duration. */
  readonly initMs?: number
  /** Its start ran out of time and was begun again inside the invocation: the duration holds it. */
  readonly isInitRepeated?: true
  readonly status?: string
}

/** An init that ran out of time is told as the invocation begins. */
const startGapMs = 3_000
const pattern = '?"REPORT RequestId" ?"platform.report" ?"INIT_REPORT" ?"platform.initReport"'

/** Reads how long a function's invocations took while an API waited for them. */
export const slowInvocations = defineProbe<InvocationReports, ApiTimeouts>({
  id: 'api-gateway.slow-invocations',
  actions: ['logs:FilterLogEvents'],
  uses: [functionConfiguration],
  key: ({ function: fn }) => fn.arn,
  resource: ({ function: fn }) => logGroupArn(fn, `/aws/lambda/${fn.id}`),
  async fetch({ function: fn }, at) {
    const configuration = await ifRead(at.read(functionConfiguration, fn))
    const found = await filterLog(at, { group: configuration?.logGroup ?? `/aws/lambda/${fn.id}`, pattern, pages: 4 })
    const timedOutInits = found.lines.filter((line) => {
      const start = readStartLine(line.message)
      return start?.kind === 'init' && start.hasTimedOut
    })
    const reports = found.lines.flatMap((line): InvocationReport[] => {
      const meaning = readLogLine(line.message)
      if (meaning?.kind !== 'report' || meaning.durationMs === undefined) return []
      const { requestId, durationMs, initMs, status } = meaning
      return [
        {
          at: line.at,
          requestId,
          durationMs,
          ...(initMs !== undefined && { initMs }),
          ...(timedOutInits.some(
            (init) => init.stream === line.stream && isJustBefore(init.at, line.at - durationMs),
          ) && {
            isInitRepeated: true as const,
          }),
          ...(status !== undefined && { status }),
        },
      ]
    })
    return { state: found.state, reports }
  },
  cite: ({ function: fn }, window, aspect) =>
    citeLog(fn, `/aws/lambda/${fn.id}`, aspect === undefined ? pattern : `"${aspect}"`, window),
})

function isJustBefore(initAt: number, invokedAt: number): boolean {
  return Math.abs(invokedAt - initAt) <= startGapMs
}
