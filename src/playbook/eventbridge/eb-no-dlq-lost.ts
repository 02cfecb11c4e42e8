import { ruleMetrics } from '../../evidence/eventbridge/metrics.ts'
import { ruleTargets } from '../../evidence/eventbridge/targets.ts'
import { unreadTargets } from '../../evidence/eventbridge/unread-targets.ts'
import { defineCause } from '../cause.ts'
import { choose } from '../command.ts'
import { flowOf, minutesOf } from './flow.ts'
import { busOption, count, moment } from './words.ts'

export const ebNoDlqLost = defineCause({
  id: 'eb-no-dlq-lost',
  target: 'event-rule',
  symptoms: ['no-event'],
  cause: 'Deliveries failed for good and the target has no dead-letter queue, so the events are lost.',
  fix: (rule) => ({
    now: 'Give the target a dead-letter queue now: the next failures then say why, in the attributes ERROR_CODE and ERROR_MESSAGE.',
    proper: 'A dead-letter queue for every target; permission errors are not retried for long.',
    prevent: 'Alarm on FailedInvocations and on the dead-letter queue.',
    // put-targets replaces a target as a whole, its input and role too: what is there must go along.
    cli: choose(
      `aws sqs list-queues --region ${rule.region}`,
      { QUEUE: 'the name of a queue of the list whose policy lets events.amazonaws.com send' },
      ({ QUEUE }) =>
        [
          `aws events list-targets-by-rule --rule ${rule.id}${busOption(rule)} --query Targets --output json --region ${rule.region} | jq --arg arn arn:${rule.partition}:sqs:${rule.region}:${rule.account}:${QUEUE} 'map(.DeadLetterConfig = {Arn: $arn})' > targets.json`,
          `aws events put-targets --rule ${rule.id}${busOption(rule)} --targets file://targets.json --region ${rule.region}`,
        ].join(' && '),
    ),
    iac: '`DeadLetterConfig: { Arn }` of the target; CDK: `deadLetterQueue`; Terraform: `dead_letter_config { arn }`.',
  }),
  docs: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html',
  known: 'confirmed',
  needs: { targets: ruleTargets, metrics: ruleMetrics, unread: unreadTargets },
  diagnose({ targets, metrics, unread }, at) {
    const flow = flowOf(metrics)
    if (flow === undefined || flow.failed === 0) return { clear: 'No delivery failed for good in the window.' }
    const without = targets.filter((each) => each.deadLetterArn === undefined)
    if (without.length === 0) return { clear: 'Every target has a dead-letter queue.' }
    const lost = flow.failed - flow.sentToDeadLetter
    if (lost <= 0) return { clear: 'What failed was kept in a dead-letter queue.' }
    if (unread.length > 0)
      return {
        inconclusive: `${count(lost, 'delivery', 'deliveries')} failed and no dead-letter queue keeps them, but why they fail could not be read of ${unread.map((arn) => arn.split(':').at(-1)).join(', ')}.`,
      }
    const times = minutesOf(metrics.failed)
    return {
      strength: without.length === targets.length ? 'likely' : 'possible',
      times,
      summary: `${count(lost, 'delivery', 'deliveries')} of ${at.target.name} failed for good since ${moment(times[0] ?? at.now, at.now)}, and without a dead-letter queue on ${without.map((each) => each.id).join(', ')} those events are lost.`,
      facts: [
        at.fact('metrics', 'Failed invocations', flow.failed.toLocaleString('en-GB'), times[0], 'FailedInvocations'),
        at.fact(
          'targets',
          'Targets without a dead-letter queue',
          without
            .map((each) => each.arn)
            .join(', ')
            .slice(0, 300),
        ),
      ],
    }
  },
})
