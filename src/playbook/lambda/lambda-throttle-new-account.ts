import { throttleCause } from './throttle-cause.ts'

export const lambdaThrottleNewAccount = throttleCause({
  id: 'lambda-throttle-new-account',
  known: 'memory',
  cause: 'The account’s concurrency quota is below the usual 1,000, as in new accounts, and is used up.',
  because: ({ accountLimit, accountConcurrency, concurrency }) =>
    `the account may run ${accountLimit} executions at once, and ran ${accountConcurrency ?? concurrency}`,
  fix: ({ function: fn }) => ({
    now: 'Ask for the usual quota of 1,000 (L-B99A9384).',
    proper: 'Shorten invocations until it is granted; let callers retry.',
    prevent: 'Ask for quotas when an account is made.',
    cli: `aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value 1000 --region ${fn.region}`,
  }),
})
