import type { HttpApi, RestApi } from '../../targets/target.ts'
import type { Diagnosis } from '../cause.ts'
import type { Fact } from '../fact.ts'
import { refusalsOf } from './refusal.ts'
import { type HttpRefusalEvidence, type RefusalFact, type RestRefusalEvidence, refusalFacts } from './refusal-cause.ts'
import { failingMinutes } from './seen.ts'
import { counted } from './words.ts'

/** Whether requests are refused because the API's own host is switched off and only its custom domains serve. */
export function judgeDefaultEndpoint(
  evidence: HttpRefusalEvidence & Partial<RestRefusalEvidence>,
  api: RestApi | HttpApi,
  isDisabled: boolean,
  flag: () => Fact,
  fact: RefusalFact,
): Diagnosis {
  if (!isDisabled) return { clear: 'The execute-api host of the API is on.' }
  const all = refusalsOf({ ...evidence, api })
  const own = all.filter(
    (refusal) => refusal.kind === 'forbidden' || (refusal.kind === 'no-route' && api.kind === 'http-api'),
  )
  if (all.length > 0 && own.length === 0) return { clear: 'The logged refusals have other reasons.' }
  return {
    strength: own.length > 0.5 * all.length ? 'likely' : 'possible',
    summary: `The execute-api host of ${api.name} is switched off${own.length === 0 ? '' : `, and ${counted(own.length, 'request')} ${own.length === 1 ? 'was' : 'were'} refused without another reason`}: callers must use its custom domain.`,
    facts: [flag(), ...(own.length === 0 ? [] : refusalFacts(own, all, evidence, fact))],
    times: own.length === 0 ? failingMinutes('4', evidence) : own.map((refusal) => refusal.at),
  }
}
