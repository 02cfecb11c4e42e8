import type { AccessLog } from '../../evidence/api-gateway/access-log.ts'
import type { ExecutionLog } from '../../evidence/api-gateway/execution-log.ts'
import type { GatewayResponse } from '../../evidence/api-gateway/gateway-responses.ts'
import { type Evidence, valueIfRead } from '../../evidence/evidence.ts'
import type { Symptom } from '../../targets/symptom.ts'
import type { Fact } from '../fact.ts'
import { presenceOf } from '../presence.ts'
import type { Observation } from '../sign.ts'
import type { Thresholds } from '../thresholds.ts'
import { type Seen, type Sources, seenOf } from './seen.ts'
import { clock, counted } from './words.ts'

interface Looked extends Sources {
  readonly family: '4' | '5'
  readonly remaps?: Evidence<readonly GatewayResponse[]>
}

interface Asked {
  readonly target: { readonly name: string; readonly stage: string; readonly kind: string }
  readonly symptom: Symptom
  readonly window: { readonly from: number; readonly to: number }
  readonly thresholds?: Thresholds
  fact(need: never, label: string, value: string, at?: number, aspect?: string): Fact
}

/** Whether a stage answers with a family of statuses, in which minutes, and which status it really is. */
export function observe(looked: Looked, at: Asked): Observation {
  const { family } = looked
  const seen = seenOf(family, looked)
  const name = `${at.target.name} (stage ${at.target.stage})`
  const fact = at.fact as (need: string, label: string, value: string, time?: number, aspect?: string) => Fact
  if (seen === undefined) return { state: 'unknown', summary: blindWords(name, family, looked), facts: [], times: [] }

  const presence = presenceOf(seen.failures, seen.requests, at.window.to, at.thresholds)
  const facts = factsOf(
    seen,
    looked,
    fact,
    presence.failures,
    presence.requests,
    presence.lastAt,
    at.target.kind === 'rest-api' ? `${family}XXError` : `${family}xx`,
  )
  if (presence.state === 'absent') {
    const of = presence.requests === undefined ? '' : ` among ${counted(presence.requests, 'request')}`
    return {
      state: 'absent',
      summary: `${name} answered with no ${family}xx${of} between ${clock(at.window.from)} and ${clock(at.window.to)}.`,
      facts,
      times: [],
    }
  }
  const of = presence.requests === undefined ? '' : ` of ${counted(presence.requests, 'request')}`
  const span = `between ${clock(presence.firstAt ?? at.window.from)} and ${clock((presence.lastAt ?? at.window.to) + 60_000)}`
  const over =
    presence.state === 'recovered'
      ? ` It has served ${counted(presence.servedSince ?? 0, 'request')} since without one.`
      : ''
  return {
    state: presence.state,
    summary: `${name} answered ${presence.failures.toLocaleString('en-US')}${of} with a ${family}xx ${span}${statusWords(seen, at.symptom)}.${remapWords(looked)}${over}`,
    facts,
    times: presence.times,
    failedShare: presence.failedShare,
    ...requestIdsOf(looked, presence.failures),
    ...mainSymptom(seen),
  }
}

const symptomOf: Readonly<Record<number, Symptom>> = { 500: '500', 502: '502', 503: '504', 504: '504' }

function mainSymptom({ statuses }: Seen): { symptom?: Symptom } {
  const [main] = [...statuses].sort(([a, n], [b, m]) => m - n || a - b)
  const symptom = main === undefined ? undefined : symptomOf[main[0]]
  return symptom === undefined ? {} : { symptom }
}

/** `: no 502s; 38 were 504`, as what was asked is not always what was served. */
function statusWords({ statuses }: Seen, asked: Symptom): string {
  const wanted = Number(asked)
  const list = [...statuses].slice(0, 4).map(([status, count]) => `${count.toLocaleString('en-US')} were ${status}`)
  if (list.length === 0) return ''
  const isAskedStatus = Number.isInteger(wanted) && wanted >= 400
  return isAskedStatus && !statuses.has(wanted) ? `: no ${wanted}s, ${list.join(', ')}` : `: ${list.join(', ')}`
}

function remapWords({ remaps }: Looked): string {
  const changed =
    (remaps === undefined ? undefined : valueIfRead(remaps))?.filter((each) => each.status !== undefined) ?? []
  if (changed.length === 0) return ''
  return ` Gateway responses change statuses here: ${changed
    .slice(0, 4)
    .map((each) => `${each.type} becomes ${each.status}`)
    .join(', ')}.`
}

function factsOf(
  seen: Seen,
  { family, log, access }: Looked,
  fact: (need: string, label: string, value: string, time?: number, aspect?: string) => Fact,
  failures: number,
  requests: number | undefined,
  lastAt: number | undefined,
  metric: string,
): Fact[] {
  const facts: Fact[] = []
  const share =
    requests === undefined
      ? `${failures}`
      : `${failures.toLocaleString('en-US')} of ${requests.toLocaleString('en-US')} requests`
  if (seen.from === 'metrics') facts.push(fact('metrics', `${family}xx responses`, share, lastAt, metric))
  const statuses = [...seen.statuses].map(([status, count]) => `${count} × ${status}`).join(', ')
  const executed: ExecutionLog | undefined = log === undefined ? undefined : valueIfRead(log)
  const accessed: AccessLog | undefined = valueIfRead(access)
  if (statuses === '') return facts
  if (executed?.failures.some((failure) => failure.status !== undefined))
    facts.push(fact('log', 'Statuses in the execution log', statuses, lastAt))
  else if (accessed?.state === 'searched')
    facts.push(fact('access', 'Statuses in the access log', statuses, lastAt, accessed.group))
  return facts
}

function blindWords(name: string, family: '4' | '5', { metrics, log, access }: Looked): string {
  const metricWords =
    metrics.status === 'ok'
      ? 'CloudWatch has no requests for it in this window'
      : `its metrics were ${metrics.status === 'denied' ? 'denied' : 'not readable'}`
  const logWords = log === undefined ? '' : ' and its execution log tells nothing'
  const accessed = valueIfRead(access)
  const accessWords = accessed?.state === 'unreadable' ? ` ${accessed.why ?? ''}` : ''
  return `Whether ${name} answers with a ${family}xx cannot be told: ${metricWords}${logWords}.${accessWords}`
}

/** Ids of the called functions' invocations behind the failures; complete only when every failing request has one. */
function requestIdsOf(
  { family, log, access }: Looked,
  failures: number,
): { requestIds?: readonly string[]; requestIdsComplete?: boolean } {
  const executed = log === undefined ? undefined : valueIfRead(log)
  const accessed = valueIfRead(access)
  const options = [
    executed?.state === 'searched'
      ? { isComplete: executed.isComplete, ids: executed.failures.map((failure) => failure.lambdaRequestId) }
      : undefined,
    accessed?.state === 'searched'
      ? {
          isComplete: accessed.isComplete,
          ids: accessed.rows.filter((row) => String(row.status).startsWith(family)).map((row) => row.lambdaRequestId),
        }
      : undefined,
  ]
  const best = options
    .flatMap((option) => (option === undefined || option.ids.length === 0 ? [] : [option]))
    .sort((a, b) => b.ids.filter(Boolean).length - a.ids.filter(Boolean).length)[0]
  if (best === undefined) return {}
  const requestIds = best.ids.flatMap((id) => id ?? [])
  return {
    requestIds,
    requestIdsComplete: best.isComplete && requestIds.length === best.ids.length && requestIds.length >= failures,
  }
}
