import { total } from '../../evidence/cloudwatch/series.ts'
import { busLog } from '../../evidence/eventbridge/bus-log.ts'
import { ruleMetrics } from '../../evidence/eventbridge/metrics.ts'
import { patternTest } from '../../evidence/eventbridge/pattern-test.ts'
import { ruleSettings } from '../../evidence/eventbridge/rule.ts'
import { ruleTargets } from '../../evidence/eventbridge/targets.ts'
import { topicMetrics } from '../../evidence/eventbridge/topic-metrics.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { from, optional } from '../../evidence/probe.ts'
import type { EventRule, RuleToTarget } from '../../targets/target.ts'
import { defineCause } from '../cause.ts'
import { grantVerdict } from './edge.ts'
import { count, outOf } from './words.ts'

const ruleOf = (edge: RuleToTarget): EventRule => edge.rule

export const ebSnsPolicy = defineCause({
  id: 'eb-sns-policy',
  target: 'rule-to-target',
  symptoms: ['no-event'],
  cause: 'The topic’s policy does not let EventBridge publish to it.',
  fix: ({ rule, targetArn }) => ({
    now: `Let events.amazonaws.com publish to the topic for ${rule.name}.`,
    proper:
      'Add the statement beside those that are there: setting the policy replaces it as a whole. An encrypted topic needs a key of your own that lets EventBridge in.',
    cli: `aws sns get-topic-attributes --topic-arn ${targetArn} --query Attributes.Policy --output text --region ${rule.region}`,
    iac: `{"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},"Action":"sns:Publish","Resource":"${targetArn}","Condition":{"ArnEquals":{"aws:SourceArn":"${rule.arn}"}}}`,
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
  },
  diagnose({ targets, rule: settings, test, metrics, log, topic }, at) {
    const { rule, targetArn } = at.target
    if (targetArn.split(':')[2] !== 'sns') return { clear: `${targetArn} is no topic.` }
    const verdict = grantVerdict(
      { rule: settings, test, metrics: { status: 'ok', value: metrics }, log },
      targetArn,
      targets.length,
    )
    const failed = verdict.flow?.failed ?? 0
    if (failed === 0 && verdict.logged === undefined)
      return (verdict.flow?.delivered ?? 0) > 0
        ? { clear: 'Every delivery to the topic went through.' }
        : { inconclusive: 'Nothing was delivered in the window, and the topic’s policy is not read.' }
    if (verdict.contradiction !== undefined) return { clear: verdict.contradiction }
    const published = total(valueIfRead(topic)?.published ?? { points: [] })
    const isOnly = targets.length === 1
    const wasRefused = verdict.flow?.retries === 0
    return {
      strength: verdict.logged !== undefined || (isOnly && wasRefused && published > 0) ? 'likely' : 'possible',
      times: verdict.times,
      summary: `${count(failed, 'delivery', 'deliveries')} of ${rule.name} to the topic ${targetArn.split(':').at(-1)} failed${published > 0 ? ', while others publish to it' : ''}: most often its policy does not let EventBridge publish.`,
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
