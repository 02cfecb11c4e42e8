import { choose } from '../command.ts'
import { throttleCause } from './throttle-cause.ts'

export const lambdaThrottleUnreservedStarved = throttleCause({
  id: 'lambda-throttle-unreserved-starved',
  known: 'confirmed',
  cause:
    'Reservations of other functions leave little concurrency to those without one, while the account as a whole is not busy.',
  because: ({ unreservedLimit, accountLimit, unreservedConcurrency }) =>
    `reservations leave ${unreservedLimit?.toLocaleString('en-US')} of the account’s ${accountLimit?.toLocaleString('en-US')} executions to functions without one${unreservedConcurrency === undefined ? '' : `, and ${unreservedConcurrency.toLocaleString('en-US')} of those were in use`}`,
  fix: ({ function: fn }) => ({
    now: 'Lower reservations that are not used.',
    proper: 'Reserve only where a cap or a guarantee is needed; raise the account’s quota (L-B99A9384) otherwise.',
    prevent: 'Alarm on UnreservedConcurrentExecutions.',
    cli: choose(
      `for F in $(aws lambda list-functions --query 'Functions[].FunctionName' --output text --region ${fn.region}); do echo "$(aws lambda get-function-concurrency --function-name "$F" --query ReservedConcurrentExecutions --output text --region ${fn.region}) $F"; done | grep '^[0-9]' | sort -rn`,
      { FUNCTION: 'a function of the list that reserves more than it uses', EXECUTIONS: 'what it needs at its peak' },
      ({ FUNCTION, EXECUTIONS }) =>
        `aws lambda put-function-concurrency --function-name ${FUNCTION} --reserved-concurrent-executions ${EXECUTIONS} --region ${fn.region}`,
    ),
  }),
})
