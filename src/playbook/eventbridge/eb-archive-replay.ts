import { isObject } from '../../evidence/event-pattern/json.ts'
import { readPattern } from '../../evidence/event-pattern/pattern.ts'
import { busArchives } from '../../evidence/eventbridge/archives.ts'
import { ruleMetrics } from '../../evidence/eventbridge/metrics.ts'
import { patternTest } from '../../evidence/eventbridge/pattern-test.ts'
import { ruleSettings } from '../../evidence/eventbridge/rule.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import { defineCause } from '../cause.ts'
import { flowOf } from './flow.ts'
import { count } from './words.ts'

export const ebArchiveReplay = defineCause({
  id: 'eb-archive-replay',
  target: 'event-rule',
  symptoms: ['no-event'],
  cause:
    'The pattern asks for `replay-name`, which only replayed events have: it lets through either replays or live events, not both.',
  fix: (rule) => ({
    now: `Take \`replay-name\` out of the pattern of ${rule.name} if it is to see live and replayed events alike.`,
    proper: 'Replay to a rule of its own where replays need other handling.',
    cli: `aws events list-replays --region ${rule.region}`,
  }),
  docs: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-archive.html',
  known: 'confirmed',
  needs: {
    rule: ruleSettings,
    archives: optional(busArchives),
    test: optional(patternTest),
    metrics: optional(ruleMetrics),
  },
  diagnose({ rule, archives, test, metrics }, at) {
    const pattern = readPattern(rule.pattern ?? '{}')
    const fields =
      pattern.fault === undefined
        ? pattern.alternatives.map((alternative) => alternative.find((field) => field.path === 'replay-name'))
        : []
    if (fields.length === 0 || fields.some((field) => field === undefined))
      return { clear: `The pattern of ${at.target.name} does not ask for \`replay-name\`.` }
    const flow = flowOf(valueIfRead(metrics))
    if (flow?.hasFired === true) return { clear: `The pattern matched ${count(flow.fired, 'event')} in the window.` }
    const wantsLive = fields.every((field) => field?.matchers.every((each) => isObject(each) && each.exists === false))
    const isReplay = valueIfRead(test)?.isReplay
    if (wantsLive && isReplay !== true) return { clear: 'The pattern leaves out replays only.' }
    const broken = valueIfRead(archives)?.filter((each) => each.state !== 'ENABLED') ?? []
    const wanted = JSON.stringify(fields[0]?.matchers)
    return {
      strength: wantsLive || isReplay === false ? 'likely' : 'possible',
      standsAlone: true,
      summary: wantsLive
        ? `The event was replayed, and ${at.target.name} leaves replayed events out (\`replay-name\`: ${wanted}).`
        : `${at.target.name} matches replayed events only (\`replay-name\`: ${wanted}), so live ones pass it by.`,
      facts: [
        at.fact('rule', '`replay-name` in the pattern', wanted),
        ...broken
          .slice(0, 3)
          .map((each) =>
            at.fact(
              'archives',
              `Archive ${each.name}`,
              `${each.state}${each.stateReason === undefined ? '' : `: ${each.stateReason}`}`,
            ),
          ),
      ],
    }
  },
})
