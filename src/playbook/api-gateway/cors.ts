import type { HttpApi, RestApi } from '../../targets/target.ts'
import type { Diagnosis } from '../cause.ts'
import { refusalsOf } from './refusal.ts'
import {
  type HttpRefusalEvidence,
  pathWords,
  type RefusalFact,
  type RestRefusalEvidence,
  refusalFacts,
  strengthOf,
  unlogged,
} from './refusal-cause.ts'
import { counted } from './words.ts'

/** Whether browsers' preflights (OPTIONS) are what is refused. */
export function judgeCors(
  evidence: HttpRefusalEvidence & Partial<RestRefusalEvidence>,
  api: RestApi | HttpApi,
  fact: RefusalFact,
): Diagnosis {
  const all = refusalsOf({ ...evidence, api })
  const own = all.filter((refusal) => refusal.method === 'OPTIONS' && refusal.kind !== 'waf')
  if (own.length === 0)
    return all.length > 0 && all.every((refusal) => refusal.method !== undefined)
      ? { clear: 'No refused request is a preflight.' }
      : unlogged(evidence, all)
  return {
    strength: strengthOf(own, all),
    summary: `${counted(own.length, 'CORS preflight')} to ${api.name}${pathWords(own)} ${own.length === 1 ? 'was' : 'were'} refused with ${[...new Set(own.map((refusal) => refusal.status))].join(', ')}, so browsers never send the real request.`,
    facts: refusalFacts(own, all, evidence, fact),
    times: own.map((refusal) => refusal.at),
  }
}
