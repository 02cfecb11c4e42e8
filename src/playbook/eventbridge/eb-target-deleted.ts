import { ruleMetrics } from '../../evidence/eventbridge/metrics.ts'
import { targetExistence } from '../../evidence/eventbridge/target-existence.ts'
import { ruleTargets } from '../../evidence/eventbridge/targets.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import { defineCause } from '../cause.ts'
import { flowOf, minutesOf } from './flow.ts'
import { busOption, count, outOf } from './words.ts'

export const ebTargetDeleted = defineCause({
  id: 'eb-target-deleted',
  target: 'event-rule',
  symptoms: ['no-event'],
  cause: 'What the rule sends to does not exist, or the rule has no target at all.',
  fix: (rule) => ({
    proper: 'Bring the target back under its name, or point the rule at what took its place.',
    prevent: 'Deploy rule and target together, so that neither is deleted without the other.',
    // put-targets replaces a target as a whole, its input and role too: what is there must go along.
    cli: `aws events list-targets-by-rule --rule ${rule.id}${busOption(rule)} --query Targets --region ${rule.region} > targets.json\n# put the new ARN into targets.json\naws events put-targets --rule ${rule.id}${busOption(rule)} --targets file://targets.json --region ${rule.region}`,
  }),
  docs: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html',
  known: 'confirmed',
  leadsTo: ['eb-no-dlq-lost', 'eb-retry-exhausted'],
  needs: { targets: ruleTargets, existence: optional(targetExistence), metrics: optional(ruleMetrics) },
  diagnose({ targets, existence, metrics }, at) {
    const rule = at.target
    const flow = flowOf(valueIfRead(metrics))
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
      fix: { now: `Bring ${nameOf(first.arn)} back, or point ${rule.name} at what took its place.` },
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
