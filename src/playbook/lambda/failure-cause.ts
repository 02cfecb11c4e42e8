import { total } from '../../evidence/cloudwatch/series.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { type FunctionConfiguration, functionConfiguration } from '../../evidence/lambda/configuration.ts'
import { type Failure, requestIdsOf, timesOf } from '../../evidence/lambda/failure.ts'
import { functionFailures, inLog } from '../../evidence/lambda/failures.ts'
import { functionMetrics, seriesOf } from '../../evidence/lambda/metrics.ts'
import { optional, type Values } from '../../evidence/probe.ts'
import type { Symptom } from '../../targets/symptom.ts'
import type { LambdaFunction, Target } from '../../targets/target.ts'
import {
  type Alias,
  type CauseSpec,
  type Diagnosis,
  defineCause,
  type Fix,
  type JudgeContext,
  type Strength,
} from '../cause.ts'
import type { Fact } from '../fact.ts'
import { clock, quote, shareOf } from './words.ts'

export const failureNeeds = {
  failures: functionFailures,
  configuration: optional(functionConfiguration),
  metrics: optional(functionMetrics),
}

export type FailureNeeds = typeof failureNeeds
export type FailureEvidence = Values<FailureNeeds>
export type FailureContext = JudgeContext<'function', FailureNeeds>

/** What a cause says of the failures that are its own; the newest is `last`. */
export interface Telling {
  readonly summary: string
  readonly strength?: Strength
  readonly facts?: readonly Fact[]
  readonly fix?: Fix
  readonly resource?: Target
  readonly alsoKnownAs?: readonly string[]
}

export interface FailureCause {
  readonly id: string
  /** Its name when a REST API is asked about its 5xx. */
  readonly underRestApi?: string
  readonly symptoms?: readonly [Symptom, ...Symptom[]]
  readonly cause: string
  /** Told without a configuration where none could be read. */
  readonly fix: (target: LambdaFunction, configuration?: FunctionConfiguration) => Fix
  readonly docs: `https://${string}`
  readonly known?: 'confirmed' | 'memory'
  readonly leadsTo?: readonly string[]
  readonly matches: (failure: Failure, configuration: FunctionConfiguration | undefined) => boolean
  readonly tell: (
    seen: {
      readonly failures: readonly Failure[]
      readonly last: Failure
      readonly share: string
      readonly configuration: FunctionConfiguration | undefined
    },
    at: FailureContext,
  ) => Telling
  /** What the log would show, for the reader who asks why it is ruled out. */
  readonly sought: string
}

/** Failures of at most this share beside another kind are named, but not as the likely cause. */
export const minority = 0.15

/** A cause that shows as failed invocations of one kind in the function's log. */
export function failureCause(spec: FailureCause): CauseSpec<'function', FailureNeeds> {
  return defineCause({
    id: spec.id,
    ...(spec.underRestApi !== undefined && { aliases: [asRestApi(spec.underRestApi)] }),
    target: 'function',
    symptoms: spec.symptoms ?? ['errors', '502', '500'],
    cause: spec.cause,
    fix: (target) => spec.fix(target),
    docs: spec.docs,
    known: spec.known ?? 'confirmed',
    leadsTo: [...(spec.leadsTo ?? []), inApiLog(spec.underRestApi)],
    needs: failureNeeds,
    diagnose: (evidence, at) => judge(spec, evidence, at),
  })
}

/** The same failure as only the API's own log tells it. */
function inApiLog(underRestApi = 'apigw502-unhandled-exception'): string {
  return underRestApi.replace('apigw502-', 'apigw502-logged-').replace(/-502$/, '')
}

/** The name a finding takes when a REST API was asked. */
export function asRestApi(id: string): Alias {
  return { id, when: { symptoms: ['502', '500', '504'], askedOf: ['rest-api', 'rest-api-to-function'] } }
}

function judge(spec: FailureCause, evidence: FailureEvidence, at: FailureContext): Diagnosis {
  const { failures: search, metrics } = evidence
  const configuration = valueIfRead(evidence.configuration)
  const failures = search.failures.filter((failure) => spec.matches(failure, configuration))
  const last = failures.at(-1)
  if (last === undefined) return unseen(evidence, spec.sought)
  const inGroup: FailureContext = {
    ...at,
    fact: (need, label, value, when, aspect) =>
      at.fact(need, label, value, when, need === 'failures' ? (aspect ?? search.group) : aspect),
  }
  const told = spec.tell({ failures, last, share: shareOf(failures.length, metrics), configuration }, inGroup)
  const facts: [Fact, ...Fact[]] = [
    inGroup.fact(
      'failures',
      `Newest of ${shareOf(failures.length, metrics)}`,
      quote(last),
      last.at,
      inLog(search.group, last),
    ),
    ...(told.facts ?? []),
    ...changeFact(configuration, failures, at),
    ...metricFact(evidence, at),
  ]
  const isMinor = failures.length / search.failures.length <= minority
  return {
    strength: isMinor ? 'possible' : (told.strength ?? 'proven'),
    summary: told.summary,
    facts,
    times: timesOf(failures),
    requestIds: requestIdsOf(failures),
    ...(told.resource !== undefined && { resource: told.resource }),
    fix: { ...spec.fix(at.target, configuration), ...told.fix },
    ...(told.alsoKnownAs !== undefined && { alsoKnownAs: told.alsoKnownAs }),
  }
}

/** Nothing of the kind was found: whether that excludes it depends on how much of the log was seen. */
export function unseen(
  { failures: search, metrics }: Pick<FailureEvidence, 'failures' | 'metrics'>,
  sought: string,
): Diagnosis {
  if (search.state === 'no-group')
    return { inconclusive: `The log group ${search.group} does not exist, so the log cannot tell.` }
  if (!search.complete)
    return {
      inconclusive: `The search of ${search.group} stopped before its end; what it saw does not show ${sought}.`,
    }
  const read = valueIfRead(metrics)
  const errors = read === undefined ? 0 : total(seriesOf(read).errors)
  if (search.failures.length === 0 && errors > 0)
    return { inconclusive: `The metrics count ${errors} errors, but ${search.group} shows none of them.` }
  if (search.failures.length === 0 && search.groupIsAssumed)
    return { inconclusive: `Only the default log group ${search.group} could be searched, and it shows no failure.` }
  return { clear: `No failed invocation in ${search.group} shows ${sought}.` }
}

function changeFact(
  configuration: FunctionConfiguration | undefined,
  failures: readonly Failure[],
  at: FailureContext,
): Fact[] {
  const changed = configuration?.lastModified
  const first = failures[0]?.at
  if (changed === undefined || first === undefined || changed < at.window.from || changed > first) return []
  return [
    at.fact(
      'configuration',
      'Function last changed before the first failure',
      `${clock(changed)}; first failure ${clock(first)}`,
      changed,
    ),
  ]
}

function metricFact({ metrics }: FailureEvidence, at: FailureContext): Fact[] {
  const read = valueIfRead(metrics)
  if (read === undefined) return []
  const { errors, invocations } = seriesOf(read)
  return [
    at.fact(
      'metrics',
      'Errors in the window',
      `${total(errors)} of ${total(invocations)} invocations`,
      undefined,
      'Errors',
    ),
  ]
}
