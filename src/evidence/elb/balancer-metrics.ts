import type { LoadBalancer } from '../../targets/target.ts'
import { citeMetric, readMetrics } from '../cloudwatch/metrics.ts'
import type { Series } from '../cloudwatch/series.ts'
import { defineProbe } from '../probe.ts'
import { balancerDimension, isApplication } from './balancer-arn.ts'

/** An Application Load Balancer's requests by minute: what it answered itself (`elb…`) and what its targets answered. */
export interface BalancerMetrics {
  readonly requests: Series
  readonly elb502: Series
  readonly elb503: Series
  readonly elb504: Series
  readonly elb5xx: Series
  readonly elb4xx: Series
  readonly target5xx: Series
  readonly target4xx: Series
  /** The function threw, ran out of time or could not be called for a fault of its owner. */
  readonly lambdaUserErrors: Series
  readonly lambdaInternalErrors: Series
  readonly connectionErrors: Series
  /** TLS handshakes with targets that failed. */
  readonly tlsErrors: Series
}

const names = {
  requests: 'RequestCount',
  elb502: 'HTTPCode_ELB_502_Count',
  elb503: 'HTTPCode_ELB_503_Count',
  elb504: 'HTTPCode_ELB_504_Count',
  elb5xx: 'HTTPCode_ELB_5XX_Count',
  elb4xx: 'HTTPCode_ELB_4XX_Count',
  target5xx: 'HTTPCode_Target_5XX_Count',
  target4xx: 'HTTPCode_Target_4XX_Count',
  lambdaUserErrors: 'LambdaUserError',
  lambdaInternalErrors: 'LambdaInternalError',
  connectionErrors: 'TargetConnectionErrorCount',
  tlsErrors: 'TargetTLSNegotiationErrorCount',
} as const satisfies Record<keyof BalancerMetrics, string>

/** Reads how an Application Load Balancer answered. */
export const balancerMetrics = defineProbe<BalancerMetrics, LoadBalancer>({
  id: 'elb.balancer-metrics',
  actions: ['cloudwatch:GetMetricData'],
  key: (balancer) => balancer.arn,
  resource: () => '*',
  async fetch(balancer, at) {
    return (await readMetrics(
      at,
      Object.fromEntries(Object.entries(names).map(([name, metric]) => [name, queryFor(balancer, metric)])),
    )) as unknown as BalancerMetrics
  },
  cite: (balancer, window, aspect = names.elb502) => citeMetric(balancer, queryFor(balancer, aspect), window),
})

function queryFor(balancer: LoadBalancer, metric: string) {
  return {
    namespace: isApplication(balancer) ? 'AWS/ApplicationELB' : 'AWS/NetworkELB',
    metric,
    stat: 'Sum',
    dimensions: { LoadBalancer: balancerDimension(balancer) },
  }
}
