import { ApiGatewayV2Client, GetStagesCommand } from '@aws-sdk/client-apigatewayv2'
import type { HttpApi } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { type ApiMetrics, citeApiMetric, httpMetricNames, readApiMetrics } from './api-metrics.ts'
import { stageKey } from './cite.ts'

/** Reads how many requests an HTTP API's stage served, failed and how long they took. */
export const httpMetrics = defineProbe<ApiMetrics, HttpApi>({
  id: 'api-gateway.http-metrics',
  actions: ['cloudwatch:GetMetricData', 'apigateway:GET'],
  key: stageKey,
  resource: () => '*',
  fetch: (api, at) =>
    readApiMetrics(at, api, httpMetricNames, async () => {
      const { Items = [] } = await at.aws.client(ApiGatewayV2Client).send(new GetStagesCommand({ ApiId: api.id }))
      return Items.length
    }),
  cite: (api, window, aspect = '5xx') => citeApiMetric(api, httpMetricNames, window, aspect),
})
