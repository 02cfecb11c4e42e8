import { total } from '../../evidence/cloudwatch/series.ts'
import { functionOutcomes } from '../../evidence/eventbridge/function-outcomes.ts'
import { ruleMetrics } from '../../evidence/eventbridge/metrics.ts'
import { type RuleTarget, ruleTargets } from '../../evidence/eventbridge/targets.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import { defineCause } from '../cause.ts'
import { flowOf, minutesOf } from './flow.ts'
import { count } from './words.ts'

export const ebInputTransformer = defineCause({
  id: 'eb-input-transformer',
  target: 'event-rule',
  symptoms: ['no-event'],
  cause: 'The input transformer’s template does not make valid JSON, so the target gets nothing it can use.',
  fix: (rule) => ({
    now: `Mend the template of ${rule.name}: leave variables without quotes in JSON, and put a plain text template in quotes as a whole.`,
    proper: 'Try the template in the console’s sandbox with a real event, one that lacks optional fields too.',
    prevent: 'Let the target take the event as it is, and pick the fields there.',
    iac: '`InputTransformer: { InputPathsMap: { id: "$.detail.id" }, InputTemplate: \'{"id": <id>}\' }`.',
  }),
  docs: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html',
  known: 'confirmed',
  leadsTo: ['eb-no-dlq-lost'],
  needs: { targets: ruleTargets, metrics: optional(ruleMetrics), outcomes: optional(functionOutcomes) },
  diagnose({ targets, metrics, outcomes }, at) {
    const using = targets.filter((each) => each.transformer !== undefined)
    if (using.length === 0) return { clear: 'No target has an input transformer.' }
    const broken = using.flatMap((each) => {
      const why = templateProblem(each)
      return why === undefined ? [] : [{ each, why }]
    })
    const [first] = broken
    if (first === undefined) return { clear: 'The templates make valid JSON.' }
    const flow = flowOf(valueIfRead(metrics))
    const failing = valueIfRead(outcomes)?.find(
      ({ function: fn, series }) => first.each.arn.startsWith(fn.arn) && total(series.errors) > 0,
    )
    if (flow !== undefined && flow.failed === 0 && failing === undefined)
      return flow.delivered > 0
        ? { clear: `The events are delivered all the same: ${count(flow.delivered, 'delivery', 'deliveries')}.` }
        : { inconclusive: 'Nothing was delivered in the window, so whether the template breaks it cannot be told.' }
    return {
      strength: flow === undefined ? 'possible' : 'likely',
      ...(flow !== undefined && {
        times: flow.failed > 0 ? minutesOf(flow.failures) : minutesOf(failing?.series.errors),
      }),
      summary: `The input template of target ${first.each.id} of ${at.target.name} is broken: ${first.why}.`,
      facts: [
        at.fact('targets', `Template of ${first.each.id}`, (first.each.transformer?.template ?? '').slice(0, 300)),
        ...(flow === undefined
          ? []
          : [
              at.fact(
                'metrics',
                'Failed invocations',
                String(flow.failed),
                minutesOf(flow.failures)[0],
                'FailedInvocations',
              ),
            ]),
      ],
    }
  },
})

/** What is wrong with a template, told from itself alone. */
export function templateProblem({ transformer }: Pick<RuleTarget, 'transformer'>): string | undefined {
  if (transformer === undefined) return undefined
  const { template, paths } = transformer
  const names = [...template.matchAll(/<([\w.-]+)>/g)].flatMap((match) => match[1] ?? [])
  const unknown = names.filter((name) => !(name in paths) && !name.startsWith('aws.events.'))
  if (unknown.length > 0)
    return `it uses ${[...new Set(unknown)].map((name) => `<${name}>`).join(', ')}, which InputPathsMap does not define`
  if (!/^\s*[[{"]/.test(template))
    return names.length > 0 || !isJson(template) ? 'a template of plain text has to stand in quotes' : undefined
  const lines = /^\s*"/.test(template) ? template.split('\n').filter((line) => line.trim() !== '') : [template]
  return lines.every((line) => isJson(withValues(line)))
    ? undefined
    : 'with its variables filled in it is not valid JSON'
}

/** Variables inside quotes become text, those outside a string of their own. */
function withValues(template: string): string {
  let isInside = false
  return template.replace(/\\.|"|<[\w.-]+>/g, (part) => {
    if (part === '"') isInside = !isInside
    return part.startsWith('<') ? (isInside ? 'x' : '"x"') : part
  })
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
