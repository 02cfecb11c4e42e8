import { gatewayAccount } from '../../evidence/api-gateway/account.ts'
import { httpStage } from '../../evidence/api-gateway/http-stage.ts'
import { restStage } from '../../evidence/api-gateway/rest-stage.ts'
import { usagePlans } from '../../evidence/api-gateway/usage-plans.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import type { HttpApi, RestApi } from '../../targets/target.ts'
import { type CauseSpec, type Diagnosis, defineCause, type Fix } from '../cause.ts'
import type { Fact } from '../fact.ts'
import { underHttpApi } from './names.ts'
import { refusalsOf } from './refusal.ts'
import {
  type HttpRefusalEvidence,
  httpRefusalNeeds,
  pathWords,
  type RestRefusalEvidence,
  refusalFacts,
  restRefusalNeeds,
  strengthOf,
} from './refusal-cause.ts'
import { failingMinutes, quiet } from './seen.ts'
import { sumAt } from './series-sum.ts'
import { type ExceededLimit, exceededLimit, type Limits, limitWords } from './throttle-limit.ts'
import { counted } from './words.ts'

const restNeeds = {
  ...restRefusalNeeds,
  stage: optional(restStage),
  plans: optional(usagePlans),
  account: optional(gatewayAccount),
} as const
const httpNeeds = { ...httpRefusalNeeds, stage: optional(httpStage), account: optional(gatewayAccount) } as const

interface ThrottleCause {
  readonly id: string
  readonly scope: ExceededLimit['scope']
  readonly cause: string
  /** Told without a limit where none was found. */
  readonly fix: (api: RestApi | HttpApi, exceeded?: ExceededLimit) => Fix
  readonly docs: `https://${string}`
  /** `the limit of stage prod`. */
  readonly limit: (api: RestApi | HttpApi, exceeded: ExceededLimit) => string
}

/** A 429 on a REST API, by the limit that best explains it. */
export function restThrottle(spec: ThrottleCause): CauseSpec<'rest-api', typeof restNeeds> {
  return defineCause({
    id: spec.id,
    target: 'rest-api',
    symptoms: ['4xx'],
    cause: spec.cause,
    fix: (api) => spec.fix(api),
    docs: spec.docs,
    known: 'confirmed',
    needs: restNeeds,
    diagnose: (evidence, at) =>
      judge(spec, evidence, at.target, (need, label, value, time, aspect) => at.fact(need, label, value, time, aspect)),
  })
}

/** The same on an HTTP API, which has no usage plans. */
export function httpThrottle(spec: ThrottleCause, named: string): CauseSpec<'http-api', typeof httpNeeds> {
  return defineCause({
    id: spec.id,
    aliases: [underHttpApi(named)],
    target: 'http-api',
    symptoms: ['4xx'],
    cause: spec.cause,
    fix: (api) => spec.fix(api),
    docs: spec.docs,
    known: 'confirmed',
    needs: httpNeeds,
    diagnose: (evidence, at) =>
      judge(spec, evidence, at.target, (need, label, value, time, aspect) =>
        at.fact(need === 'log' ? 'access' : need === 'plans' ? 'stage' : need, label, value, time, aspect),
      ),
  })
}

type ThrottleFact = (
  need: 'log' | 'access' | 'metrics' | 'integrations' | 'stage' | 'plans' | 'account',
  label: string,
  value: string,
  at?: number,
  aspect?: string,
) => Fact

function judge(
  spec: ThrottleCause,
  evidence: HttpRefusalEvidence & Partial<RestRefusalEvidence> & Limits,
  api: RestApi | HttpApi,
  fact: ThrottleFact,
): Diagnosis {
  const all = refusalsOf({ ...evidence, api })
  const said = all.filter((refusal) => refusal.kind === 'throttled')
  // Some formats hold a status and no reason: such a 429 may be the back end's own.
  const own = said.length > 0 ? said : all.filter((refusal) => refusal.kind === 'unknown' && refusal.status === 429)
  const minutes = own.length > 0 ? own.map((refusal) => refusal.at) : failingMinutes('4', evidence)
  if (all.length > 0 && own.length === 0) return { clear: 'No logged 4xx is a 429.' }
  if (minutes.length === 0)
    return quiet('4', evidence) ?? { inconclusive: 'No refused request and no failing minute is known.' }
  const exceeded = exceededLimit(evidence, own, minutes)
  if (exceeded === undefined)
    return own.length > 0
      ? { inconclusive: 'Requests were throttled, but the limits could not all be read or none of them stands out.' }
      : { clear: 'Nothing was seen to be throttled.' }
  if (said.length === 0 && own.length > 0 && exceeded.why === 'left')
    return { inconclusive: 'The log holds 429s and does not say whether API Gateway or the back end sent them.' }
  if (exceeded.scope !== spec.scope)
    return { clear: `Another limit explains it better: that of the ${exceeded.scope}.` }
  const read = valueIfRead(evidence.metrics)
  const refused = read === undefined ? 0 : sumAt(read.failures4xx, minutes, 0)
  const served = read === undefined ? 0 : sumAt(read.requests, minutes, 0)
  if (own.length === 0 && exceeded.why !== 'zero' && (exceeded.why === 'left' || refused < 0.05 * served))
    return { inconclusive: 'No log tells whether the 4xx were 429s.' }
  const limitFact = fact(
    spec.scope === 'stage' ? 'stage' : spec.scope === 'plan' ? 'plans' : 'account',
    `Limit of ${exceeded.name}`,
    limitWords(exceeded),
  )
  const isSure =
    said.length > 0 && strengthOf(own, all) === 'proven' && (exceeded.why === 'said' || exceeded.why === 'zero')
  return {
    strength: isSure
      ? 'proven'
      : own.length > 0
        ? exceeded.why === 'left'
          ? 'possible'
          : 'likely'
        : exceeded.why === 'zero' && refused >= 0.5 * served
          ? 'likely'
          : 'possible',
    summary: `${own.length > 0 ? `${counted(own.length, 'request')} to ${api.name}${pathWords(own)} ${own.length === 1 ? 'was' : 'were'} throttled` : `${api.name} refused ${counted(refused, 'request')}`} by ${spec.limit(api, exceeded)}: ${limitWords(exceeded)}.`,
    facts: [
      limitFact,
      ...(own.length > 0
        ? refusalFacts(own, all, evidence, fact)
        : [
            fact(
              'metrics',
              '4xx responses in these minutes',
              `${refused} of ${served}`,
              minutes.at(-1),
              api.kind === 'rest-api' ? '4XXError' : '4xx',
            ),
          ]),
    ],
    times: minutes,
    fix: spec.fix(api, exceeded),
  }
}
