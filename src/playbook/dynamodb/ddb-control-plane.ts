import { tableMetrics } from '../../evidence/dynamodb/metrics.ts'
import { defineCause } from '../cause.ts'
import { tableWrites } from '../cloudtrail/index.ts'
import { plural } from './amount.ts'
import { throttledFlows } from './throttled-flow.ts'

export const ddbControlPlane = defineCause({
  id: 'ddb-control-plane',
  target: 'table',
  symptoms: ['throttled'],
  cause: 'Calls that change or describe tables were throttled, not reads or writes of items.',
  fix: () => ({
    now: 'Try the change again after a pause, one table at a time.',
    proper: 'Let deployments change tables one after another with back-off; cache what DescribeTable answers.',
  }),
  docs: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html',
  known: 'memory',
  needs: { writes: tableWrites, metrics: tableMetrics },
  diagnose({ writes, metrics }, { fact, symptom, target, window }) {
    if (symptom !== 'throttled') return { clear: 'Calls that change tables are no part of serving requests.' }
    if (throttledFlows(metrics, undefined, target.index).length > 0)
      return { clear: 'Reads or writes of items were throttled, which is another limit.' }
    const refused = writes.events.filter(
      (event) =>
        event.at >= window.from &&
        /^(Throttling|ThrottlingException|LimitExceededException|RequestLimitExceeded)$/.test(event.errorCode ?? '') &&
        !/application-?autoscaling/i.test(event.who),
    )
    const [latest] = refused
    if (latest === undefined)
      return writes.complete ? 'clear' : { inconclusive: 'CloudTrail holds more events than were read.' }
    return {
      strength: 'likely',
      summary: `${plural(refused.length, 'call')} to change ${target.id} ${refused.length === 1 ? 'was' : 'were'} refused with ${latest.errorCode}, last ${latest.name} by ${latest.who}; reads and writes of items were not throttled.`,
      facts: [fact('writes', latest.name, `${latest.errorCode} for ${latest.who}`, latest.at)],
      times: refused.map((event) => event.at),
      standsAlone: true,
    }
  },
})
