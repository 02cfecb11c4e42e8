import { APIGatewayClient, GetUsageCommand } from '@aws-sdk/client-api-gateway'
import type { RestApi } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { citeGateway, gatewayArn, stageKey } from './cite.ts'
import { usagePlans } from './usage-plans.ts'

/** What the keys of the stage's plans with a quota have used up. API keys are named by their ids. */
export interface UsedQuota {
  readonly planId: string
  readonly planName: string
  readonly limit: number
  readonly period: string
  readonly keys: readonly { readonly keyId: string; readonly used: number; readonly remaining: number }[]
}

const mostPlans = 3

/** Reads how much is left of the quotas of a stage's usage plans; without a quota nothing is asked. */
export const usedQuota = defineProbe<readonly UsedQuota[], RestApi>({
  id: 'api-gateway.usage',
  actions: ['apigateway:GET'],
  uses: [usagePlans],
  key: stageKey,
  resource: (api) => gatewayArn(api, '/usageplans/*/usage'),
  async fetch(api, at) {
    const plans = (await at.read(usagePlans, api)).filter((plan) => plan.quota !== undefined).slice(0, mostPlans)
    return Promise.all(
      plans.map(async (plan) => {
        const { items = {} } = await at.aws.client(APIGatewayClient).send(
          new GetUsageCommand({
            usagePlanId: plan.id,
            startDate: day(at.window.from),
            endDate: day(at.now),
            limit: 500,
          }),
        )
        return {
          planId: plan.id,
          planName: plan.name,
          limit: plan.quota?.limit ?? 0,
          period: plan.quota?.period ?? 'DAY',
          keys: Object.entries(items).flatMap(([keyId, days]) => {
            const [used = 0, remaining] = days.at(-1) ?? []
            return remaining === undefined ? [] : [{ keyId, used, remaining }]
          }),
        }
      }),
    )
  },
  /** The aspect is the plan's id. */
  cite: (api, window, planId) =>
    planId === undefined
      ? usagePlans.cite(api, window)
      : citeGateway(
          api,
          'apigateway',
          'GetUsage',
          { usagePlanId: planId, startDate: day(window.from), endDate: day(window.to) },
          'usage-plans',
        ),
})

function day(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10)
}
