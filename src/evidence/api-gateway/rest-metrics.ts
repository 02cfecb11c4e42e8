import { APIGatewayClient, GetStagesCommand } from '@aws-sdk/client-api-gateway'
import type { RestApi } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { type ApiMetrics, citeApiMetric, readApiMetrics, restMetricNames } from './api-metrics.ts'
import { stageKey } from './cite.ts'

/** Reads how many requests a REST API's stage served, failed and how long they took. */
export const restMetrics = defineProbe<ApiMetrics, RestApi>({
  id: 'api-gateway.rest-metrics',
  actions: ['cloudwatch:GetMetricData', 'apigateway:GET'],
  key: stageKey,
  resource: () => '*',
  fetch: (api, at) =>
    readApiMetrics(at, api, restMetricNames, async () => {
      const { item = [] } = await at.aws.client(APIGatewayClient).send(new GetStagesCommand({ restApiId: api.id }))
      return item.length
    }),
  cite: (api, window, aspect = '5XXError') => citeApiMetric(api, restMetricNames, window, aspect),
})
