import { metricAspect, tableMetrics } from '../../evidence/dynamodb/metrics.ts'
import { replicaThrottles } from '../../evidence/dynamodb/replica-throttles.ts'
import { tableDetails } from '../../evidence/dynamodb/table.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import { defineCause } from '../cause.ts'
import { amount, milliseconds, plural } from './amount.ts'

export const ddbReplicaThrottle = defineCause({
  id: 'ddb-replica-throttle',
  target: 'table',
  symptoms: ['throttled'],
  cause: 'The copy of a global table in another region cannot take the replicated writes, so it falls behind.',
  fix: (target) => ({
    proper: `Give every replica of ${target.id} the same write capacity and the same auto scaling, or switch the table to on-demand.`,
    prevent: 'Alarm on ReplicationLatency.',
  }),
  docs: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GlobalTables.html',
  known: 'memory',
  needs: { metrics: tableMetrics, replicas: replicaThrottles, table: optional(tableDetails) },
  diagnose({ replicas, table }, { fact, symptom, target }) {
    if (symptom !== 'throttled') return { clear: 'A copy that lags in another region fails no request here.' }
    if (valueIfRead(table)?.replicas.length === 0) return { clear: `${target.id} is not a global table.` }
    const worst = replicas.filter((each) => each.throttled > 0).sort((a, b) => b.throttled - a.throttled)[0]
    if (worst === undefined) return 'clear'
    return {
      strength: 'likely',
      summary: `The replica of ${target.id} in ${worst.region} throttled ${plural(worst.throttled, 'write')} and lags by up to ${milliseconds(worst.latencyMs)}.`,
      facts: [
        fact('replicas', `Throttled writes in ${worst.region}`, amount(worst.throttled), worst.times[0], worst.region),
        fact(
          'metrics',
          `Replication to ${worst.region}`,
          `up to ${milliseconds(worst.latencyMs)} late`,
          undefined,
          metricAspect('ReplicationLatency', 'Maximum', { region: worst.region }),
        ),
      ],
      times: worst.times,
      standsAlone: true,
      fix: {
        now: `Raise the write capacity of ${target.id} in ${worst.region}.`,
        cli: `aws dynamodb describe-table --table-name ${target.id} --region ${worst.region}`,
      },
    }
  },
})
