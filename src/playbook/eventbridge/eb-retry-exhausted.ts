import { ruleMetrics } from '../../evidence/eventbridge/metrics.ts'
import { type RuleTarget, ruleTargets } from '../../evidence/eventbridge/targets.ts'
import { defineCause } from '../cause.ts'
import { flowOf, minutesOf } from './flow.ts'
import { count } from './words.ts'

const fewAttempts = 3
const shortSeconds = 600

export const ebRetryExhausted = defineCause({
  id: 'eb-retry-exhausted',
  target: 'event-rule',
  symptoms: ['no-event'],
  cause: 'EventBridge gave up after the target’s retry policy: it allows few attempts or little time.',
  fix: (rule) => ({
    now: `Find out why the target refuses: throttling, a time-out, or an outage; events then go to the dead-letter queue of ${rule.name} or are lost.`,
    proper: 'Raise the retry policy towards its default of 185 attempts in 24 hours.',
    prevent: 'Give every target a dead-letter queue and alarm on it.',
    iac: '`RetryPolicy: { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86400 }` of the target.',
  }),
  docs: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html',
  known: 'confirmed',
  leadsTo: ['eb-no-dlq-lost'],
  needs: { targets: ruleTargets, metrics: ruleMetrics },
  diagnose({ targets, metrics }, at) {
    const flow = flowOf(metrics)
    const lost = flow === undefined ? 0 : Math.max(flow.failed, flow.sentToDeadLetter)
    if (flow === undefined || lost === 0) return { clear: 'No delivery failed for good in the window.' }
    const hasty = targets.filter(isHasty)
    const [first] = hasty
    if (first === undefined && flow.retries === 0)
      return { clear: 'The failed deliveries were not tried again, so no retry policy ended them.' }
    return {
      strength: first !== undefined && flow.retries > 0 ? 'likely' : 'possible',
      times: minutesOf(flow.failures),
      summary:
        first === undefined
          ? `${count(lost, 'delivery', 'deliveries')} of ${at.target.name} failed for good after retries: the target did not recover in time.`
          : `${count(lost, 'delivery', 'deliveries')} of ${at.target.name} failed for good: ${first.arn
              .split(':')
              .slice(5)
              .join(':')
              .replace(/^function:/, '')} is tried ${wordsOf(first)} only.`,
      facts: [
        at.fact(
          'metrics',
          'Failed for good',
          count(lost, 'delivery', 'deliveries'),
          minutesOf(flow.failures)[0],
          'FailedInvocations',
        ),
        at.fact('metrics', 'Attempts that were retries', String(flow.retries), undefined, 'RetryInvocationAttempts'),
        ...hasty.slice(0, 3).map((each) => at.fact('targets', `Retry policy of ${each.id}`, wordsOf(each))),
      ],
    }
  },
})

function isHasty({ retry }: RuleTarget): boolean {
  return (retry?.attempts ?? 185) <= fewAttempts || (retry?.ageSeconds ?? 86_400) <= shortSeconds
}

function wordsOf({ retry }: RuleTarget): string {
  return `${retry?.attempts ?? 185} times within ${retry?.ageSeconds ?? 86_400} s`
}
