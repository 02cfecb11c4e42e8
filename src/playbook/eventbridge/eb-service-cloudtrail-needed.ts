import { plainValues, readPattern } from '../../evidence/event-pattern/pattern.ts'
import { ruleMetrics } from '../../evidence/eventbridge/metrics.ts'
import { asksForTrail, globalSources, sourcesOf } from '../../evidence/eventbridge/pattern-source.ts'
import { ruleSettings } from '../../evidence/eventbridge/rule.ts'
import { trailsForRule } from '../../evidence/eventbridge/trails.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import { defineCause } from '../cause.ts'
import { choose } from '../command.ts'
import { flowOf } from './flow.ts'
import { rewriteRule } from './rewrite.ts'
import { count } from './words.ts'

const readOnly = /^(Get|List|Describe)/
const withReads = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'

export const ebServiceCloudtrailNeeded = defineCause({
  id: 'eb-service-cloudtrail-needed',
  target: 'event-rule',
  symptoms: ['no-event'],
  cause:
    'The rule waits for API calls, which reach EventBridge only through a trail that logs, and read-only calls only when the rule asks for them.',
  fix: (rule) => ({
    prevent: 'Keep one multi-Region trail for the account or organisation, and alarm on StopLogging.',
    cli: `aws cloudtrail describe-trails --include-shadow-trails --region ${rule.region}`,
  }),
  docs: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html',
  known: 'confirmed',
  needs: { rule: ruleSettings, trails: optional(trailsForRule), metrics: optional(ruleMetrics) },
  diagnose({ rule, trails, metrics }, at) {
    const target = at.target
    if (rule.pattern === undefined || !asksForTrail(rule.pattern))
      return { clear: `${target.name} does not wait for API calls.` }
    const sources = sourcesOf(readPattern(rule.pattern))
    if (target.region !== 'us-east-1' && sources.length > 0 && sources.every((each) => globalSources.includes(each)))
      return { clear: `${sources.join(', ')} reports in another region, whatever the trails are.` }
    const flow = flowOf(valueIfRead(metrics))
    if (flow?.hasFired === true)
      return { clear: `API calls reach ${target.name}: ${count(flow.fired, 'event')} matched.` }
    const calls = plainValues(readPattern(rule.pattern), 'detail.eventName')
    if (calls.length > 0 && calls.every((each) => readOnly.test(each)) && rule.state !== withReads)
      return {
        strength: 'proven',
        standsAlone: true,
        summary: `${target.name} waits for ${calls.join(', ')}, but EventBridge leaves read-only calls out while the rule’s state is ${rule.state}.`,
        facts: [
          at.fact('rule', 'Calls in the pattern', calls.join(', ')),
          at.fact('rule', 'State of the rule', rule.state),
        ],
        fix: {
          now: `Set the rule’s state to ${withReads}.`,
          cli: rewriteRule(target, `.State = "${withReads}"`),
        },
      }
    const read = valueIfRead(trails)
    if (read === undefined) return 'clear'
    const logging = read.trails.filter((trail) => trail.isLogging !== false)
    if (logging.length > 0)
      return { clear: `${logging.map((trail) => trail.name).join(', ')} records API calls in ${target.region}.` }
    const off = read.trails.map((trail) => trail.name)
    return {
      strength: 'proven',
      standsAlone: true,
      summary: `${target.name} waits for API calls, but ${off.length === 0 ? `no trail covers ${target.region}` : `${off.join(', ')} ${off.length === 1 ? 'does' : 'do'} not log`}, so none reaches EventBridge.`,
      facts: [
        at.fact(
          'trails',
          `Trails that cover ${target.region}`,
          off.length === 0 ? 'none' : `${off.join(', ')}: not logging`,
        ),
        at.fact('rule', 'The pattern wants', plainValues(readPattern(rule.pattern), 'detail-type').join(', ')),
      ],
      fix:
        off[0] === undefined
          ? {
              now: 'Make a trail that records management events and start it.',
              cli: choose(
                "aws s3api list-buckets --query 'Buckets[].Name'",
                { BUCKET: 'a bucket of the list whose policy lets CloudTrail write to it' },
                ({ BUCKET }) =>
                  `aws cloudtrail create-trail --name management-events --s3-bucket-name ${BUCKET} --is-multi-region-trail --region ${target.region} && aws cloudtrail start-logging --name management-events --region ${target.region}`,
              ),
            }
          : {
              now: `Start the logging of ${off[0]}.`,
              cli: `aws cloudtrail start-logging --name ${off[0]} --region ${target.region}`,
            },
    }
  },
})
