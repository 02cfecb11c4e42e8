import type { LambdaFunction } from '../../targets/target.ts'
import { total, within } from '../cloudwatch/series.ts'
import { citeLog, filterLog, logGroupArn } from '../logs/filter.ts'
import { defineProbe } from '../probe.ts'
import { functionConfiguration } from './configuration.ts'
import { functionFailures } from './failures.ts'
import { functionMetrics, seriesOf } from './metrics.ts'

/** A start of an environment, with the version of the managed runtime it ran. */
export interface RuntimeStart {
  readonly at: number
  readonly stream: string
  /** `nodejs:20.v50`. */
  readonly runtimeVersion: string
  readonly runtimeVersionArn?: string
}

const pattern = '"INIT_START"'
const minuteMs = 60_000
const leadMs = 5 * minuteMs

/**
 * Runtime versions that environments started with.
 *
 * Read only where most calls began to fail in the function's code with no deploy of its own: nothing else makes it matter.
 */
export const runtimeStarts = defineProbe<readonly RuntimeStart[], LambdaFunction>({
  id: 'lambda.runtime-starts',
  actions: ['logs:FilterLogEvents'],
  uses: [functionConfiguration, functionFailures, functionMetrics],
  key: (target) => target.arn,
  resource: (target) => logGroupArn(target, `/aws/lambda/${target.id}`),
  async fetch(target, at) {
    const [{ logGroup, lastModified = 0 }, { failures, state }, metrics] = await Promise.all([
      at.read(functionConfiguration, target),
      at.read(functionFailures, target),
      at.read(functionMetrics, target),
    ])
    const ofCode = failures.filter((failure) => ['exception', 'import', 'exit', 'syntax'].includes(failure.kind))
    const first = ofCode[0]
    if (state === 'no-group' || first === undefined) return []
    const { errors, invocations } = seriesOf(metrics)
    const share =
      total(within(errors, first.at - minuteMs, at.window.to)) /
      Math.max(1, total(within(invocations, first.at - minuteMs, at.window.to)))
    const isOwnDeploy = lastModified > at.window.from && lastModified <= first.at
    if (share < 0.5 || isOwnDeploy || first.at < at.window.from + leadMs) return []
    const { lines } = await filterLog(at, { group: logGroup, pattern, pages: 2 })
    return lines.flatMap(({ at: startedAt, stream, message }) => {
      const runtimeVersion = /Runtime Version: (\S+)/.exec(message)?.[1]
      const arn = /Runtime Version ARN: (arn:\S+)/.exec(message)?.[1]
      if (runtimeVersion === undefined) return []
      return [{ at: startedAt, stream, runtimeVersion, ...(arn !== undefined && { runtimeVersionArn: arn }) }]
    })
  },
  cite: (target, window, aspect) => citeLog(target, aspect ?? `/aws/lambda/${target.id}`, pattern, window),
})
