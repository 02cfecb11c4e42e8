import { type TargetDeadLetter, targetDeadLetters } from '../../evidence/eventbridge/dead-letters.ts'
import { ruleMetrics } from '../../evidence/eventbridge/metrics.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import { askPolicy } from '../../evidence/sqs/resource-policy.ts'
import type { EventRule } from '../../targets/target.ts'
import { defineCause, type Fix } from '../cause.ts'
import { addToQueuePolicy } from '../statement.ts'
import { eventsRequest, keyFix, keyProblem } from './events-request.ts'
import { flowOf, minutesOf } from './flow.ts'
import { letEvents } from './rewrite.ts'
import { count } from './words.ts'

export const ebDlqMisconfigured = defineCause({
  id: 'eb-dlq-misconfigured',
  target: 'event-rule',
  symptoms: ['no-event'],
  cause:
    'Events that could not be delivered cannot reach the dead-letter queue either: its policy, its key, or its being gone.',
  fix: () => ({
    proper:
      'Let events.amazonaws.com send to the queue for this rule, and use a customer managed key that lets it in if the queue is encrypted with KMS.',
    prevent: 'Alarm on InvocationsFailedToBeSentToDlq.',
  }),
  docs: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html',
  known: 'confirmed',
  needs: { metrics: ruleMetrics, deadLetters: optional(targetDeadLetters) },
  diagnose({ metrics, deadLetters }, at) {
    const flow = flowOf(metrics)
    const read = valueIfRead(deadLetters)
    const problem = read?.flatMap((each) => {
      const why = problemOf(each, at.target)
      return why === undefined ? [] : [{ each, why }]
    })[0]
    if (flow === undefined || (flow.notSentToDeadLetter === 0 && flow.failed === 0))
      return { clear: 'No event was on its way to a dead-letter queue.' }
    const isRefused = flow.notSentToDeadLetter > 0
    if (!isRefused && (problem === undefined || flow.sentToDeadLetter > 0))
      return read === undefined ? 'clear' : { clear: 'No event failed to reach a dead-letter queue.' }
    const times = minutesOf(isRefused ? metrics.notSentToDeadLetter : metrics.failed)
    const lost = isRefused ? flow.notSentToDeadLetter : flow.failed
    return {
      strength: isRefused ? (problem === undefined ? 'likely' : 'proven') : 'likely',
      times,
      summary: `${count(lost, 'event')} of ${at.target.name} could not be delivered nor put in the dead-letter queue${problem === undefined ? '' : ` ${problem.each.queue.name}: ${problem.why}`}.`,
      facts: [
        at.fact(
          'metrics',
          'Not sent to the dead-letter queue',
          flow.notSentToDeadLetter.toLocaleString('en-GB'),
          times[0],
          'InvocationsFailedToBeSentToDlq',
        ),
        at.fact('metrics', 'Failed deliveries', String(flow.failed), undefined, 'FailedInvocations'),
        ...(problem === undefined
          ? []
          : [at.fact('deadLetters', `Dead-letter queue ${problem.each.queue.name}`, problem.why)]),
      ],
      ...(problem !== undefined && {
        fix: {
          now: `Mend the dead-letter queue first, then what keeps ${at.target.name} from delivering.`,
          ...mend(problem.each, at.target),
        },
      }),
    }
  },
})

function mend({ queue, state, attributes, key }: TargetDeadLetter, rule: EventRule): Fix {
  const statement = letEvents(rule, 'sqs:SendMessage', queue.arn)
  if (state === 'gone' || attributes === undefined) return { iac: JSON.stringify(statement) }
  const answer = askPolicy(attributes.policy ?? [], eventsRequest(rule, 'sqs:SendMessage', queue.arn))
  if (answer.state === 'missing')
    return { cli: addToQueuePolicy(queue.url, queue.region, statement), iac: JSON.stringify(statement) }
  if (answer.state === 'denied')
    return {
      cli: `aws sqs get-queue-attributes --queue-url ${queue.url} --attribute-names Policy --query Attributes.Policy --output text --region ${queue.region}`,
    }
  const { now: _now, ...fix } = keyFix(key, rule, queue)
  return fix
}

function problemOf({ queue, state, attributes, key }: TargetDeadLetter, rule: EventRule): string | undefined {
  if (state === 'gone') return 'it does not exist'
  if (attributes === undefined) return undefined
  const answer = askPolicy(attributes.policy ?? [], eventsRequest(rule, 'sqs:SendMessage', queue.arn))
  if (answer.state === 'denied') return 'its policy denies it'
  if (answer.state === 'missing')
    return `its policy does not let events.amazonaws.com send${answer.why === undefined ? '' : `; ${answer.why}`}`
  return keyProblem(key, rule)
}
