import { accessLog4xx } from '../../evidence/api-gateway/access-log-4xx.ts'
import { executionLog4xx } from '../../evidence/api-gateway/execution-log-4xx.ts'
import { httpFunctionIntegrations } from '../../evidence/api-gateway/http-function-integrations.ts'
import { httpMetrics } from '../../evidence/api-gateway/http-metrics.ts'
import { restIntegrations } from '../../evidence/api-gateway/rest-integrations.ts'
import { restMetrics } from '../../evidence/api-gateway/rest-metrics.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { optional, type Values } from '../../evidence/probe.ts'
import type { HttpApi, RestApi } from '../../targets/target.ts'
import { type CauseSpec, type Diagnosis, defineCause, type Fix, type Strength } from '../cause.ts'
import type { Fact } from '../fact.ts'
import { underHttpApi } from './names.ts'
import { type Refusal, type RefusalKind, refusalsOf } from './refusal.ts'
import { quiet } from './seen.ts'
import { counted, listed } from './words.ts'

/** What causes of a 4xx on a REST API look at. */
export const restRefusalNeeds = {
  integrations: optional(restIntegrations),
  metrics: optional(restMetrics),
  log: optional(executionLog4xx),
  access: optional(accessLog4xx),
} as const

/** The same on an HTTP API. */
export const httpRefusalNeeds = {
  integrations: optional(httpFunctionIntegrations),
  metrics: optional(httpMetrics),
  access: optional(accessLog4xx),
} as const

export type RestRefusalEvidence = Values<typeof restRefusalNeeds>
export type HttpRefusalEvidence = Values<typeof httpRefusalNeeds>

export interface RefusalWords {
  readonly id: string
  readonly kinds: readonly RefusalKind[]
  /** Narrows further than the kind does. */
  readonly fits?: (refusal: Refusal) => boolean
  readonly cause: string
  readonly fix: (api: RestApi | HttpApi) => Fix
  readonly docs: `https://${string}`
  readonly known?: 'confirmed' | 'memory'
  /** After the number of requests: `were sent without a valid API key`. */
  readonly were: string
}

/** A share below this is named, but not as the likely reason for the 4xx asked about. */
const minority = 0.1

/** A 4xx whose reason a log states, on a REST API. */
export function restRefusal(spec: RefusalWords): CauseSpec<'rest-api', typeof restRefusalNeeds> {
  return defineCause({
    ...wordsOf(spec),
    id: spec.id,
    target: 'rest-api',
    needs: restRefusalNeeds,
    diagnose: (evidence, at) =>
      judgeRefusals(spec, evidence, at.target, (need, label, value, time, aspect) =>
        at.fact(need, label, value, time, aspect),
      ),
  })
}

/** The same on an HTTP API; `named` is the name that both engines share. */
export function httpRefusal(spec: RefusalWords, named?: string): CauseSpec<'http-api', typeof httpRefusalNeeds> {
  return defineCause({
    ...wordsOf(spec),
    id: spec.id,
    ...(named !== undefined && { aliases: [underHttpApi(named)] }),
    target: 'http-api',
    needs: httpRefusalNeeds,
    diagnose: (evidence, at) =>
      judgeRefusals(spec, evidence, at.target, (need, label, value, time, aspect) =>
        at.fact(need === 'log' ? 'access' : need, label, value, time, aspect),
      ),
  })
}

function wordsOf({ cause, fix, docs, known = 'confirmed' }: RefusalWords) {
  return { symptoms: ['4xx', '403'] as const, cause, fix, docs, known }
}

export type RefusalFact = (
  need: 'log' | 'access' | 'metrics' | 'integrations',
  label: string,
  value: string,
  at?: number,
  aspect?: string,
) => Fact

/** Whether the logged 4xx are of these kinds, and how many of all. */
export function judgeRefusals(
  spec: RefusalWords,
  evidence: HttpRefusalEvidence & Partial<RestRefusalEvidence>,
  api: RestApi | HttpApi,
  fact: RefusalFact,
): Diagnosis {
  const all = refusalsOf({ ...evidence, api })
  const own = all.filter((refusal) => spec.kinds.includes(refusal.kind) && (spec.fits?.(refusal) ?? true))
  const last = own.at(-1)
  if (last === undefined) return unlogged(evidence, all)
  return {
    strength: strengthOf(own, all),
    summary: `${counted(own.length, 'request')} to ${api.name}${pathWords(own)} ${own.length === 1 ? spec.were.replace(/^were /, 'was ') : spec.were}.`,
    facts: refusalFacts(own, all, evidence, fact),
    times: own.map((refusal) => refusal.at),
  }
}

export function strengthOf(own: readonly Refusal[], all: readonly Refusal[]): Strength {
  return own.length >= minority * all.length ? 'proven' : 'possible'
}

export function refusalFacts(
  own: readonly Refusal[],
  all: readonly Refusal[],
  evidence: HttpRefusalEvidence,
  fact: RefusalFact,
): [Fact, ...Fact[]] {
  const last = own.at(-1)
  const group = valueIfRead(evidence.access)?.group
  return [
    fact(
      last?.from ?? 'access',
      last?.from === 'log' ? 'Execution log' : 'Access log',
      last?.words ?? '',
      last?.at,
      last?.from === 'log' ? last.requestId : group,
    ),
    fact(
      last?.from ?? 'access',
      'Requests refused so',
      `${own.length} of ${counted(all.length, 'logged 4xx response')}`,
      last?.at,
      last?.from === 'log' ? last.requestId : group,
    ),
  ]
}

export function pathWords(refusals: readonly Refusal[]): string {
  const counts = new Map<string, number>()
  for (const { method, path } of refusals) {
    if (path === undefined) continue
    const name = path.includes(' ') || method === undefined ? path : `${method} ${path}`
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  const names = [...counts].sort((a, b) => b[1] - a[1]).map(([name]) => name)
  return names.length === 0 ? '' : ` (${listed(names, 2)})`
}

/** What it means that no log names the cause. */
export function unlogged(
  evidence: HttpRefusalEvidence & Partial<RestRefusalEvidence>,
  all: readonly Refusal[],
): Diagnosis {
  const { access, log } = evidence
  const isQuiet = all.length === 0 ? quiet('4', evidence) : undefined
  if (isQuiet !== undefined) return isQuiet
  const read = valueIfRead(access)
  const isUnknown = all.some((refusal) => refusal.kind === 'unknown' || refusal.kind === 'forbidden')
  if (read?.state === 'searched' && read.isComplete && !isUnknown) return { clear: 'No logged 4xx has this reason.' }
  if (isUnknown)
    return {
      inconclusive:
        'The log shows the refused requests but not why: add $context.error.responseType and $context.error.message to the access log format.',
    }
  const executed = log === undefined ? undefined : valueIfRead(log)
  if (executed?.state === 'searched' && executed.failures.length > 0)
    return { inconclusive: 'The execution log does not name this reason, and it does not hold every refusal.' }
  return { inconclusive: 'No log that could be searched tells why requests were refused.' }
}
