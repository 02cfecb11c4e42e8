import type { LambdaFunction } from '../../targets/target.ts'
import { citeLog, filterLog, logGroupArn } from '../logs/filter.ts'
import { defineProbe } from '../probe.ts'
import { functionConfiguration } from './configuration.ts'
import { functionFailures } from './failures.ts'

/** A start of an environment, with the version of the managed runtime it ran. */
export interface RuntimeStart {
  readonly at: number
  readonly stream: string
  /** `nodejs:20.v50`. */
  readonly runtimeVersion: string
}

const pattern = '"INIT_START"'

/** Runtime versions that environments started with; read only where the function's code failed. */
export const runtimeStarts = defineProbe<readonly RuntimeStart[], LambdaFunction>({
  id: 'lambda.runtime-starts',
  actions: ['logs:FilterLogEvents'],
  uses: [functionConfiguration, functionFailures],
  key: (target) => target.arn,
  resource: (target) => logGroupArn(target, `/aws/lambda/${target.id}`),
  async fetch(target, at) {
    const [{ logGroup }, { failures, state }] = await Promise.all([
      at.read(functionConfiguration, target),
      at.read(functionFailures, target),
    ])
    if (
      state === 'no-group' ||
      !failures.some((failure) => ['exception', 'import', 'exit', 'syntax'].includes(failure.kind))
    )
      return []
    const { lines } = await filterLog(at, { group: logGroup, pattern, pages: 2 })
    return lines.flatMap(({ at: startedAt, stream, message }) => {
      const runtimeVersion = /Runtime Version: (\S+)/.exec(message)?.[1]
      return runtimeVersion === undefined ? [] : [{ at: startedAt, stream, runtimeVersion }]
    })
  },
  cite: (target, window, aspect) => citeLog(target, aspect ?? `/aws/lambda/${target.id}`, pattern, window),
})
