import type { WebSocketApi } from '../../targets/target.ts'
import { readMetrics } from '../cloudwatch/metrics.ts'
import type { Series } from '../cloudwatch/series.ts'
import { defineProbe } from '../probe.ts'
import { citeApiMetric, dimensionsOf, queries } from './api-metrics.ts'
import { stageKey } from './cite.ts'

/** Connections, messages and their failures, by minute. */
export interface WebSocketMetrics {
  readonly connects: Series
  readonly messages: Series
  /** The back end answered with an error, or not in 29 seconds. */
  readonly integrationErrors: Series
  /** API Gateway itself could not carry the call out. */
  readonly executionErrors: Series
  /** Refused before any integration was called. */
  readonly clientErrors: Series
}

const names = {
  connects: ['ConnectCount', 'Sum'],
  messages: ['MessageCount', 'Sum'],
  integrationErrors: ['IntegrationError', 'Sum'],
  executionErrors: ['ExecutionError', 'Sum'],
  clientErrors: ['ClientError', 'Sum'],
} as const satisfies Record<keyof WebSocketMetrics, readonly [string, string]>

/** Reads how a WebSocket API's stage fares. */
export const webSocketMetrics = defineProbe<WebSocketMetrics, WebSocketApi>({
  id: 'api-gateway.websocket-metrics',
  actions: ['cloudwatch:GetMetricData'],
  key: stageKey,
  resource: () => '*',
  async fetch(api, at) {
    return (await readMetrics(at, queries(names, dimensionsOf(api).stage))) as unknown as WebSocketMetrics
  },
  cite: (api, window, aspect = 'IntegrationError') => citeApiMetric(api, names, window, aspect),
})
