import { usedQuota } from '../../evidence/api-gateway/usage.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import { defineCause } from '../cause.ts'
import { refusalsOf } from './refusal.ts'
import { pathWords, refusalFacts, restRefusalNeeds, strengthOf, unlogged } from './refusal-cause.ts'
import { failingMinutes } from './seen.ts'
import { listPlans } from './throttle-room.ts'
import { counted, listed } from './words.ts'

export const quota429 = defineCause({
  id: 'apigw429-quota',
  target: 'rest-api',
  symptoms: ['4xx'],
  cause: 'The API key has used up the quota of its usage plan for the period.',
  fix: (api) => ({
    now: 'Raise the quota of the plan, or give the key more for this period.',
    proper: 'Tell clients how much is left, and alarm before it ends.',
    cli: listPlans(api),
  }),
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html',
  known: 'confirmed',
  needs: { ...restRefusalNeeds, usage: optional(usedQuota) },
  diagnose(evidence, { target, fact }) {
    const all = refusalsOf({ ...evidence, api: target })
    const own = all.filter((refusal) => refusal.kind === 'quota')
    const plans = valueIfRead(evidence.usage)
    const spent = (plans ?? []).flatMap((plan) =>
      plan.keys.filter((key) => key.remaining <= 0).map((key) => ({ ...key, plan })),
    )
    const first = spent[0]
    const usageFacts =
      first === undefined
        ? []
        : [
            fact(
              'usage',
              `Quota of plan ${first.plan.planName}`,
              `key ${first.keyId} used ${first.used.toLocaleString('en-US')} of ${first.plan.limit.toLocaleString('en-US')} in the ${first.plan.period.toLowerCase()}, nothing left`,
              undefined,
              first.plan.planId,
            ),
          ]
    const fix =
      first === undefined
        ? {}
        : {
            now: `Give key ${first.keyId} as much again for this ${first.plan.period.toLowerCase()}, or raise the quota of plan ${first.plan.planName}.`,
            cli: `aws apigateway update-usage --usage-plan-id ${first.plan.planId} --key-id ${first.keyId} --patch-operations op=replace,path=/remaining,value=${first.plan.limit} --region ${target.region}`,
          }
    const who =
      first === undefined
        ? ''
        : ` (key ${listed(spent.map((each) => each.keyId))} of plan ${first.plan.planName}, ${first.plan.limit.toLocaleString('en-US')} a ${first.plan.period.toLowerCase()})`
    if (own.length > 0)
      return {
        strength: strengthOf(own, all),
        summary: `${counted(own.length, 'request')} to ${target.name}${pathWords(own)} came after the quota of the usage plan was used up${who}.`,
        facts: [
          ...refusalFacts(own, all, evidence, (need, label, value, time, aspect) =>
            fact(need, label, value, time, aspect),
          ),
          ...usageFacts,
        ],
        times: own.map((refusal) => refusal.at),
        fix,
      }
    const [usageFact] = usageFacts
    const minutes = failingMinutes('4', evidence)
    const couldBe =
      all.length === 0 || all.some((refusal) => refusal.kind === 'throttled' || refusal.kind === 'unknown')
    if (usageFact !== undefined && minutes.length > 0 && couldBe)
      return {
        strength: 'likely',
        summary: `A client of ${target.name} has used up its quota${who}, so its requests are answered with 429.`,
        facts: [usageFact],
        times: minutes,
        fix,
      }
    if (plans !== undefined && first === undefined)
      return { clear: 'No key of the stage’s usage plans has used up its quota.' }
    return unlogged(evidence, all)
  },
})
