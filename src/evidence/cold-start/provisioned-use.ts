import type { LambdaFunction } from '../../targets/target.ts'
import { citeMetric, type MetricQuery, readMetrics } from '../cloudwatch/metrics.ts'
import type { Series } from '../cloudwatch/series.ts'
import { provisionedConcurrency } from '../lambda/provisioned.ts'
import { defineProbe } from '../probe.ts'

/** How the calls of a function, or of one of its qualifiers, met provisioned concurrency; counts by minute. */
export interface ProvisionedUse {
  readonly invocations: Series
  /** Served by an environment that stood ready. */
  readonly provisioned: Series
  /** Came when all of those were busy. */
  readonly spillover: Series
  /** Share of the ready environments that were busy, 0 to 1. */
  readonly utilization: Series
}

export interface ProvisionedUses {
  readonly all: ProvisionedUse
  readonly byQualifier: Readonly<Record<string, ProvisionedUse>>
}

/** Reads how provisioned concurrency was used; null, and no call, when the function has none. */
export const provisionedUse = defineProbe<ProvisionedUses | null, LambdaFunction>({
  id: 'cold-start.provisioned-use',
  actions: ['cloudwatch:GetMetricData'],
  uses: [provisionedConcurrency],
  key: (target) => `${target.account} ${target.region} ${target.id}`,
  resource: () => '*',
  async fetch(target, at) {
    const configured = await at.read(provisionedConcurrency, target)
    if (configured.length === 0) return null
    const [all, ...each] = await Promise.all([
      readMetrics(at, queriesFor(target.id)),
      ...configured.map(
        async ({ qualifier }) => [qualifier, await readMetrics(at, queriesFor(target.id, qualifier))] as const,
      ),
    ])
    return { all, byQualifier: Object.fromEntries(each) }
  },
  cite(target, window, aspect = 'ProvisionedConcurrencyInvocations') {
    const [metric = '', qualifier] = aspect.split(' ')
    return citeMetric(
      target,
      query(target.id, metric, metric.endsWith('Utilization') ? 'Maximum' : 'Sum', qualifier),
      window,
    )
  },
})

function queriesFor(name: string, qualifier?: string): Record<keyof ProvisionedUse, MetricQuery> {
  return {
    invocations: query(name, 'Invocations', 'Sum', qualifier),
    provisioned: query(name, 'ProvisionedConcurrencyInvocations', 'Sum', qualifier),
    spillover: query(name, 'ProvisionedConcurrencySpilloverInvocations', 'Sum', qualifier),
    utilization: query(name, 'ProvisionedConcurrencyUtilization', 'Maximum', qualifier),
  }
}

function query(name: string, metric: string, stat: string, qualifier: string | undefined): MetricQuery {
  return {
    namespace: 'AWS/Lambda',
    metric,
    stat,
    dimensions: { FunctionName: name, ...(qualifier !== undefined && { Resource: `${name}:${qualifier}` }) },
  }
}
