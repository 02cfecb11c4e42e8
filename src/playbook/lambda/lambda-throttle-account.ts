import { throttleCause } from './throttle-cause.ts'
import { lambdaCli } from './words.ts'

export const lambdaThrottleAccount = throttleCause({
  id: 'lambda-throttle-account',
  known: 'confirmed',
  cause:
    'All functions of the account in this region together use its concurrency up, and those without a reservation are refused.',
  because: ({ accountConcurrency, accountLimit, concurrency }) =>
    `the account ran ${accountConcurrency ?? concurrency} of its ${accountLimit} concurrent executions${concurrency === undefined ? '' : `, this function ${concurrency} of them`}`,
  fix: ({ function: fn }) => ({
    now: 'Reserve concurrency for this function, or cap the one that takes the pool.',
    proper: 'Ask for a higher quota (Lambda concurrent executions, L-B99A9384).',
    prevent: 'Cap batch and queue functions, and alarm on the account’s ConcurrentExecutions at 80 %.',
    cli: `${lambdaCli(fn, 'put-function-concurrency', '--reserved-concurrent-executions <needed>')}\naws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value <more> --region ${fn.region}`,
  }),
})
