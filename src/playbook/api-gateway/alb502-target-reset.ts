import { timesAbove, total } from '../../evidence/cloudwatch/series.ts'
import { balancerAttributes } from '../../evidence/elb/balancer-attributes.ts'
import { balancerMetrics } from '../../evidence/elb/balancer-metrics.ts'
import { targetHealth } from '../../evidence/elb/target-health.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import { defineCause } from '../cause.ts'
import { counted } from './words.ts'

export const albTargetReset = defineCause({
  id: 'alb502-target-reset',
  target: 'load-balancer',
  symptoms: ['502', '500', '504'],
  cause:
    'The target closed the connection, failed the TLS handshake or sent a broken response while the load balancer waited.',
  fix: (balancer) => ({
    now: 'Set the target’s keep-alive timeout above the load balancer’s idle timeout, and let it finish requests before it stops (deregistration delay).',
    proper: 'In Node.js: server.keepAliveTimeout = 65000 and headersTimeout above it; in nginx: keepalive_timeout 75s.',
    prevent: 'Alarm on HTTPCode_ELB_502_Count and TargetConnectionErrorCount.',
    cli: `aws elbv2 describe-load-balancer-attributes --load-balancer-arn ${balancer.arn} --query "Attributes[?Key=='idle_timeout.timeout_seconds']" --region ${balancer.region}`,
  }),
  docs: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html',
  known: 'confirmed',
  needs: { metrics: balancerMetrics, groups: optional(targetHealth), attributes: optional(balancerAttributes) },
  diagnose({ metrics, groups, attributes }, { target, fact }) {
    const made = total(metrics.elb502)
    if (made === 0) return { clear: 'The load balancer made no 502.' }
    const servers = (valueIfRead(groups) ?? []).filter((group) => group.targetType !== 'lambda')
    if (groups.status === 'ok' && servers.length === 0) return { clear: 'Every target is a function.' }
    if (total(metrics.lambdaUserErrors) >= made) return { clear: 'The 502s come from a function.' }
    const resets = total(metrics.connectionErrors) + total(metrics.tlsErrors)
    const idle = valueIfRead(attributes)?.idleTimeoutSeconds
    const unhealthy = servers.flatMap((group) => group.targets.filter((each) => each.state === 'unhealthy'))
    return {
      strength: servers.length > 0 && total(metrics.target5xx) < made ? 'likely' : 'possible',
      summary: `${target.name} made ${counted(made, '502')} itself while its targets answered ${counted(total(metrics.target5xx), '5xx')}: they closed connections or failed the handshake${idle === undefined ? '' : `; the load balancer keeps idle connections for ${idle} s`}.`,
      facts: [
        fact(
          'metrics',
          'HTTPCode_ELB_502_Count against HTTPCode_Target_5XX_Count',
          `${made} against ${total(metrics.target5xx)}`,
          timesAbove(metrics.elb502, 0).at(-1),
          'HTTPCode_ELB_502_Count',
        ),
        fact('metrics', 'Connections and handshakes that failed', `${resets}`, undefined, 'TargetConnectionErrorCount'),
        ...(idle === undefined ? [] : [fact('attributes', 'idle_timeout.timeout_seconds', `${idle}`)]),
        ...(unhealthy[0] === undefined
          ? []
          : [fact('groups', 'Unhealthy targets', `${unhealthy.length}: ${unhealthy[0].reason ?? unhealthy[0].state}`)]),
      ],
      times: timesAbove(metrics.elb502, 0),
    }
  },
})
