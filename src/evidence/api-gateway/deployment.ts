import { APIGatewayClient, GetDeploymentCommand } from '@aws-sdk/client-api-gateway'
import type { RestApi } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { citeGateway, gatewayArn, stageKey } from './cite.ts'
import { restStage } from './rest-stage.ts'
import { given } from './route.ts'

const recentMs = 86_400_000

/** The deployment that a stage serves. */
export interface Deployment {
  readonly id: string
  /** Epoch milliseconds; absent where it is long ago. */
  readonly createdAt?: number
  readonly description?: string
}

/** Reads when what a REST API's stage serves was deployed, if the stage changed lately, as every deployment changes it; null when the stage names none. */
export const deployment = defineProbe<Deployment | null, RestApi>({
  id: 'api-gateway.deployment',
  actions: ['apigateway:GET'],
  uses: [restStage],
  key: stageKey,
  resource: (api) => gatewayArn(api, `/restapis/${api.id}/deployments/*`),
  async fetch(api, at) {
    const { deploymentId, lastUpdatedAt } = await at.read(restStage, api)
    if (deploymentId === undefined) return null
    if (lastUpdatedAt !== undefined && lastUpdatedAt < at.window.from - recentMs) return { id: deploymentId }
    const found = await at.aws
      .client(APIGatewayClient)
      .send(new GetDeploymentCommand({ restApiId: api.id, deploymentId }))
    return { id: deploymentId, ...given({ createdAt: found.createdDate?.getTime(), description: found.description }) }
  },
  cite: (api) =>
    citeGateway(api, 'apigateway', 'GetDeployments', { restApiId: api.id }, `apis/${api.id}/deployments?api=${api.id}`),
})
