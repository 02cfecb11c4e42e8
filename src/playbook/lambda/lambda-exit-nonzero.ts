import { failureCause } from './failure-cause.ts'
import { quote, rollBack } from './words.ts'

export const lambdaExitNonzero = failureCause({
  id: 'lambda-exit-nonzero',
  underRestApi: 'apigw502-init-crash',
  cause:
    'The function’s process ended by itself: a call of exit, a crash in native code, or an error outside the handler.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-execution.html',
  sought: 'a process that ended by itself',
  matches: (failure) => failure.kind === 'exit',
  fix: (target, configuration) => ({
    now: 'Put the version before back if it began with a deploy.',
    proper: 'Throw instead of exiting, and catch errors outside the handler, so that the log names them.',
    prevent: 'Forbid `process.exit` and `sys.exit` in handler code by a lint rule.',
    cli: rollBack(target, configuration?.version),
  }),
  tell: ({ last, share }, at) => ({
    summary: `The process of ${at.target.name} ended by itself: ${quote(last)}; ${share} failed.`,
  }),
})
