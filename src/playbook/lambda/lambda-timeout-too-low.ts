import { timeoutCause } from './timeout-cause.ts'
import { raiseTimeout } from './timeout-fix.ts'

export const lambdaTimeoutTooLow = timeoutCause({
  id: 'lambda-timeout-too-low',
  known: 'memory',
  cause: 'The function’s usual work takes about as long as its timeout allows, so the slower part is cut off.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html',
  fix: (target, seen) => ({
    now: 'Raise the timeout, staying below the timeout of whoever calls the function.',
    proper: 'Do less in one invocation: smaller batches, pages, or a queue for the slow part.',
    prevent: 'Alarm on Duration p99 at 80 % of the timeout.',
    ...(seen !== undefined && raiseTimeout(target, seen)),
  }),
})
