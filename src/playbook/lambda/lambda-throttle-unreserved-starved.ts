import { throttleCause } from './throttle-cause.ts'

export const lambdaThrottleUnreservedStarved = throttleCause({
  id: 'lambda-throttle-unreserved-starved',
  known: 'confirmed',
  cause:
    'Reservations of other functions leave little concurrency to those without one, while the account as a whole is not busy.',
  because: ({ unreservedLimit, accountLimit, unreservedConcurrency }) =>
    `reservations leave ${unreservedLimit} of the account’s ${accountLimit} executions to functions without one${unreservedConcurrency === undefined ? '' : `, and ${unreservedConcurrency} of those were in use`}`,
  fix: ({ function: fn }) => ({
    now: 'Lower reservations that are not used.',
    proper: 'Reserve only where a cap or a guarantee is needed; raise the account’s quota (L-B99A9384) otherwise.',
    prevent: 'Alarm on UnreservedConcurrentExecutions.',
    cli: `aws lambda get-account-settings --region ${fn.region}\naws lambda delete-function-concurrency --function-name <function with too large a reservation> --region ${fn.region}`,
  }),
})
