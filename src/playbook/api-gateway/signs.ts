import { accessLog4xx } from '../../evidence/api-gateway/access-log-4xx.ts'
import { accessLog5xx } from '../../evidence/api-gateway/access-log-5xx.ts'
import { executionLog4xx } from '../../evidence/api-gateway/execution-log-4xx.ts'
import { executionLog5xx } from '../../evidence/api-gateway/execution-log-5xx.ts'
import { gatewayResponses } from '../../evidence/api-gateway/gateway-responses.ts'
import { httpMetrics } from '../../evidence/api-gateway/http-metrics.ts'
import { restMetrics } from '../../evidence/api-gateway/rest-metrics.ts'
import { webSocketMetrics } from '../../evidence/api-gateway/websocket-metrics.ts'
import { total } from '../../evidence/cloudwatch/series.ts'
import { balancerMetrics } from '../../evidence/elb/balancer-metrics.ts'
import { optional } from '../../evidence/probe.ts'
import { presenceOf } from '../presence.ts'
import { defineSign, type Observation, type Sign } from '../sign.ts'
import { observe } from './observation.ts'
import { sumOf } from './series-sum.ts'
import { clock, counted } from './words.ts'

const rest5xx = defineSign({
  id: 'rest-api-5xx',
  target: 'rest-api',
  symptoms: ['502', '504', '500', 'errors', 'timeout', 'throttled'],
  needs: {
    metrics: optional(restMetrics),
    log: optional(executionLog5xx),
    access: optional(accessLog5xx),
    remaps: optional(gatewayResponses),
  },
  observe: (evidence, at) => observe({ family: '5', ...evidence }, at),
})

const rest4xx = defineSign({
  id: 'rest-api-4xx',
  target: 'rest-api',
  symptoms: ['4xx', '403', 'denied'],
  needs: { metrics: optional(restMetrics), log: optional(executionLog4xx), access: optional(accessLog4xx) },
  observe: (evidence, at) => observe({ family: '4', ...evidence }, at),
})

const http5xx = defineSign({
  id: 'http-api-5xx',
  target: 'http-api',
  symptoms: ['502', '504', '500', 'errors', 'timeout', 'throttled'],
  needs: { metrics: optional(httpMetrics), access: optional(accessLog5xx) },
  observe: (evidence, at) => observe({ family: '5', ...evidence }, at),
})

const http4xx = defineSign({
  id: 'http-api-4xx',
  target: 'http-api',
  symptoms: ['4xx', '403', 'denied'],
  needs: { metrics: optional(httpMetrics), access: optional(accessLog4xx) },
  observe: (evidence, at) => observe({ family: '4', ...evidence }, at),
})

const webSocket = defineSign({
  id: 'websocket-api-errors',
  target: 'websocket-api',
  symptoms: ['500', '502', '504', 'errors', 'timeout', 'throttled'],
  needs: { metrics: webSocketMetrics },
  observe({ metrics }, at): Observation {
    const failures = sumOf([metrics.integrationErrors, metrics.executionErrors])
    const traffic = sumOf([metrics.messages, metrics.connects])
    const presence = presenceOf(failures, traffic, at.window.to, at.thresholds)
    const facts = [
      at.fact(
        'metrics',
        'Integration and execution errors',
        `${total(failures).toLocaleString('en-US')} on ${total(traffic).toLocaleString('en-US')} messages and connects`,
        presence.lastAt,
        'IntegrationError',
      ),
    ]
    if (traffic.points.length === 0 && failures.points.length === 0)
      return {
        state: 'unknown',
        summary: `CloudWatch has no messages for ${at.target.name} (stage ${at.target.stage}) in this window.`,
        facts: [],
        times: [],
      }
    return {
      state: presence.state,
      summary:
        presence.state === 'absent'
          ? `${at.target.name} (stage ${at.target.stage}) carried ${counted(presence.requests ?? 0, 'message')} without an integration or execution error.`
          : `${at.target.name} (stage ${at.target.stage}) failed on ${presence.failures} of ${counted(presence.requests ?? 0, 'message')} since ${clock(presence.firstAt ?? at.window.from)}.`,
      facts,
      times: presence.times,
      failedShare: presence.failedShare,
    }
  },
})

const balancer5xx = defineSign({
  id: 'load-balancer-5xx',
  target: 'load-balancer',
  symptoms: ['502', '504', '500', 'errors', 'timeout', 'throttled'],
  needs: { metrics: balancerMetrics },
  observe({ metrics }, at): Observation {
    const own = sumOf([metrics.elb502, metrics.elb503, metrics.elb504])
    const elb = total(metrics.elb5xx) > total(own) ? metrics.elb5xx : own
    const failures = sumOf([elb, metrics.target5xx])
    const presence = presenceOf(failures, metrics.requests, at.window.to, at.thresholds)
    if (failures.points.length === 0 && metrics.requests.points.length === 0)
      return {
        state: 'unknown',
        summary: `CloudWatch has no requests for ${at.target.name} in this window.`,
        facts: [],
        times: [],
      }
    const words = `${total(elb)} made by the load balancer (502: ${total(metrics.elb502)}, 503: ${total(metrics.elb503)}, 504: ${total(metrics.elb504)}), ${total(metrics.target5xx)} by its targets`
    return {
      state: presence.state,
      summary:
        presence.state === 'absent'
          ? `${at.target.name} answered ${counted(presence.requests ?? 0, 'request')} without a 5xx.`
          : `${at.target.name} answered ${presence.failures} of ${counted(presence.requests ?? 0, 'request')} with a 5xx since ${clock(presence.firstAt ?? at.window.from)}: ${words}.`,
      facts: [at.fact('metrics', '5xx responses', words, presence.lastAt, 'HTTPCode_ELB_502_Count')],
      times: presence.times,
      failedShare: presence.failedShare,
    }
  },
})

export const signs: Sign[] = [rest5xx, rest4xx, http5xx, http4xx, webSocket, balancer5xx]
