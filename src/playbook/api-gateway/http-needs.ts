import { accessLog5xx } from '../../evidence/api-gateway/access-log-5xx.ts'
import { httpFunctionIntegrations } from '../../evidence/api-gateway/http-function-integrations.ts'
import { httpMetrics } from '../../evidence/api-gateway/http-metrics.ts'
import { optional } from '../../evidence/probe.ts'

/** What causes on an HTTP API's stage look at: it has no execution log. */
export const httpNeeds = {
  integrations: optional(httpFunctionIntegrations),
  metrics: optional(httpMetrics),
  access: optional(accessLog5xx),
} as const
