import { total } from '../../evidence/cloudwatch/series.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import { blockedRequests } from '../../evidence/waf/blocked-requests.ts'
import { type WebAcl, webAcl } from '../../evidence/waf/web-acl.ts'
import type { RestApi } from '../../targets/target.ts'
import { defineCause, type Fix } from '../cause.ts'
import { shellWord } from '../command.ts'
import { refusalsOf } from './refusal.ts'
import { pathWords, refusalFacts, restRefusalNeeds, strengthOf, unlogged } from './refusal-cause.ts'
import { failingMinutes } from './seen.ts'
import { sumAt } from './series-sum.ts'
import { counted, listed } from './words.ts'

export const waf403 = defineCause({
  id: 'apigw403-waf',
  target: 'rest-api',
  symptoms: ['4xx', '403'],
  cause: 'A rule of the web ACL in front of the stage blocks the requests.',
  fix: (api) => ({
    now: 'Set the rule that blocks to Count, and look at its sampled requests.',
    proper:
      'Narrow the rule with a scope-down statement or a label match; body size rules stop larger payloads by default.',
    prevent: 'Try new rules in Count first.',
    cli: `aws wafv2 get-web-acl-for-resource --resource-arn ${api.arn} --region ${api.region}`,
  }),
  docs: 'https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-testing.html',
  known: 'confirmed',
  needs: { ...restRefusalNeeds, acl: optional(webAcl), blocked: optional(blockedRequests) },
  diagnose(evidence, { target, fact }) {
    const acl = evidence.acl.status === 'ok' ? evidence.acl.value : undefined
    if (acl === null) return { clear: 'No web ACL stands in front of the stage.' }
    const all = refusalsOf({ ...evidence, api: target })
    const own = all.filter((refusal) => refusal.kind === 'waf')
    const blocked = valueIfRead(evidence.blocked) ?? undefined
    const rules = (blocked?.byRule ?? [])
      .filter((rule) => total(rule.blocked) > 0)
      .sort((a, b) => total(b.blocked) - total(a.blocked))
    const byRule =
      rules.length === 0 ? '' : ` by ${listed(rules.map((rule) => `${rule.rule} (${total(rule.blocked)})`))}`
    const minutes = failingMinutes('4', evidence)
    const count =
      blocked === undefined
        ? 0
        : Math.max(
            sumAt(blocked.all, minutes),
            rules.reduce((sum, rule) => sum + sumAt(rule.blocked, minutes), 0),
          )
    const fix = sample(target, acl, rules[0]?.rule, own.length > 0 ? own.map((refusal) => refusal.at) : minutes)
    const aclFacts = [
      ...(acl === undefined ? [] : [fact('acl', 'Web ACL', acl.name)]),
      ...(count === 0
        ? []
        : [
            fact(
              'blocked',
              'Blocked requests in the failing minutes',
              `${count}${byRule}`,
              minutes.at(-1),
              acl?.metric,
            ),
          ]),
    ]
    if (own.length > 0)
      return {
        strength: strengthOf(own, all),
        summary: `WAF blocked ${counted(own.length, 'request')} to ${target.name}${pathWords(own)}${byRule}${acl === undefined ? '' : ` (web ACL ${acl.name})`}.`,
        facts: [
          ...refusalFacts(own, all, evidence, (need, label, value, time, aspect) =>
            fact(need, label, value, time, aspect),
          ),
          ...aclFacts,
        ],
        times: own.map((refusal) => refusal.at),
        fix,
      }
    const [first, ...rest] = aclFacts
    const failures = valueIfRead(evidence.metrics)?.failures4xx
    const refused = failures === undefined ? 0 : sumAt(failures, minutes, 0)
    const couldBe = all.length === 0 || all.some((refusal) => refusal.kind === 'forbidden')
    if (count > 0 && first !== undefined && couldBe)
      return {
        strength: count >= 0.5 * refused ? 'likely' : 'possible',
        summary: `Web ACL ${acl?.name ?? ''} blocked ${counted(count, 'request')}${byRule} while ${target.name} answered ${counted(refused, 'request')} with a 4xx.`,
        facts: [first, ...rest],
        times: minutes,
        fix,
      }
    if (blocked !== undefined && count === 0)
      return { clear: `Web ACL ${acl?.name ?? ''} blocked nothing in the failing minutes.` }
    return unlogged(evidence, all)
  },
})

/** The requests that the rule which blocks most was sampled with in the failing minutes. */
function sample(api: RestApi, acl: WebAcl | undefined, ruleName: string | undefined, times: readonly number[]): Fix {
  const rule = acl?.rules.find((each) => each.name === ruleName)
  if (acl === undefined || rule === undefined || times.length === 0) return {}
  const second = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`
  return {
    now: `Set rule ${rule.name} of web ACL ${acl.name} to Count, and look at its sampled requests.`,
    cli: `aws wafv2 get-sampled-requests --web-acl-arn ${acl.arn} --rule-metric-name ${shellWord(rule.metric)} --scope REGIONAL --time-window StartTime=${second(Math.min(...times))},EndTime=${second(Math.max(...times) + 60_000)} --max-items 100 --region ${api.region}`,
  }
}
