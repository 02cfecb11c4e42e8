import type { FunctionThrottles } from '../../targets/target.ts'
import type { Fix } from '../cause.ts'
import { throttleCause } from './throttle-cause.ts'
import type { ThrottleNumbers } from './throttle-reading.ts'
import { provision } from './words.ts'

export const lambdaThrottleScalingRate = throttleCause({
  id: 'lambda-throttle-scaling-rate',
  known: 'confirmed',
  cause: 'A burst asked for more than the 1,000 new environments that a function gets in ten seconds.',
  because: ({ minutes, concurrency }) =>
    `a burst up to ${concurrency?.toLocaleString('en-US')} executions outran Lambda’s growth of 1,000 in ten seconds, within ${minutes.length} minute${minutes.length === 1 ? '' : 's'}`,
  fix: (target, numbers) => ({
    now: 'Let callers retry with backoff: the burst passes in seconds.',
    proper: 'Keep environments ready with provisioned concurrency, scaled on a schedule before the burst.',
    prevent: 'Put a queue before the function, or spread the start of batch jobs.',
    ...(numbers !== undefined && keepReady(target, numbers)),
  }),
})

/** What a burst of the same height lacks beyond Lambda's own step, within what the account has to give. */
function keepReady({ function: fn }: FunctionThrottles, { concurrency, unreservedLimit }: ThrottleNumbers): Fix {
  if (concurrency === undefined || unreservedLimit === undefined) return {}
  const lacking = Math.max(100, Math.ceil((concurrency - 1_000) / 100) * 100)
  if (lacking > unreservedLimit - 100) return {}
  return {
    proper: `Keep ${lacking.toLocaleString('en-US')} environments ready with provisioned concurrency, scaled on a schedule before the burst; they cost as long as they stand.`,
    cli: provision(fn, lacking),
  }
}
