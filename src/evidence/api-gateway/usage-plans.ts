import { APIGatewayClient, GetUsagePlansCommand } from '@aws-sdk/client-api-gateway'
import type { RestApi } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { citeGateway, gatewayArn, stageKey } from './cite.ts'
import { given } from './route.ts'

/** A usage plan that this stage is in. Rates in requests a second. */
export interface UsagePlan {
  readonly id: string
  readonly name: string
  readonly rateLimit?: number
  readonly burstLimit?: number
  readonly quota?: { readonly limit: number; readonly period: string }
  /** Limits of single methods of this stage: `/orders/GET`. */
  readonly methodLimits: readonly {
    readonly method: string
    readonly rateLimit?: number
    readonly burstLimit?: number
  }[]
}

const mostPages = 3

/** Reads the usage plans that a REST API's stage is in. */
export const usagePlans = defineProbe<readonly UsagePlan[], RestApi>({
  id: 'api-gateway.usage-plans',
  actions: ['apigateway:GET'],
  key: stageKey,
  resource: (api) => gatewayArn(api, '/usageplans'),
  async fetch(api, { aws }) {
    const plans: UsagePlan[] = []
    let position: string | undefined
    for (let page = 0; page < mostPages; page += 1) {
      const found = await aws
        .client(APIGatewayClient)
        .send(new GetUsagePlansCommand({ limit: 500, ...(position !== undefined && { position }) }))
      for (const plan of found.items ?? []) {
        const stage = plan.apiStages?.find((each) => each.apiId === api.id && each.stage === api.stage)
        if (stage === undefined) continue
        plans.push({
          id: plan.id ?? '',
          name: plan.name ?? '',
          methodLimits: Object.entries(stage.throttle ?? {}).map(([method, limit]) => ({
            method,
            ...given({ rateLimit: limit.rateLimit, burstLimit: limit.burstLimit }),
          })),
          ...given({ rateLimit: plan.throttle?.rateLimit, burstLimit: plan.throttle?.burstLimit }),
          ...(plan.quota?.limit !== undefined && {
            quota: { limit: plan.quota.limit, period: plan.quota.period ?? 'DAY' },
          }),
        })
      }
      position = found.position
      if (position === undefined) break
    }
    return plans
  },
  cite: (api) =>
    citeGateway(api, 'apigateway', 'GetUsagePlans', {}, 'usage-plans', `items[?apiStages[?apiId==\`${api.id}\`]]`),
})
