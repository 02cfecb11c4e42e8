import { ruleMetrics } from '../../evidence/eventbridge/metrics.ts'
import { ruleTargets } from '../../evidence/eventbridge/targets.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import { defineCause } from '../cause.ts'
import { flowOf, minutesOf } from './flow.ts'
import { count, moment } from './words.ts'

export const ebInfiniteLoop = defineCause({
  id: 'eb-infinite-loop',
  target: 'event-rule',
  symptoms: ['no-event'],
  cause: 'What the rule sets off sends an event that matches the rule again, and EventBridge stops the loop.',
  fix: (rule) => ({
    now: `Narrow the pattern of ${rule.name} so that the events of its own target do not match.`,
    proper: 'Give what the target sends a source or detail-type of its own.',
    prevent: 'Alarm on Invocations of the rule growing without its producer growing.',
  }),
  docs: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html',
  known: 'confirmed',
  needs: { metrics: ruleMetrics, targets: optional(ruleTargets) },
  diagnose({ metrics, targets }, at) {
    const flow = flowOf(metrics)
    if (flow === undefined || flow.loops === 0) return { clear: 'EventBridge stopped no invocation as a loop.' }
    const times = minutesOf(metrics.loops)
    const read = valueIfRead(targets)
    return {
      strength: 'likely',
      times,
      summary: `EventBridge did not deliver ${count(flow.loops, 'event')} of ${at.target.name} since ${moment(times[0] ?? at.now, at.now)}, because they would have run the rule again.`,
      facts: [
        at.fact('metrics', 'Not delivered', count(flow.loops, 'event'), times[0], 'DeadLetterInvocations'),
        ...(read === undefined
          ? []
          : [
              at.fact(
                'targets',
                'Targets',
                read
                  .map((each) => each.arn)
                  .join(', ')
                  .slice(0, 300),
              ),
            ]),
      ],
    }
  },
})
