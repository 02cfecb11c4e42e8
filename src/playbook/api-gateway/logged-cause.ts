import type { AccessRow } from '../../evidence/api-gateway/access-log.ts'
import { accessLog5xx } from '../../evidence/api-gateway/access-log-5xx.ts'
import type { ExecutionFailure } from '../../evidence/api-gateway/execution-failure.ts'
import type { FailureKind } from '../../evidence/api-gateway/execution-line.ts'
import { executionLog5xx } from '../../evidence/api-gateway/execution-log-5xx.ts'
import type { Integrations } from '../../evidence/api-gateway/integrated-functions.ts'
import { restApiSettings } from '../../evidence/api-gateway/rest-api.ts'
import { restIntegrations } from '../../evidence/api-gateway/rest-integrations.ts'
import { restMetrics } from '../../evidence/api-gateway/rest-metrics.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { optional, type Values } from '../../evidence/probe.ts'
import type { Symptom } from '../../targets/symptom.ts'
import type { RestApi } from '../../targets/target.ts'
import { type CauseSpec, type Diagnosis, defineCause, type Fix, type JudgeContext, type Strength } from '../cause.ts'
import { isTelling, tied } from './edge.ts'
import { quiet } from './seen.ts'
import { counted, listed } from './words.ts'

/** What causes on a REST API's stage look at. */
export const restNeeds = {
  integrations: optional(restIntegrations),
  metrics: optional(restMetrics),
  log: optional(executionLog5xx),
  access: optional(accessLog5xx),
  settings: optional(restApiSettings),
} as const

export type RestEvidence = Values<typeof restNeeds>
export type RestContext = JudgeContext<'rest-api', typeof restNeeds>

interface LoggedCause {
  readonly id: string
  readonly symptoms: readonly [Symptom, ...Symptom[]]
  readonly cause: string
  /** Told without failures where no log tells of them. */
  readonly fix: (api: RestApi, seen?: readonly ExecutionFailure[], integrations?: Integrations) => Fix
  readonly docs: `https://${string}`
  readonly known?: 'confirmed' | 'memory'
  readonly leadsTo?: readonly string[]
  readonly kinds: readonly FailureKind[]
  /** Narrows further than the kind does. */
  readonly fits?: (failure: ExecutionFailure, evidence: RestEvidence) => boolean
  /** What the access log says of the same failure. */
  readonly row?: (row: AccessRow, evidence: RestEvidence) => boolean
  readonly strength?: Strength
  /** After the API's name and the count: `because the back end …`. */
  readonly because: (failure: ExecutionFailure, failures: readonly ExecutionFailure[]) => string
  /** The same where only the access log tells. */
  readonly rowBecause?: string
  /** Judges without logs. */
  readonly unlogged?: (evidence: RestEvidence, at: RestContext) => Diagnosis
}

/** A cause that the execution log of a REST API states in so many words, or the access log in its own. */
export function loggedCause(spec: LoggedCause): CauseSpec<'rest-api', typeof restNeeds> {
  return defineCause({
    id: spec.id,
    target: 'rest-api',
    symptoms: spec.symptoms,
    cause: spec.cause,
    fix: (api) => spec.fix(api),
    docs: spec.docs,
    known: spec.known ?? 'confirmed',
    ...(spec.leadsTo !== undefined && { leadsTo: spec.leadsTo }),
    needs: restNeeds,
    diagnose: (evidence, at) => judge(spec, evidence, at),
  })
}

function judge(spec: LoggedCause, evidence: RestEvidence, at: RestContext): Diagnosis {
  const failures = (valueIfRead(evidence.log)?.failures ?? []).filter(
    (failure) =>
      failure.kind !== undefined && spec.kinds.includes(failure.kind) && (spec.fits?.(failure, evidence) ?? true),
  )
  const last = failures.at(-1)
  if (last !== undefined) {
    const shown = failures.findLast((failure) => failure.resourcePath !== undefined) ?? last
    const routes = [
      ...new Set(
        failures.flatMap(({ method = '', resourcePath }) =>
          resourcePath === undefined ? [] : `${method} ${resourcePath}`.trim(),
        ),
      ),
    ]
    return {
      strength: spec.strength ?? 'proven',
      summary: `${counted(failures.length, 'request')} to ${at.target.name}${routes.length === 0 ? '' : ` (${listed(routes)})`} failed ${spec.because(shown, failures)}.`,
      facts: [
        at.fact('log', 'Execution log', last.message ?? '', last.at, last.requestId),
        at.fact(
          'log',
          'Requests that failed so',
          `${failures.length}, answered with ${statusWords(failures)}`,
          undefined,
          last.message?.slice(0, 60),
        ),
        ...(shown.endpoint === undefined
          ? []
          : [at.fact('log', 'Endpoint', shown.endpoint, shown.at, shown.requestId)]),
      ],
      fix: spec.fix(at.target, failures, valueIfRead(evidence.integrations)),
      ...tied(failures),
    }
  }
  const access = valueIfRead(evidence.access)
  const rows = spec.row === undefined ? [] : (access?.rows ?? []).filter((row) => spec.row?.(row, evidence))
  const row = rows.at(-1)
  if (row !== undefined)
    return {
      strength: spec.strength ?? 'proven',
      summary: `${counted(rows.length, 'request')} to ${at.target.name} failed ${spec.rowBecause ?? spec.cause}.`,
      facts: [at.fact('access', 'Access log', rowWords(row), row.at, access?.group)],
      times: rows.map((each) => each.at),
    }
  if (isTelling(evidence.log)) return { clear: `The execution log of ${at.target.name} holds no such failure.` }
  return (
    quiet('5', evidence) ??
    spec.unlogged?.(evidence, at) ?? {
      inconclusive: 'Only the execution log tells of it, and it could not be searched or is switched off.',
    }
  )
}

export function statusWords(failures: readonly { readonly status?: number }[]): string {
  return [...new Set(failures.map((failure) => failure.status ?? 'a 5xx'))].join(', ')
}

/** One row of an access log in a line. */
export function rowWords(row: AccessRow): string {
  const parts: (readonly [string, string | number | undefined])[] = [
    ['status', row.status],
    ['route', row.route ?? row.path],
    ['responseType', row.errorResponseType],
    ['message', row.errorMessage],
    ['integrationStatus', row.integrationStatus],
    ['integrationError', row.integrationError],
    ['integrationLatency', row.integrationLatencyMs],
    ['authorizerError', row.authorizerError],
    ['wafResponse', row.wafResponse],
  ]
  return parts.flatMap(([name, value]) => (value === undefined ? [] : `${name}=${value}`)).join(' ')
}
