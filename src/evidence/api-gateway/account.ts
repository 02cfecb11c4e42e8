import { APIGatewayClient, GetAccountCommand } from '@aws-sdk/client-api-gateway'
import type { HttpApi, RestApi } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { citeGateway, gatewayArn } from './cite.ts'

/** What all APIs of one account and region share. */
export interface GatewayAccount {
  /** Requests a second; API Gateway refuses more with a 429. */
  readonly rateLimit?: number
  readonly burstLimit?: number
  /** Without this role no execution log is written. */
  readonly logRoleArn?: string
}

/** Reads API Gateway's account settings. */
export const gatewayAccount = defineProbe<GatewayAccount, RestApi | HttpApi>({
  id: 'api-gateway.account',
  actions: ['apigateway:GET'],
  key: (api) => `${api.account} ${api.region}`,
  resource: (api) => gatewayArn(api, '/account'),
  async fetch(_api, { aws }) {
    const found = await aws.client(APIGatewayClient).send(new GetAccountCommand({}))
    const { rateLimit, burstLimit } = found.throttleSettings ?? {}
    return {
      ...(rateLimit !== undefined && { rateLimit }),
      ...(burstLimit !== undefined && { burstLimit }),
      ...(found.cloudwatchRoleArn !== undefined && { logRoleArn: found.cloudwatchRoleArn }),
    }
  },
  cite: (api) => citeGateway(api, 'apigateway', 'GetAccount', {}, 'settings'),
})
