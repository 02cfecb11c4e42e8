import type { FunctionThrottles } from '../../targets/target.ts'
import type { Fix } from '../cause.ts'
import { raiseQuota, reserve, wantedExecutions } from './concurrency-fix.ts'
import { throttleCause } from './throttle-cause.ts'
import type { ThrottleNumbers } from './throttle-reading.ts'

export const lambdaThrottleAccount = throttleCause({
  id: 'lambda-throttle-account',
  known: 'confirmed',
  cause:
    'All functions of the account in this region together use its concurrency up, and those without a reservation are refused.',
  because: ({ accountConcurrency, accountLimit, concurrency }) =>
    `the account ran ${(accountConcurrency ?? concurrency)?.toLocaleString('en-US')} of its ${accountLimit?.toLocaleString('en-US')} concurrent executions${concurrency === undefined ? '' : `, this function ${concurrency.toLocaleString('en-US')} of them`}`,
  fix: (target, numbers) => ({
    now: 'Reserve concurrency for this function, or cap the one that takes the pool.',
    proper: 'Ask for a higher quota (Lambda concurrent executions, L-B99A9384).',
    prevent: 'Cap batch and queue functions, and alarm on the account’s ConcurrentExecutions at 80 %.',
    ...(numbers !== undefined && share(target, numbers)),
  }),
})

/** The function's share of the pool, and a larger pool. */
function share(target: FunctionThrottles, numbers: ThrottleNumbers): Fix {
  const quota = raiseQuota(target.region, numbers)
  const { concurrency } = numbers
  if (concurrency === undefined || concurrency === 0) return { cli: quota }
  const { cli = quota, ...fix } = reserve(target, wantedExecutions(concurrency, numbers), numbers)
  return { ...fix, cli: cli.includes(quota) ? cli : `${cli}\n${quota}` }
}
