import { total } from '../../evidence/cloudwatch/series.ts'
import { busLog } from '../../evidence/eventbridge/bus-log.ts'
import { ruleMetrics } from '../../evidence/eventbridge/metrics.ts'
import { patternTest } from '../../evidence/eventbridge/pattern-test.ts'
import { ruleSettings } from '../../evidence/eventbridge/rule.ts'
import { ruleTargets } from '../../evidence/eventbridge/targets.ts'
import { topicMetrics } from '../../evidence/eventbridge/topic-metrics.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { from, optional } from '../../evidence/probe.ts'
import { topicSettings } from '../../evidence/sns/topic.ts'
import { topicKey } from '../../evidence/sns/topic-key.ts'
import { askPolicy } from '../../evidence/sqs/resource-policy.ts'
import type { EventRule, RuleToTarget } from '../../targets/target.ts'
import { defineCause } from '../cause.ts'
import { addToTopicPolicy } from '../statement.ts'
import { grantVerdict } from './edge.ts'
import { keyProblem, topicKeyFix, topicRequest } from './events-request.ts'
import { policyRefusal } from './policy-refusal.ts'
import { letEvents } from './rewrite.ts'
import { count, outOf } from './words.ts'

const ruleOf = (edge: RuleToTarget): EventRule => edge.rule
const regionOf = ({ rule, targetArn }: Pick<RuleToTarget, 'rule' | 'targetArn'>): string =>
  targetArn.split(':')[3] || rule.region

export const ebSnsPolicy = defineCause({
  id: 'eb-sns-policy',
  target: 'rule-to-target',
  symptoms: ['no-event'],
  cause: 'The topic’s policy or its key does not let EventBridge publish to it.',
  fix: ({ rule, targetArn }) => ({
    now: `Let events.amazonaws.com publish to the topic for ${rule.name}.`,
    proper: 'An encrypted topic needs a key of your own that lets EventBridge in.',
    cli: addToTopicPolicy(targetArn, regionOf({ rule, targetArn }), letEvents(rule, 'sns:Publish', targetArn)),
    iac: JSON.stringify(letEvents(rule, 'sns:Publish', targetArn)),
  }),
  docs: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-troubleshooting.html',
  known: 'confirmed',
  leadsTo: ['eb-no-dlq-lost', 'eb-retry-exhausted'],
  needs: {
    targets: from(ruleTargets, ruleOf),
    rule: from(ruleSettings, ruleOf),
    test: optional(from(patternTest, ruleOf)),
    metrics: from(ruleMetrics, ruleOf),
    log: optional(from(busLog, ruleOf)),
    topic: optional(topicMetrics),
    settings: optional(topicSettings),
    key: optional(topicKey),
  },
  diagnose({ targets, rule: ruleRead, test, metrics, log, topic, settings, key }, at) {
    const { rule, targetArn } = at.target
    if (targetArn.split(':')[2] !== 'sns') return { clear: `${targetArn} is no topic.` }
    const verdict = grantVerdict(
      { rule: ruleRead, test, metrics: { status: 'ok', value: metrics }, log },
      targetArn,
      targets.length,
    )
    const failed = verdict.flow?.failed ?? 0
    const name = targetArn.split(':').at(-1) ?? targetArn
    const read = valueIfRead(settings) ?? undefined
    const keyRead = valueIfRead(key) ?? undefined
    const keyWhy = keyProblem(keyRead, rule)
    const answer = read === undefined ? undefined : askPolicy(read.policy, topicRequest(rule, targetArn))
    if (answer?.state === 'allowed' && keyWhy === undefined)
      return read?.kmsKeyId !== undefined && key.status !== 'ok'
        ? 'clear'
        : { clear: `${name} lets EventBridge publish for ${rule.name}.` }
    if (answer !== undefined && (answer.state !== 'unclear' || keyWhy !== undefined || verdict.logged !== undefined)) {
      if (verdict.contradiction !== undefined) return { clear: verdict.contradiction }
      const needs = { policy: 'settings', key: 'key', metrics: 'metrics', log: 'log' } as const
      return policyRefusal({
        rule,
        name,
        does: 'publish to',
        answer,
        keyWhy,
        verdict,
        fact: (of, label, value) =>
          of === 'metrics'
            ? at.fact(of, label, value, verdict.times[0], 'FailedInvocations')
            : at.fact(needs[of], label, value),
        showPolicy: `aws sns get-topic-attributes --topic-arn ${targetArn} --query Attributes.Policy --output text --region ${regionOf(at.target)}`,
        keyFix: topicKeyFix(keyRead, rule, at.target),
      })
    }
    if (failed === 0 && verdict.logged === undefined)
      return (verdict.flow?.delivered ?? 0) > 0
        ? { clear: 'Every delivery to the topic went through.' }
        : { inconclusive: 'Nothing was delivered in the window, and what the topic’s policy says is not known.' }
    if (verdict.contradiction !== undefined) return { clear: verdict.contradiction }
    const published = total(valueIfRead(topic)?.published ?? { points: [] })
    const isOnly = targets.length === 1
    const wasRefused = verdict.flow?.retries === 0
    return {
      strength: verdict.logged !== undefined || (isOnly && wasRefused && published > 0) ? 'likely' : 'possible',
      times: verdict.times,
      summary: `${count(failed, 'delivery', 'deliveries')} of ${rule.name} to the topic ${name} failed${published > 0 ? ', while others publish to it' : ''}: most often its policy does not let EventBridge publish.`,
      facts: [
        at.fact(
          'metrics',
          'Failed and all invocations',
          outOf(failed, Math.max(verdict.flow?.invocations ?? 0, failed)),
          verdict.times[0],
          'FailedInvocations',
        ),
        at.fact('targets', 'Targets of the rule', isOnly ? 'only this topic' : String(targets.length)),
        ...(published > 0
          ? [
              at.fact(
                'topic',
                'Published to the topic by others',
                count(published, 'message'),
                undefined,
                'NumberOfMessagesPublished',
              ),
            ]
          : []),
        ...(verdict.logged === undefined ? [] : [at.fact('log', 'The bus logged', verdict.logged)]),
      ],
    }
  },
})
