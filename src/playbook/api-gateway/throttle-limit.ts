import type { GatewayAccount } from '../../evidence/api-gateway/account.ts'
import type { ApiMetrics } from '../../evidence/api-gateway/api-metrics.ts'
import type { ApiStage } from '../../evidence/api-gateway/stage.ts'
import type { UsagePlan } from '../../evidence/api-gateway/usage-plans.ts'
import { type Evidence, valueIfRead } from '../../evidence/evidence.ts'
import type { Refusal } from './refusal.ts'
import { highestAt } from './series-sum.ts'

/** The limit that best explains why requests were throttled. Rates in requests a second. */
export interface ExceededLimit {
  readonly scope: 'stage' | 'plan' | 'account'
  /** The route, the plan's name, the account. */
  readonly name: string
  /** Of a usage plan. */
  readonly planId?: string
  /** The method of a plan's own limit for one of the stage's: `/orders/GET`. */
  readonly method?: string
  readonly rateLimit?: number
  readonly burstLimit?: number
  /** `said`: a log names it. `zero`: nothing is let through. `reached`: the traffic comes near it. `left`: no nearer limit is set. */
  readonly why: 'said' | 'zero' | 'reached' | 'left'
  /** Average over the busiest failing minute. */
  readonly peakRate?: number
}

export interface Limits {
  readonly stage: Evidence<ApiStage>
  readonly plans?: Evidence<readonly UsagePlan[]>
  readonly account: Evidence<GatewayAccount>
  readonly metrics: Evidence<ApiMetrics>
}

/** An average over a minute hides peaks within it. */
const nearShare = 0.5

/** Goes from the nearest limit to the farthest; undefined where too little was read to choose. */
export function exceededLimit(
  { stage, plans, account, metrics }: Limits,
  refusals: readonly Refusal[],
  minutes: readonly number[],
): ExceededLimit | undefined {
  const read = valueIfRead(metrics)
  const busiest = read === undefined ? undefined : highestAt(read.requests, minutes, 0)
  const peakRate = busiest === undefined ? undefined : busiest / 60
  const peak = peakRate === undefined ? {} : { peakRate }
  const settings = valueIfRead(stage)?.settings ?? []
  const shut = settings.find((setting) => setting.rateLimit === 0 || setting.burstLimit === 0)
  if (shut !== undefined) return { scope: 'stage', name: shut.route, why: 'zero', ...limitOf(shut), ...peak }
  const planList = plans === undefined ? [] : (valueIfRead(plans) ?? [])
  const saidPlan = refusals.find((refusal) => /throttle limit exceeded|usage plan/i.test(refusal.words))
  if (saidPlan !== undefined)
    return {
      scope: 'plan',
      name: planList[0]?.name ?? 'the usage plan',
      ...(planList.length === 1 && planList[0] !== undefined && { planId: planList[0].id }),
      why: 'said',
      ...limitOf(planList[0] ?? {}),
      ...peak,
    }
  const accountRate = valueIfRead(account)?.rateLimit
  const isNear = (rate: number | undefined): boolean =>
    rate !== undefined &&
    rate > 0 &&
    peakRate !== undefined &&
    peakRate >= nearShare * rate &&
    rate < (accountRate ?? 10_000)
  const ownStage = settings
    .filter((setting) => isNear(setting.rateLimit))
    .sort((a, b) => (a.rateLimit ?? 0) - (b.rateLimit ?? 0))[0]
  if (ownStage !== undefined)
    return { scope: 'stage', name: ownStage.route, why: 'reached', ...limitOf(ownStage), ...peak }
  const ownPlan = planList
    .flatMap((plan) => [
      plan,
      ...plan.methodLimits.map((limit) => ({ ...limit, id: plan.id, name: `${plan.name} ${limit.method}` })),
    ])
    .find((plan) => isNear(plan.rateLimit))
  if (ownPlan !== undefined)
    return {
      scope: 'plan',
      name: ownPlan.name,
      planId: ownPlan.id,
      ...('method' in ownPlan && { method: ownPlan.method }),
      why: 'reached',
      ...limitOf(ownPlan),
      ...peak,
    }
  if (accountRate !== undefined && peakRate !== undefined && peakRate >= nearShare * accountRate)
    return { scope: 'account', name: 'account', why: 'reached', ...limitOf(valueIfRead(account) ?? {}), ...peak }
  const hasNearer =
    settings.some((setting) => (setting.rateLimit ?? -1) > 0 && (setting.rateLimit ?? 0) < (accountRate ?? 10_000)) ||
    planList.some((plan) => plan.rateLimit !== undefined)
  if (hasNearer || stage.status !== 'ok' || (plans !== undefined && plans.status !== 'ok') || account.status !== 'ok')
    return undefined
  return { scope: 'account', name: 'account', why: 'left', ...limitOf(valueIfRead(account) ?? {}), ...peak }
}

function limitOf({ rateLimit, burstLimit }: { readonly rateLimit?: number; readonly burstLimit?: number }): {
  rateLimit?: number
  burstLimit?: number
} {
  return { ...(rateLimit !== undefined && { rateLimit }), ...(burstLimit !== undefined && { burstLimit }) }
}

export function limitWords({ rateLimit, burstLimit, peakRate }: ExceededLimit): string {
  const limit =
    rateLimit === undefined
      ? 'no rate read'
      : `${rateLimit.toLocaleString('en-US')} ${rateLimit === 1 ? 'request' : 'requests'} a second${burstLimit === undefined ? '' : `, burst ${burstLimit.toLocaleString('en-US')}`}`
  return peakRate === undefined
    ? limit
    : `${limit}; busiest failing minute ${Number(peakRate.toFixed(1)).toLocaleString('en-US')} a second`
}
