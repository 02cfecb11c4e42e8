import { restApiSettings } from '../../evidence/api-gateway/rest-api.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { type PolicyStatement, statementsOf } from '../../evidence/lambda/policy.ts'
import { optional } from '../../evidence/probe.ts'
import { defineCause } from '../cause.ts'
import { shellWord } from '../command.ts'
import { cutAtWord } from '../lambda/words.ts'
import { refusalsOf } from './refusal.ts'
import { pathWords, refusalFacts, restRefusalNeeds, strengthOf, unlogged } from './refusal-cause.ts'
import { failingMinutes } from './seen.ts'
import { counted } from './words.ts'

export const resourcePolicy = defineCause({
  id: 'apigw403-resource-policy',
  target: 'rest-api',
  symptoms: ['4xx', '403'],
  cause: 'The API’s own resource policy does not let these callers in.',
  fix: (api) => ({
    now: 'Let the callers’ addresses, VPC endpoint or account in, then deploy: a changed policy counts only from the next deployment.',
    proper: 'Keep the policy in the template; use Deny with NotIpAddress or StringNotEquals only beside an Allow.',
    cli: `aws apigateway get-rest-api --rest-api-id ${api.id} --query policy --output text --region ${api.region}\naws apigateway create-deployment --rest-api-id ${api.id} --stage-name ${shellWord(api.stage)} --region ${api.region}`,
  }),
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies.html',
  known: 'confirmed',
  needs: { ...restRefusalNeeds, settings: optional(restApiSettings) },
  diagnose(evidence, { target, fact }) {
    const all = refusalsOf({ ...evidence, api: target })
    const own = all.filter((refusal) => refusal.kind === 'resource-policy')
    const settings = valueIfRead(evidence.settings)
    const statements = settings?.policy === undefined ? [] : parsed(settings.policy)
    const policyFact =
      statements.length === 0
        ? []
        : [fact('settings', 'Resource policy', cutAtWord(statements.map(statementWords).join('; '), 300))]
    if (own.length > 0)
      return {
        strength: strengthOf(own, all),
        summary: `${counted(own.length, 'request')} to ${target.name}${pathWords(own)} ${own.length === 1 ? 'was' : 'were'} refused by the API's resource policy: ${cutAtWord(own.at(-1)?.words ?? '', 260)}.`,
        facts: [
          ...refusalFacts(own, all, evidence, (need, label, value, time, aspect) =>
            fact(need, label, value, time, aspect),
          ),
          ...policyFact,
        ],
        times: own.map((refusal) => refusal.at),
      }
    if (settings !== undefined && settings.policy === undefined) return { clear: 'The API has no resource policy.' }
    const [first] = policyFact
    const isShut =
      statements.some((each) => each.effect === 'Deny' && Object.keys(each.conditions).length === 0) ||
      (statements.length > 0 && statements.every((each) => each.effect === 'Deny'))
    const minutes = failingMinutes('4', evidence)
    if (all.length === 0 && isShut && first !== undefined && minutes.length > 0)
      return {
        strength: 'likely',
        summary: `The resource policy of ${target.name} lets nobody in.`,
        facts: [first],
        times: minutes,
      }
    return unlogged(evidence, all)
  },
})

function parsed(policy: string): PolicyStatement[] {
  try {
    return statementsOf(policy)
  } catch {
    return []
  }
}

function statementWords({ effect, principals, conditions }: PolicyStatement): string {
  const when = Object.entries(conditions).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => `${operator} ${key} ${values.slice(0, 3).join(' ')}`),
  )
  return `${effect} ${principals.slice(0, 2).join(' ')}${when.length === 0 ? '' : ` if ${when.join(' and ')}`}`
}
