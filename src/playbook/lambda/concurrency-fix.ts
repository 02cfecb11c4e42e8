import type { FunctionThrottles } from '../../targets/target.ts'
import type { Fix } from '../cause.ts'
import type { ThrottleNumbers } from './throttle-reading.ts'
import { lambdaCli } from './words.ts'

/** Lambda keeps so many executions for functions without a reservation. */
const keptUnreserved = 100
/** Calls that were refused come again: more than this many times what ran is their echo. */
const mostDemand = 3
const roomToSpare = 1.2

/** A reservation for what was called, at most what the account has to give; says so where that is less. */
export function reserve({ function: fn }: FunctionThrottles, wanted: number, numbers: ThrottleNumbers): Fix {
  const { unreservedLimit, reserved } = numbers
  if (unreservedLimit === undefined) return {}
  const most = unreservedLimit + (reserved ?? 0) - keptUnreserved
  const least = reserved ?? 0
  if (most <= least)
    return {
      now: `The account has no concurrency left to reserve for ${fn.name}: Lambda keeps ${keptUnreserved} for functions without a reservation. Ask for a higher quota.`,
      cli: raiseQuota(fn.region, numbers),
    }
  const next = Math.min(most, Math.max(least + 1, Math.ceil(wanted)))
  return {
    ...(next < wanted && {
      now: `Reserve the ${next.toLocaleString('en-US')} executions that the account can still give ${fn.name}; about ${Math.ceil(wanted).toLocaleString('en-US')} are needed, so ask for a higher quota too.`,
    }),
    cli: [
      lambdaCli(fn, 'put-function-concurrency', `--reserved-concurrent-executions ${next}`),
      ...(next < wanted ? [raiseQuota(fn.region, numbers)] : []),
    ].join('\n'),
  }
}

/** How many executions the calls of the throttled minutes would have taken, with room to spare. */
export function wantedExecutions(ran: number, { demand }: ThrottleNumbers): number {
  return ran * Math.min(demand, mostDemand) * roomToSpare
}

/** Asks for twice the quota, or more where that is known to be needed; never for less than the usual 1,000. */
export function raiseQuota(region: string, { accountLimit }: ThrottleNumbers, needed = 0): string {
  const desired = Math.max(1_000, 2 * (accountLimit ?? 0), Math.ceil(needed / 100) * 100)
  return `aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value ${desired} --region ${region}`
}
