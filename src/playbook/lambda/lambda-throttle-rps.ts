import type { FunctionThrottles } from '../../targets/target.ts'
import type { Fix } from '../cause.ts'
import { raiseQuota, reserve } from './concurrency-fix.ts'
import { throttleCause } from './throttle-cause.ts'
import type { ThrottleNumbers } from './throttle-reading.ts'

export const lambdaThrottleRps = throttleCause({
  id: 'lambda-throttle-rps',
  known: 'confirmed',
  cause:
    'Requests come faster than ten a second for each execution allowed, which short invocations reach before the concurrency limit.',
  because: ({ requestsPerSecond, reserved, accountLimit }) =>
    `${Math.round(requestsPerSecond).toLocaleString('en-US')} requests a second came, and ${(10 * (reserved ?? accountLimit ?? 0)).toLocaleString('en-US')} are allowed (ten for each of ${(reserved ?? accountLimit)?.toLocaleString('en-US')} executions)`,
  fix: (target, numbers) => ({
    now: 'Raise the concurrency that applies, although so many executions are not needed.',
    proper: 'Batch the calls, or cache in front of the function.',
    prevent: 'Alarm on requests per second at 80 % of ten times the limit.',
    ...(numbers !== undefined && allow(target, numbers)),
  }),
})

/** A tenth of the requests in a second, with a fifth to spare, of the limit that applies. */
function allow(target: FunctionThrottles, numbers: ThrottleNumbers): Fix {
  const wanted = (numbers.requestsPerSecond / 10) * 1.2
  return numbers.reserved === null || numbers.reserved === undefined
    ? { cli: raiseQuota(target.region, numbers, wanted) }
    : reserve(target, wanted, numbers)
}
