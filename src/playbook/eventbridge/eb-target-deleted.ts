import { ruleMetrics } from '../../evidence/eventbridge/metrics.ts'
import { targetExistence } from '../../evidence/eventbridge/target-existence.ts'
import { ruleTargets } from '../../evidence/eventbridge/targets.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import { defineCause } from '../cause.ts'
import { choose, shellWord } from '../command.ts'
import { flowOf, minutesOf } from './flow.ts'
import { rewriteTargets } from './rewrite.ts'
import { busOption, count, outOf } from './words.ts'

const lastMomentsMs = 5 * 60_000

export const ebTargetDeleted = defineCause({
  id: 'eb-target-deleted',
  target: 'event-rule',
  symptoms: ['no-event'],
  cause: 'What the rule sends to does not exist, or the rule has no target at all.',
  fix: () => ({
    prevent: 'Deploy rule and target together, so that neither is deleted without the other.',
  }),
  docs: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html',
  known: 'confirmed',
  leadsTo: ['eb-no-dlq-lost', 'eb-retry-exhausted'],
  needs: { targets: ruleTargets, existence: optional(targetExistence), metrics: optional(ruleMetrics) },
  diagnose({ targets, existence, metrics }, at) {
    const rule = at.target
    const flow = flowOf(valueIfRead(metrics))
    const sentAt = flow?.lastSentAt
    // Targets are read as they are now: what was sent a moment ago had one.
    if (targets.length === 0 && sentAt !== undefined && at.window.to - sentAt <= lastMomentsMs)
      return { inconclusive: `${rule.name} lists no target, yet EventBridge sent its events on a moment ago.` }
    if (targets.length === 0)
      return {
        strength: 'proven',
        standsAlone: true,
        summary: `The rule ${rule.name} has no target, so whatever it matches goes nowhere.`,
        facts: [
          at.fact('targets', 'Targets of the rule', 'none'),
          ...(flow === undefined
            ? []
            : [
                at.fact(
                  'metrics',
                  'Events matched in the window',
                  flow.fired.toLocaleString('en-GB'),
                  undefined,
                  'TriggeredRules',
                ),
              ]),
        ],
        fix: {
          now: `Give ${rule.name} its target again: the template or CloudTrail’s RemoveTargets says which it was.`,
        },
      }
    const read = valueIfRead(existence)
    if (read === undefined) return 'clear'
    const gone = read.filter((each) => each.state === 'gone')
    const [first] = gone
    if (first === undefined)
      return read.every((each) => each.state === 'there')
        ? { clear: `${count(read.length, 'target')} of ${rule.name} exist${read.length === 1 ? 's' : ''}.` }
        : {
            inconclusive: `Whether ${read
              .filter((each) => each.state === 'unknown')
              .map((each) => nameOf(each.arn))
              .join(', ')} exists is not read.`,
          }
    const others = targets.length - gone.length
    if (flow !== undefined && flow.delivered > 0 && others === 0 && flow.failed === 0)
      return {
        clear: `EventBridge delivered ${count(flow.delivered, 'event')} in the window, so the target was there.`,
      }
    return {
      strength: flow !== undefined && (flow.failed > 0 || flow.sentToDeadLetter > 0) ? 'proven' : 'likely',
      standsAlone: true,
      ...(flow !== undefined && flow.failures.points.length > 0 && { times: minutesOf(flow.failures) }),
      summary: `${rule.name} sends to ${gone.map((each) => nameOf(each.arn)).join(', ')}, which ${gone.length === 1 ? 'does' : 'do'} not exist${flow !== undefined && flow.failed > 0 ? `: ${count(flow.failed, 'delivery', 'deliveries')} failed` : ''}.`,
      facts: [
        at.fact('existence', `Target ${nameOf(first.arn)}`, 'does not exist'),
        ...gone.slice(1).map((each) => at.fact('existence', `Target ${nameOf(each.arn)}`, 'does not exist')),
        ...(flow === undefined
          ? []
          : [
              at.fact(
                'metrics',
                'Failed and all invocations',
                outOf(flow.failed, Math.max(flow.invocations, flow.failed)),
                minutesOf(flow.failures)[0],
                'FailedInvocations',
              ),
            ]),
      ],
      fix: {
        now: `Bring ${nameOf(first.arn)} back, or point ${rule.name} at what took its place, which must let EventBridge in.`,
        cli: choose(
          `aws events list-targets-by-rule --rule ${shellWord(rule.id)}${busOption(rule)} --query 'Targets[].[Id,Arn]' --output table --region ${rule.region}`,
          { NEW_ARN: 'the ARN of what took its place' },
          ({ NEW_ARN }) =>
            rewriteTargets(
              rule,
              'map(if .Arn == $gone then .Arn = $new else . end)',
              `--arg gone ${shellWord(first.arn)} --arg new ${NEW_ARN}`,
            ),
        ),
      },
    }
  },
})

function nameOf(arn: string): string {
  return (
    arn
      .split(':')
      .slice(5)
      .join(':')
      .replace(/^function:/, '') || arn
  )
}
