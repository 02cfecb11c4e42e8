import { ruleMetrics } from '../../evidence/eventbridge/metrics.ts'
import { defineCause } from '../cause.ts'
import { flowOf, minutesOf } from './flow.ts'
import { count, moment } from './words.ts'

const smallShare = 0.05

export const ebThrottled = defineCause({
  id: 'eb-throttled',
  target: 'event-rule',
  symptoms: ['no-event'],
  cause:
    'EventBridge throttles the rule: the account’s invocation quota in the region is used up, so targets run late.',
  fix: (rule) => ({
    now: 'Wait for what is held back: throttled invocations are tried again for up to 24 hours.',
    proper:
      'Ask for a higher quota “Invocations throttle limit in transactions per second”, or let one target take many events, such as a queue.',
    prevent: 'Narrow the patterns that match most, and alarm on ThrottledRules.',
    cli: `aws service-quotas list-service-quotas --service-code events --query "Quotas[?contains(QuotaName,'nvocations')].[QuotaName,Value]" --region ${rule.region}`,
  }),
  docs: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html',
  known: 'confirmed',
  needs: { metrics: ruleMetrics },
  diagnose({ metrics }, at) {
    const flow = flowOf(metrics)
    if (flow === undefined || flow.throttled === 0) return { clear: 'No ThrottledRules in the window.' }
    const share = flow.throttled / Math.max(flow.throttled, flow.fired)
    if (share < smallShare)
      return {
        clear:
          `${count(flow.throttled, 'throttle')} beside ${count(flow.fired, 'match')}: they are tried again.`.replace(
            'matchs',
            'matches',
          ),
      }
    const times = minutesOf(metrics.throttled)
    return {
      strength: flow.failed === 0 ? 'proven' : 'likely',
      times,
      summary: `EventBridge throttled ${at.target.name} ${count(flow.throttled, 'time')} since ${moment(times[0] ?? at.now, at.now)}, so its targets run late.`,
      facts: [
        at.fact('metrics', 'Throttled', count(flow.throttled, 'time'), times[0], 'ThrottledRules'),
        at.fact('metrics', 'Matched and invoked', `${flow.fired} and ${flow.invocations}`, undefined, 'TriggeredRules'),
      ],
    }
  },
})
