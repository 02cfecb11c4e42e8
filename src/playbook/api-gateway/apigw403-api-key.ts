import { routeName } from '../../evidence/api-gateway/route.ts'
import { type UsagePlan, usagePlans } from '../../evidence/api-gateway/usage-plans.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import type { RestApi } from '../../targets/target.ts'
import { defineCause } from '../cause.ts'
import { choose } from '../command.ts'
import { refusalsOf } from './refusal.ts'
import { pathWords, refusalFacts, restRefusalNeeds, strengthOf, unlogged } from './refusal-cause.ts'
import { failingMinutes } from './seen.ts'
import { addKey, listPlans } from './throttle-room.ts'
import { counted, listed } from './words.ts'

export const apiKey403 = defineCause({
  id: 'apigw403-api-key',
  target: 'rest-api',
  symptoms: ['4xx', '403'],
  cause: 'The method asks for an API key, and the request carries none that a usage plan of this stage knows.',
  fix: (api) => ({
    now: 'Send the key in the header x-api-key, enable it, and put it into a usage plan that holds this stage.',
    proper: `Put stage ${api.stage}, plan and keys into one template.`,
  }),
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html',
  known: 'confirmed',
  needs: { ...restRefusalNeeds, plans: optional(usagePlans) },
  diagnose(evidence, { target, fact }) {
    const all = refusalsOf({ ...evidence, api: target })
    const read = valueIfRead(evidence.integrations)
    const keyed = (read?.routes ?? []).filter((route) => route.isKeyRequired)
    const plans = valueIfRead(evidence.plans)
    const own = all.filter(
      (refusal) =>
        refusal.kind === 'api-key' ||
        (refusal.kind === 'forbidden' &&
          read !== undefined &&
          keyed.length === read.routes.length &&
          plans?.length === 0),
    )
    const fix = plans === undefined ? {} : { cli: letKeyIn(target, plans) }
    const planFact =
      plans === undefined
        ? []
        : [
            fact(
              'plans',
              `Usage plans of stage ${target.stage}`,
              plans.length === 0 ? 'none' : listed(plans.map((plan) => plan.name)),
            ),
          ]
    if (own.length > 0)
      return {
        strength: strengthOf(own, all),
        summary: `${counted(own.length, 'request')} to ${target.name}${pathWords(own)} carried no valid API key${plans?.length === 0 ? `; no usage plan holds stage ${target.stage}, so no key is valid there` : ''}.`,
        facts: [
          ...refusalFacts(own, all, evidence, (need, label, value, time, aspect) =>
            fact(need, label, value, time, aspect),
          ),
          ...planFact,
        ],
        times: own.map((refusal) => refusal.at),
        fix,
      }
    if (read !== undefined && keyed.length === 0) return { clear: 'No method asks for an API key.' }
    const minutes = failingMinutes('4', evidence)
    if (all.length === 0 && plans?.length === 0 && keyed.length > 0 && minutes.length > 0)
      return {
        strength: 'likely',
        summary: `${listed(keyed.map(routeName))} of ${target.name} ask${keyed.length === 1 ? 's' : ''} for an API key, but no usage plan holds stage ${target.stage}, so no key is valid there.`,
        facts: [
          fact('plans', `Usage plans of stage ${target.stage}`, 'none'),
          fact('integrations', 'Methods that ask for a key', listed(keyed.map(routeName))),
        ],
        times: minutes,
        fix,
      }
    return unlogged(evidence, all)
  },
})

/** Puts the client's key into a plan of the stage, and the stage into a plan where it is in none. */
function letKeyIn(api: RestApi, plans: readonly UsagePlan[]): string {
  const only = plans.length === 1 ? plans[0] : undefined
  if (only !== undefined) return addKey(api, only.id)
  const planned = choose(
    plans.length === 0
      ? `aws apigateway get-usage-plans --query 'items[].[id,name]' --output table --region ${api.region}`
      : listPlans(api),
    { PLAN: 'the id of the plan that the client is to have' },
    ({ PLAN }) =>
      plans.length === 0
        ? `aws apigateway update-usage-plan --usage-plan-id ${PLAN} --patch-operations op=add,path=/apiStages,value=${api.id}:${api.stage} --region ${api.region}`
        : `aws apigateway get-usage-plan-keys --usage-plan-id ${PLAN} --query 'items[].[id,name]' --output table --region ${api.region}`,
  )
  return `${planned}\n${addKey(api, '"${PLAN:?}"')}`
}
