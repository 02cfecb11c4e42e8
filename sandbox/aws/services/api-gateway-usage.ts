import type { UsagePlan as DescribedPlan } from '@aws-sdk/client-api-gateway'
import type { Handlers } from '../call.ts'
import { AwsError } from '../wire/errors.ts'
import type { UsagePlan } from '../world/api-gateway.ts'
import { stableId } from '../world/scalars.ts'
import type { Place } from '../world.ts'
import { apiIdOf } from './api-gateway-domains.ts'
import { pageOf, tokenAs } from './paging.ts'

type ApiGateway = typeof import('@aws-sdk/client-api-gateway')

export const usage: Pick<
  Handlers<ApiGateway>,
  'GetUsagePlans' | 'GetUsagePlan' | 'GetUsagePlanKeys' | 'GetUsage' | 'GetApiKeys' | 'GetApiKey'
> = {
  GetUsagePlans({ place }, input) {
    const plans = place.usagePlans.filter(
      ({ keys }) => input.keyId === undefined || keys.some(({ id }) => id === input.keyId),
    )
    const { page, next } = pageOf(plans, input.position, input.limit ?? 25)
    return { items: page.map((plan) => describePlan(place, plan)), ...tokenAs('position', next) }
  },

  GetUsagePlan: ({ place }, input) => describePlan(place, findPlan(place, input.usagePlanId)),

  GetUsagePlanKeys({ place }, input) {
    return {
      items: findPlan(place, input.usagePlanId).keys.map(({ id, name = id }) => ({ id, type: 'API_KEY', name })),
    }
  },

  GetUsage({ place }, input) {
    const plan = findPlan(place, input.usagePlanId)
    const keys = plan.keys.filter(({ id }) => input.keyId === undefined || id === input.keyId)
    return {
      usagePlanId: planId(plan),
      startDate: input.startDate,
      endDate: input.endDate,
      items: Object.fromEntries(keys.map(({ id, usage: days = [] }) => [id, days])),
    }
  },

  GetApiKeys({ place }) {
    return {
      items: place.usagePlans.flatMap(({ keys }) => keys).map(({ id, name = id, enabled }) => ({ id, name, enabled })),
    }
  },

  GetApiKey({ place }, input) {
    const key = place.usagePlans.flatMap(({ keys }) => keys).find(({ id }) => id === input.apiKey)
    if (key === undefined)
      throw new AwsError('NotFoundException', 'Invalid API Key identifier specified', { status: 404 })
    return { id: key.id, name: key.name ?? key.id, enabled: key.enabled }
  },
}

function findPlan(place: Place, id: string | undefined): UsagePlan {
  const plan = place.usagePlans.find((candidate) => planId(candidate) === id)
  if (plan === undefined) throw new AwsError('NotFoundException', 'Invalid Usage Plan ID specified', { status: 404 })
  return plan
}

function describePlan(place: Place, plan: UsagePlan): DescribedPlan {
  return {
    id: planId(plan),
    name: plan.name,
    apiStages: plan.apiStages.map(({ api, stage, throttle }) => ({
      apiId: apiIdOf(place, api),
      stage,
      ...(throttle === undefined ? {} : { throttle }),
    })),
    ...(plan.throttle === undefined ? {} : { throttle: plan.throttle }),
    ...(plan.quota === undefined
      ? {}
      : { quota: { limit: plan.quota.limit, period: plan.quota.period, offset: plan.quota.offset ?? 0 } }),
  }
}

function planId(plan: UsagePlan): string {
  return plan.id ?? stableId(`plan/${plan.name}`, 6)
}
