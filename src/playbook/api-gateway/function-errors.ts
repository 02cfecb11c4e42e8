import { accessLog5xx } from '../../evidence/api-gateway/access-log-5xx.ts'
import type { ExecutionFailure } from '../../evidence/api-gateway/execution-failure.ts'
import { executionLog5xx } from '../../evidence/api-gateway/execution-log-5xx.ts'
import { restFunctionUse } from '../../evidence/api-gateway/function-use.ts'
import { restIntegrations } from '../../evidence/api-gateway/rest-integrations.ts'
import { restMetrics } from '../../evidence/api-gateway/rest-metrics.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { type FailureKind, kindOf } from '../../evidence/lambda/failure-kind.ts'
import { from, optional } from '../../evidence/probe.ts'
import {
  type ApiFunctionErrors,
  apiToFunction,
  type LambdaFunction,
  placeOf,
  type RestApiToFunction,
} from '../../targets/target.ts'
import { type CauseSpec, type Diagnosis, defineCause, type Fix } from '../cause.ts'
import type { Fact } from '../fact.ts'
import { attribute, type EdgeEvidence, isTelling, minutesOf, tied, usageAt } from './edge.ts'
import { underRestApi } from './names.ts'
import { sumAt } from './series-sum.ts'
import { counted } from './words.ts'

const apiOf = ({ api }: ApiFunctionErrors) => api

/** What causes inside a function look at where only the API's log tells of them. */
export const functionErrorNeeds = {
  integrations: from(restIntegrations, apiOf),
  metrics: optional(from(restMetrics, apiOf)),
  log: optional(from(executionLog5xx, apiOf)),
  access: optional(from(accessLog5xx, apiOf)),
  uses: optional(from(restFunctionUse, apiOf)),
} as const

interface FunctionErrorCause {
  readonly id: string
  /** The name of the same cause where the function's own log tells it. */
  readonly named: string
  readonly kinds: readonly FailureKind[]
  readonly cause: string
  readonly fix: (fn: LambdaFunction) => Fix
  readonly docs: `https://${string}`
  /** After the function's name: `ran out of memory`. */
  readonly did: string
  /** What it most often is where metrics alone say that the function fails. */
  readonly isUsual?: true
}

/** A cause inside a function of which only the API's execution log tells, as the function's own log cannot be read or does not hold it. */
export function functionErrorCause(
  spec: FunctionErrorCause,
): CauseSpec<'api-function-errors', typeof functionErrorNeeds> {
  return defineCause({
    id: spec.id,
    aliases: [underRestApi(spec.named)],
    target: 'api-function-errors',
    symptoms: ['502', '500'],
    cause: spec.cause,
    fix: ({ function: fn }) => spec.fix(fn),
    docs: spec.docs,
    known: 'confirmed',
    needs: functionErrorNeeds,
    diagnose(evidence, { target, fact }): Diagnosis {
      const found = attribute(evidence, apiToFunction(target.api, target.function), ['customer-error'], true)
      const failures = (found?.failures ?? []).filter((failure) => spec.kinds.includes(errorKindOf(failure)))
      const last = failures.at(-1)
      if (last === undefined) return spec.isUsual === true ? unlogged(evidence, target, fact) : 'clear'
      return {
        strength: found?.isSure === true ? 'proven' : 'possible',
        summary: `${target.function.name} ${spec.did}: ${counted(failures.length, 'request')} to ${target.api.name} failed with "${errorTextOf(last)}"; its own log could not tell more.`,
        facts: [
          fact('log', 'Execution log', last.message ?? '', last.at, last.requestId),
          fact('log', 'Requests that failed so', `${failures.length}`, undefined, 'customer function error'),
        ],
        resource: target.function,
        ...tied(failures),
      }
    },
  })
}

/** The errors of a function behind an API as a target of their own; undefined where the API's log names none. */
export function apiFunctionErrors(evidence: EdgeEvidence, edge: RestApiToFunction): ApiFunctionErrors | undefined {
  const isSaid =
    attribute(evidence, edge, ['customer-error'], true) ?? attribute(evidence, edge, ['lambda-infra'], false)
  if (isSaid === undefined && !isFailing(evidence, edge.function)) return undefined
  return {
    kind: 'api-function-errors',
    id: `${edge.id} errors`,
    name: `${edge.function.name} behind ${edge.api.name}`,
    arn: `${edge.arn}#errors`,
    api: edge.api,
    function: edge.function,
    ...placeOf(edge.function),
  }
}

export function errorKindOf(failure: ExecutionFailure): FailureKind {
  const text = errorTextOf(failure)
  return kindOf('', text, text)
}

/** What the function threw, without API Gateway's words around it. */
function errorTextOf({ message = '' }: ExecutionFailure): string {
  return message
    .replace(/^.*customer function error:\s*/i, '')
    .replace(/\.?\s*Lambda request id:.*$/i, '')
    .trim()
}

/** The function's errors make up most of the API's failures, and no log can say what they are. */
function isFailing(evidence: EdgeEvidence, fn: LambdaFunction): boolean {
  if (isTelling(evidence.log)) return false
  const minutes = minutesOf(evidence)
  const failures = sumAt(valueIfRead(evidence.metrics)?.failures5xx ?? { points: [] }, minutes, 0)
  const errors = usageAt(evidence, fn, minutes)?.errors ?? 0
  return failures > 0 && errors >= 0.5 * failures
}

function unlogged(
  evidence: EdgeEvidence,
  { api, function: fn }: ApiFunctionErrors,
  fact: (need: 'uses' | 'metrics', label: string, value: string, at?: number, aspect?: string) => Fact,
): Diagnosis {
  if (!isFailing(evidence, fn)) return 'clear'
  const minutes = minutesOf(evidence)
  const errors = usageAt(evidence, fn, minutes)?.errors ?? 0
  const failures = sumAt(valueIfRead(evidence.metrics)?.failures5xx ?? { points: [] }, minutes, 0)
  return {
    strength: 'possible',
    summary: `${fn.name} failed ${counted(errors, 'time')} in the minutes in which ${api.name} answered ${counted(failures, 'request')} with a 5xx; what it threw could not be read.`,
    facts: [
      fact('uses', `Errors of ${fn.id} in the failing minutes`, `${errors}`, minutes.at(-1), `Errors ${fn.id}`),
      fact('metrics', '5xx responses in these minutes', `${failures}`, minutes.at(-1), '5XXError'),
    ],
    resource: fn,
    times: minutes,
  }
}
