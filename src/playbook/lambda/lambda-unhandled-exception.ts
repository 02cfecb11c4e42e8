import type { Failure } from '../../evidence/lambda/failure.ts'
import { failureCause } from './failure-cause.ts'
import { missingVariable } from './lambda-env-missing.ts'
import { quote, rollBack } from './words.ts'

/** Kinds that have a deeper cause of their own: with it found, the exception is only how it showed. */
const deeper = new Set<Failure['kind']>([
  'access-denied',
  'dependency-throttled',
  'dependency-failed',
  'credentials-expired',
  'no-space',
])

export const lambdaUnhandledException = failureCause({
  id: 'lambda-unhandled-exception',
  underRestApi: 'apigw502-unhandled-exception',
  cause: 'The handler threw: an error in the function’s own code that nothing caught.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-execution.html',
  sought: 'an exception that nothing caught',
  matches: (failure) => failure.kind === 'exception' || deeper.has(failure.kind),
  fix: (target, configuration) => ({
    now: 'Put the version before back if it began with a deploy.',
    prevent: 'Catch at the edge of the handler, answer with a status of your own, and log the event’s id.',
    cli: rollBack(target, configuration?.version),
  }),
  tell({ failures, share, configuration }, at) {
    const groups = [
      ...Map.groupBy(failures, (each) => `${each.errorType} ${each.frame ?? each.message.slice(0, 60)}`).values(),
    ].sort((a, b) => b.length - a.length)
    const main = groups[0] ?? failures
    const last = main.at(-1)
    const others = groups.slice(1, 4).map((group) => `${group.length} × ${quote(group.at(-1) ?? { message: '' })}`)
    const isOwn = last?.kind === 'exception' && missingVariable(last, configuration) === undefined
    return {
      strength: isOwn ? 'proven' : 'likely',
      summary: `${at.target.name} threw ${last === undefined ? 'an exception' : quote(last)}; ${share} failed${others.length === 0 ? '' : `, others by ${others.join('; ')}`}.`,
      facts:
        others.length === 0 ? [] : [at.fact('failures', 'Other exceptions', others.join('; '), failures.at(-1)?.at)],
      fix: {
        proper: last?.frame === undefined ? 'Fix the first frame of the stack that is yours.' : `Fix ${last.frame}.`,
      },
    }
  },
})
