import type { RestApi } from '../../targets/target.ts'
import { citeMetric, type MetricQuery, readMetrics } from '../cloudwatch/metrics.ts'
import type { Series } from '../cloudwatch/series.ts'
import { defineProbe } from '../probe.ts'
import { webAcl } from './web-acl.ts'

/** Requests that a web ACL blocked, by minute, in all and by rule. */
export interface BlockedRequests {
  readonly acl: string
  readonly all: Series
  readonly byRule: readonly { readonly rule: string; readonly blocked: Series }[]
}

const mostRules = 40

/** Reads what the web ACL in front of a REST API's stage blocked; null when there is no web ACL. */
export const blockedRequests = defineProbe<BlockedRequests | null, RestApi>({
  id: 'waf.blocked-requests',
  actions: ['cloudwatch:GetMetricData'],
  uses: [webAcl],
  key: (api) => api.arn,
  resource: () => '*',
  async fetch(api, at) {
    const acl = await at.read(webAcl, api)
    if (acl === null) return null
    const rules = acl.rules.slice(0, mostRules)
    const queries = [
      queryFor(acl.metric, api.region, 'ALL'),
      ...rules.map((rule) => queryFor(acl.metric, api.region, rule.metric)),
    ]
    const series = await readMetrics(at, Object.fromEntries(queries.map((query, index) => [`${index}`, query])))
    return {
      acl: acl.name,
      all: series['0'] ?? { points: [] },
      byRule: rules.map((rule, index) => ({ rule: rule.name, blocked: series[`${index + 1}`] ?? { points: [] } })),
    }
  },
  cite: (api, window, aspect = 'the web ACL in front of the stage') =>
    citeMetric(api, queryFor(aspect, api.region, 'ALL'), window),
})

function queryFor(acl: string, region: string, rule: string): MetricQuery {
  return {
    namespace: 'AWS/WAFV2',
    metric: 'BlockedRequests',
    stat: 'Sum',
    dimensions: { WebACL: acl, Region: region, Rule: rule },
  }
}
