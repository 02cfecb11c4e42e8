import { throttleCause } from './throttle-cause.ts'
import { lambdaCli } from './words.ts'

export const lambdaThrottleReserved = throttleCause({
  id: 'lambda-throttle-reserved',
  known: 'confirmed',
  cause: 'The function runs as often at once as its reserved concurrency allows; what comes beyond is refused.',
  because: ({ reserved, concurrency }) =>
    `its reserved concurrency is ${reserved}${concurrency === undefined ? '' : `, and ${concurrency} ran at once`}`,
  fix: ({ function: fn }) => ({
    now: 'Raise the reservation, or remove it where it protects nothing.',
    proper: 'Set it above the peak: requests per second × average duration in seconds.',
    prevent: 'Alarm on ConcurrentExecutions at 80 % of the reservation.',
    cli: lambdaCli(fn, 'put-function-concurrency', '--reserved-concurrent-executions <more>'),
    iac: 'CDK: reservedConcurrentExecutions; SAM: ReservedConcurrentExecutions; Terraform: reserved_concurrent_executions',
  }),
})
