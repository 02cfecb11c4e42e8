import { edgeToOther, functionOf, isBeside, queueOfArn } from '../../evidence/eventbridge/target-kinds.ts'
import { ruleTargets } from '../../evidence/eventbridge/targets.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { functionExistence } from '../../evidence/lambda/existence.ts'
import { from, optional } from '../../evidence/probe.ts'
import { type EventRule, placeOf, type RuleToFunction, type Target } from '../../targets/target.ts'
import { defineHop, type Hop } from '../sign.ts'

const mostTargets = 5

function edgeTo(rule: EventRule, arn: string): Target {
  const place = placeOf(rule)
  const shared = { id: `${rule.id}->${arn}`, arn: `${rule.arn}->${arn}`, ...place }
  const name = `${rule.name} → ${arn
    .split(':')
    .slice(5)
    .join(':')
    .replace(/^function:/, '')}`
  const fn = functionOf(arn)
  const queue = queueOfArn(arn)
  if (fn !== undefined && isBeside(rule, arn)) return { kind: 'rule-to-function', rule, function: fn, name, ...shared }
  if (queue !== undefined && isBeside(rule, arn)) return { kind: 'rule-to-queue', rule, queue, name, ...shared }
  return edgeToOther(rule, arn)
}

export const eventbridgeHops: readonly Hop[] = [
  defineHop({
    id: 'rule-to-targets',
    from: 'event-rule',
    symptoms: ['no-event'],
    needs: { targets: ruleTargets },
    next: ({ targets }, { target }) => targets.slice(0, mostTargets).map((each) => edgeTo(target, each.arn)),
  }),
  defineHop({
    id: 'function-of-rule',
    from: 'rule-to-function',
    symptoms: ['no-event', 'errors', 'timeout', 'throttled'],
    needs: { existence: optional(from(functionExistence, (edge: RuleToFunction) => edge.function)) },
    next: ({ existence }, { target }) => (valueIfRead(existence)?.exists === false ? [] : [target.function]),
  }),
]
