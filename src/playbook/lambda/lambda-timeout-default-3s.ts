import { timeoutCause } from './timeout-cause.ts'
import { raiseTimeout } from './timeout-fix.ts'

export const lambdaTimeoutDefault3s = timeoutCause({
  id: 'lambda-timeout-default-3s',
  known: 'confirmed',
  cause: 'The timeout was left at Lambda’s default of three seconds, which the function’s work does not fit in.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html',
  fix: (target, seen) => ({
    now: 'Raise the timeout to what the slowest good invocation needs, with room to spare, and below the timeout of whoever calls it.',
    proper: 'Set the timeout in the template, with client timeouts shorter than it.',
    prevent: 'Alarm on Duration p99 at 80 % of the timeout.',
    ...(seen !== undefined && raiseTimeout(target, seen)),
  }),
})
