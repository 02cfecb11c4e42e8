import { reserve, wantedExecutions } from './concurrency-fix.ts'
import { throttleCause } from './throttle-cause.ts'

export const lambdaThrottleReserved = throttleCause({
  id: 'lambda-throttle-reserved',
  known: 'confirmed',
  cause: 'The function runs as often at once as its reserved concurrency allows; what comes beyond is refused.',
  because: ({ reserved, concurrency }) =>
    `its reserved concurrency is ${reserved}${concurrency === undefined ? '' : `, and ${concurrency} ran at once`}`,
  fix: (target, numbers) => ({
    now: 'Raise the reservation, or remove it where it protects nothing.',
    proper: 'Set it above the peak: requests per second × average duration in seconds.',
    prevent: 'Alarm on ConcurrentExecutions at 80 % of the reservation.',
    iac: 'CDK: reservedConcurrentExecutions; SAM: ReservedConcurrentExecutions; Terraform: reserved_concurrent_executions',
    ...(numbers !== undefined && reserve(target, wantedExecutions(numbers.reserved ?? 0, numbers), numbers)),
  }),
})
