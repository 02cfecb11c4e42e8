import { ruleMetrics } from '../../evidence/eventbridge/metrics.ts'
import { ruleTargets } from '../../evidence/eventbridge/targets.ts'
import { defineCause } from '../cause.ts'
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
    cli: `aws events put-targets --rule ${rule.id}${busOption(rule)} --targets '[{"Id":"<id>","Arn":"<arn>","DeadLetterConfig":{"Arn":"<queue ARN>"}}]' --region ${rule.region}`,
    iac: '`DeadLetterConfig: { Arn }` of the target; CDK: `deadLetterQueue`; Terraform: `dead_letter_config { arn = … }`.',
  }),
  docs: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html',
  known: 'confirmed',
  needs: { targets: ruleTargets, metrics: ruleMetrics },
  diagnose({ targets, metrics }, at) {
    const flow = flowOf(metrics)
    if (flow === undefined || flow.failed === 0) return { clear: 'No delivery failed for good in the window.' }
    const without = targets.filter((each) => each.deadLetterArn === undefined)
    if (without.length === 0) return { clear: 'Every target has a dead-letter queue.' }
    const lost = flow.failed - flow.sentToDeadLetter
    if (lost <= 0) return { clear: 'What failed was kept in a dead-letter queue.' }
    const times = minutesOf(metrics.failed)
    return {
      strength: without.length === targets.length ? 'likely' : 'possible',
      times,
      summary: `${count(lost, 'delivery', 'deliveries')} of ${at.target.name} failed for good since ${moment(times[0] ?? at.now, at.now)}, and without a dead-letter queue on ${without.map((each) => each.id).join(', ')} those events are lost.`,
      facts: [
        at.fact('metrics', 'Failed invocations', String(flow.failed), times[0], 'FailedInvocations'),
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
