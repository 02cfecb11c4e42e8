import { busLog } from '../../evidence/eventbridge/bus-log.ts'
import { ruleMetrics } from '../../evidence/eventbridge/metrics.ts'
import { patternTest } from '../../evidence/eventbridge/pattern-test.ts'
import { ruleSettings } from '../../evidence/eventbridge/rule.ts'
import { ruleTargets } from '../../evidence/eventbridge/targets.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { from, optional } from '../../evidence/probe.ts'
import { queueAttributes } from '../../evidence/sqs/attributes.ts'
import { queueKey } from '../../evidence/sqs/queue-key.ts'
import { askPolicy } from '../../evidence/sqs/resource-policy.ts'
import type { EventRule, Queue, RuleToQueue } from '../../targets/target.ts'
import { defineCause } from '../cause.ts'
import { addToQueuePolicy } from '../statement.ts'
import { grantVerdict } from './edge.ts'
import { eventsRequest, keyFix, keyProblem } from './events-request.ts'
import { policyRefusal } from './policy-refusal.ts'
import { letEvents } from './rewrite.ts'

const ruleOf = (edge: RuleToQueue): EventRule => edge.rule
const queueOf = (edge: RuleToQueue): Queue => edge.queue

export const ebSqsPolicy = defineCause({
  id: 'eb-sqs-policy',
  target: 'rule-to-queue',
  symptoms: ['no-event'],
  cause: 'The queue’s policy or its key does not let EventBridge send to it for this rule.',
  fix: ({ rule, queue }) => ({
    now: `Let events.amazonaws.com send to ${queue.name} for ${rule.name}.`,
    prevent:
      'Make rule and queue policy in one template; an AWS managed key can never be opened to EventBridge, so use a key of your own.',
    cli: addToQueuePolicy(queue.url, queue.region, letEvents(rule, 'sqs:SendMessage', queue.arn)),
    iac: JSON.stringify(letEvents(rule, 'sqs:SendMessage', queue.arn)),
  }),
  docs: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-troubleshooting.html',
  known: 'confirmed',
  leadsTo: ['eb-no-dlq-lost', 'eb-retry-exhausted'],
  needs: {
    attributes: from(queueAttributes, queueOf),
    key: optional(from(queueKey, queueOf)),
    targets: from(ruleTargets, ruleOf),
    rule: from(ruleSettings, ruleOf),
    test: optional(from(patternTest, ruleOf)),
    metrics: optional(from(ruleMetrics, ruleOf)),
    log: optional(from(busLog, ruleOf)),
  },
  diagnose({ attributes, key, targets, rule: settings, test, metrics, log }, at) {
    const { rule, queue } = at.target
    const answer = askPolicy(attributes.policy ?? [], eventsRequest(rule, 'sqs:SendMessage', queue.arn))
    const keyWhy = keyProblem(valueIfRead(key) ?? undefined, rule)
    if (answer.state === 'allowed' && keyWhy === undefined)
      return attributes.kmsKeyId !== undefined && key.status !== 'ok'
        ? 'clear'
        : { clear: `${queue.name} lets EventBridge send for ${rule.name}.` }
    const verdict = grantVerdict({ rule: settings, test, metrics, log }, queue.arn, targets.length)
    if (verdict.contradiction !== undefined) return { clear: verdict.contradiction }
    if (answer.state === 'unclear' && keyWhy === undefined && verdict.logged === undefined)
      return { inconclusive: `The policy of ${queue.name} hangs on ${answer.why}.` }
    const hasRole = targets.some((each) => each.arn === queue.arn && each.roleArn !== undefined)
    const isMissing = answer.state === 'missing' || answer.state === 'denied'
    const finding = policyRefusal({
      rule,
      name: queue.name,
      does: 'send to',
      answer,
      keyWhy,
      verdict,
      fact: (of, label, value) =>
        of === 'metrics'
          ? at.fact(of, label, value, verdict.times[0], 'FailedInvocations')
          : at.fact(of === 'policy' ? 'attributes' : of, label, value),
      showPolicy: `aws sqs get-queue-attributes --queue-url ${queue.url} --attribute-names Policy --query Attributes.Policy --output text --region ${queue.region}`,
      keyFix: keyFix(valueIfRead(key) ?? undefined, rule, queue),
    })
    return hasRole && isMissing && verdict.logged === undefined ? { ...finding, strength: 'possible' } : finding
  },
})
