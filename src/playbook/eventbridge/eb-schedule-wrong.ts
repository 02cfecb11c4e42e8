import { ruleMetrics } from '../../evidence/eventbridge/metrics.ts'
import { ruleSettings } from '../../evidence/eventbridge/rule.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import { defineCause } from '../cause.ts'
import { choose } from '../command.ts'
import { flowOf } from './flow.ts'
import { rewriteRule } from './rewrite.ts'
import { readSchedule } from './schedule.ts'
import { busOption, count, moment } from './words.ts'

export const ebScheduleWrong = defineCause({
  id: 'eb-schedule-wrong',
  target: 'event-rule',
  symptoms: ['no-event'],
  cause: 'The schedule is due at another time than meant: EventBridge rules run in UTC.',
  fix: (rule) => ({
    now: 'Write the expression for UTC.',
    proper: 'Use EventBridge Scheduler, which takes a time zone and follows daylight saving.',
    cli: choose(
      `aws events describe-rule --name ${rule.id}${busOption(rule)} --query '[ScheduleExpression,State]' --region ${rule.region}`,
      { SCHEDULE: 'the time meant, in UTC, as in cron(30 6 * * ? *) for half past six' },
      ({ SCHEDULE }) => rewriteRule(rule, '.ScheduleExpression = $schedule', `--arg schedule ${SCHEDULE}`),
    ),
    iac: '`ScheduleExpression` of `AWS::Events::Rule`, or `ScheduleExpressionTimezone` of `AWS::Scheduler::Schedule`.',
  }),
  docs: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html',
  known: 'confirmed',
  needs: { rule: ruleSettings, metrics: optional(ruleMetrics) },
  diagnose({ rule, metrics }, at) {
    const { target, window, now } = at
    if (rule.schedule === undefined) return { clear: `${target.name} has a pattern, not a schedule.` }
    const schedule = readSchedule(rule.schedule)
    if (schedule === undefined) return { inconclusive: `The expression ${rule.schedule} could not be read.` }
    const flow = flowOf(valueIfRead(metrics))
    if (flow?.hasFired === true) return { clear: `${target.name} ran ${count(flow.fired, 'time')} in the window.` }
    const expression = at.fact('rule', 'Schedule', `${rule.schedule}, in UTC`)
    if (schedule.everyMs !== undefined) {
      if (schedule.everyMs <= window.to - window.from)
        return { clear: `${rule.schedule} was due in the window: the schedule is not what keeps it from running.` }
      return {
        inconclusive: `${target.name} runs at a ${rule.schedule}, and the time looked at is shorter: ask again with \`last ${Math.ceil((2 * schedule.everyMs) / 3_600_000)}h\`.`,
      }
    }
    const due = schedule.due(window.from, window.to)
    if (due.length > 0)
      return {
        clear: `${rule.schedule} was due at ${moment(due[0] ?? now, now)}: the schedule is not what keeps it from running.`,
      }
    const next = schedule.next(now)
    if (next === undefined)
      return {
        strength: 'proven',
        standsAlone: true,
        summary: `The schedule ${rule.schedule} of ${target.name} is never due again: no date that is still to come fits it.`,
        facts: [expression, at.fact('rule', 'Next due', 'never')],
      }
    return {
      strength: 'possible',
      standsAlone: true,
      summary: `${target.name} was not due in the window: ${rule.schedule} counts in UTC and is next due at ${moment(next, now)}.`,
      facts: [expression, at.fact('rule', 'Next due', moment(next, now))],
    }
  },
})
