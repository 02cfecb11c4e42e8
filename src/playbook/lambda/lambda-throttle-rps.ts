import { throttleCause } from './throttle-cause.ts'

export const lambdaThrottleRps = throttleCause({
  id: 'lambda-throttle-rps',
  known: 'confirmed',
  cause:
    'Requests come faster than ten a second for each execution allowed, which short invocations reach before the concurrency limit.',
  because: ({ requestsPerSecond, reserved, accountLimit }) =>
    `${Math.round(requestsPerSecond)} requests a second came, and ${10 * (reserved ?? accountLimit ?? 0)} are allowed (ten for each of ${reserved ?? accountLimit} executions)`,
  fix: ({ function: fn }) => ({
    now: 'Raise the concurrency that applies, although so many executions are not needed.',
    proper: 'Batch the calls, or cache in front of the function.',
    prevent: 'Alarm on requests per second at 80 % of ten times the limit.',
    cli: `aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value <more> --region ${fn.region}`,
  }),
})
