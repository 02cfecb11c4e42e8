import { readPattern } from '../../evidence/event-pattern/pattern.ts'
import { ruleMetrics } from '../../evidence/eventbridge/metrics.ts'
import { globalSources, sourcesOf } from '../../evidence/eventbridge/pattern-source.ts'
import { ruleSettings } from '../../evidence/eventbridge/rule.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import { defineCause } from '../cause.ts'
import { flowOf } from './flow.ts'
import { busOption, count } from './words.ts'

const home = 'us-east-1'

export const ebGlobalServiceRegion = defineCause({
  id: 'eb-global-service-region',
  target: 'event-rule',
  symptoms: ['no-event'],
  cause: 'Global services report their calls in us-east-1 only, and the rule is in another region.',
  fix: (rule) => ({
    now: `Make the rule in ${home}, and forward to a bus in ${rule.region} where the target has to stay.`,
    proper: `A rule in ${home} with the bus of ${rule.region} as its target needs a role with events:PutEvents.`,
    cli: `aws events describe-rule --name ${rule.id}${busOption(rule)} --region ${rule.region} --query EventPattern --output text > pattern.json && aws events put-rule --name ${rule.id} --event-pattern file://pattern.json --region ${home}`,
  }),
  docs: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html',
  known: 'confirmed',
  needs: { rule: ruleSettings, metrics: optional(ruleMetrics) },
  diagnose({ rule, metrics }, at) {
    const target = at.target
    const sources = rule.pattern === undefined ? [] : sourcesOf(readPattern(rule.pattern))
    if (sources.length === 0 || !sources.every((each) => globalSources.includes(each)))
      return { clear: `${target.name} does not wait for a global service.` }
    if (target.partition !== 'aws' || target.region === home)
      return { clear: `${target.name} is in ${target.region}, where these services report.` }
    const flow = flowOf(valueIfRead(metrics))
    if (flow?.hasFired === true)
      return { clear: `${count(flow.fired, 'event')} matched, so events are forwarded here.` }
    return {
      strength: flow === undefined ? 'likely' : 'proven',
      standsAlone: true,
      summary: `${target.name} is in ${target.region}, but events of ${sources.join(', ')} come in ${home} only.`,
      facts: [
        at.fact('rule', 'Sources in the pattern', sources.join(', ')),
        at.fact('rule', 'Region of the rule', target.region),
        ...(flow === undefined
          ? []
          : [at.fact('metrics', 'Events matched in the window', '0', undefined, 'TriggeredRules')]),
      ],
    }
  },
})
