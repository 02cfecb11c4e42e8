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
import { grantVerdict } from './edge.ts'
import { eventsRequest, keyProblem } from './events-request.ts'
import { count, outOf } from './words.ts'

const ruleOf = (edge: RuleToQueue): EventRule => edge.rule
const queueOf = (edge: RuleToQueue): Queue => edge.queue

export const ebSqsPolicy = defineCause({
  id: 'eb-sqs-policy',
  target: 'rule-to-queue',
  symptoms: ['no-event'],
  cause: 'The queue’s policy or its key does not let EventBridge send to it for this rule.',
  fix: ({ rule, queue }) => ({
    now: `Let events.amazonaws.com send to ${queue.name} for ${rule.name}, and use its key if it has one.`,
    prevent:
      'Make rule and queue policy in one template; an AWS managed key can never be opened to EventBridge, so use a key of your own.',
    cli: `aws sqs get-queue-attributes --queue-url ${queue.url} --attribute-names Policy KmsMasterKeyId --region ${queue.region}`,
    iac: `{"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"${queue.arn}","Condition":{"ArnEquals":{"aws:SourceArn":"${rule.arn}"}}}; on the key: kms:GenerateDataKey and kms:Decrypt for the same principal.`,
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
    const isPolicy = answer.state === 'missing' || answer.state === 'denied'
    const why = isPolicy
      ? `its policy ${answer.state === 'denied' ? 'denies it' : 'does not allow it'}`
      : (keyWhy ?? 'its policy may not allow it')
    return {
      strength: hasRole && isPolicy && verdict.logged === undefined ? 'possible' : verdict.strength,
      standsAlone: true,
      ...(verdict.times.length > 0 && { times: verdict.times }),
      summary: `EventBridge can not send to ${queue.name} for ${rule.name}: ${why}${verdict.flow !== undefined && verdict.flow.failed > 0 ? `; ${count(verdict.flow.failed, 'delivery', 'deliveries')} failed` : ''}.`,
      facts: [
        at.fact(
          'attributes',
          `Policy of ${queue.name} on events.amazonaws.com`,
          answer.state === 'allowed'
            ? 'allows it'
            : answer.statement === undefined
              ? 'no statement'
              : `${answer.statement.sid ?? 'a statement'}${answer.why === undefined ? '' : `: ${answer.why}`}`,
        ),
        ...(keyWhy === undefined ? [] : [at.fact('key', 'Key of the queue', keyWhy)]),
        ...(verdict.flow === undefined
          ? []
          : [
              at.fact(
                'metrics',
                'Failed and all invocations',
                outOf(verdict.flow.failed, Math.max(verdict.flow.invocations, verdict.flow.failed)),
                verdict.times[0],
                'FailedInvocations',
              ),
            ]),
        ...(verdict.logged === undefined ? [] : [at.fact('log', 'The bus logged', verdict.logged)]),
      ],
    }
  },
})
