import { valueIfRead } from '../../evidence/evidence.ts'
import { requestIdsOf } from '../../evidence/lambda/failure.ts'
import { inLog } from '../../evidence/lambda/failures.ts'
import type { Symptom } from '../../targets/symptom.ts'
import type { FunctionTimeouts } from '../../targets/target.ts'
import { type CauseSpec, type Diagnosis, defineCause, type Fix, type JudgeContext } from '../cause.ts'
import type { Fact } from '../fact.ts'
import { minority } from './failure-cause.ts'
import { unreadNetwork } from './network-reading.ts'
import { type TimeoutEvidence, type TimeoutNeeds, type TimeoutPicture, timeoutNeeds } from './timeout-evidence.ts'
import { readTimeouts, type TimeoutCauseId } from './timeout-reading.ts'
import { clock, count, duration } from './words.ts'

/** How a function's timeouts show to whoever called it. */
const timeoutEffects = [
  'apigw502-lambda-timeout',
  'apigw504-integration-timeout',
  'apigw504-lambda-waiting-downstream',
  'apigw504-fn-timeout-gt-29',
  'httpapi503-timeout',
  'httpapi503-custom-low-timeout',
  'apigw502-logged-lambda-timeout',
] as const

export interface SeenTimeouts {
  readonly picture: TimeoutPicture
  readonly symptom: Symptom
}

export interface TimeoutCause {
  readonly id: TimeoutCauseId
  readonly cause: string
  readonly known: 'confirmed' | 'memory'
  readonly docs: `https://${string}`
  /** Told without what was seen where nothing was. */
  readonly fix: (target: FunctionTimeouts, seen?: SeenTimeouts) => Fix
}

/** One of the reasons for which a function runs into its time limit. */
export function timeoutCause(spec: TimeoutCause): CauseSpec<'function-timeouts', TimeoutNeeds> {
  return defineCause({
    ...spec,
    fix: (target) => spec.fix(target),
    target: 'function-timeouts',
    symptoms: ['timeout', '504', '502', '500', 'errors'],
    leadsTo: timeoutEffects,
    needs: timeoutNeeds,
    diagnose: (evidence, at) => judge(spec, evidence, at),
  })
}

function judge(
  spec: TimeoutCause,
  evidence: TimeoutEvidence,
  at: JudgeContext<'function-timeouts', TimeoutNeeds>,
): Diagnosis {
  const { readings, picture } = readTimeouts(evidence, at.target)
  if (picture.times.length === 0) return { inconclusive: 'When the function ran into its limit could not be read.' }
  const reading = readings.find((each) => each.id === spec.id)
  if (reading === undefined) {
    const unread = unreadNetwork(evidence, at.target)
    const isNetwork = /vpc|sg-nacl|nat-/.test(spec.id)
    const isDecided = readings.some((each) => each.strength !== 'possible')
    if (isNetwork && unread !== undefined && !isDecided) return { inconclusive: unread }
    if (!isDecided && evidence.tails.status !== 'ok')
      return { inconclusive: 'What the slow invocations logged could not be read.' }
    return {
      clear: isDecided
        ? `The evidence points elsewhere: ${readings.map((each) => each.id).join(', ')}.`
        : 'Neither the log nor the durations show a sign of it.',
    }
  }
  const failed = valueIfRead(evidence.failures)?.failures.length ?? 0
  const isMinor =
    at.symptom !== 'timeout' && picture.timeouts.length > 0 && picture.timeouts.length / failed <= minority
  const facts = reading.facts.map(([need, label, value, when, aspect]) => at.fact(need, label, value, when, aspect))
  return {
    strength: isMinor ? 'possible' : reading.strength,
    summary: `${headline(at.target, picture)}: ${reading.why}.`,
    facts: [limitFact(evidence, picture, at), ...facts],
    resource: at.target.function,
    times: picture.times,
    requestIds: requestIdsOf(picture.timeouts),
    fix: {
      ...spec.fix(at.target, { picture, symptom: at.symptom }),
      ...(reading.cli !== undefined && { cli: reading.cli }),
    },
  }
}

function headline(
  { function: { name } }: FunctionTimeouts,
  { timeouts, isOwnLimit, limitMs, failedShare }: TimeoutPicture,
): string {
  const share = failedShare !== undefined && failedShare >= 0.95 ? ', practically all there were' : ''
  if (timeouts.length > 0)
    return `${name} timed out ${timeouts.length === 1 ? 'once' : `${timeouts.length} times`}${limitMs === undefined ? '' : ` at ${duration(limitMs)}`}${share}`
  return isOwnLimit
    ? `${name} runs into its timeout of ${duration(limitMs ?? 0)}${share}`
    : `${name} takes up to ${duration(limitMs ?? 0)}`
}

function limitFact(
  evidence: TimeoutEvidence,
  { timeouts, series, limitMs, times }: TimeoutPicture,
  at: JudgeContext<'function-timeouts', TimeoutNeeds>,
): Fact {
  const last = timeouts.at(-1)
  if (last !== undefined)
    return at.fact(
      'failures',
      `Newest of ${count(timeouts.length, 'timeout')}`,
      `${last.message}${last.requestId === undefined ? '' : ` (request ${last.requestId})`}`,
      last.at,
      inLog(valueIfRead(evidence.failures)?.group, last),
    )
  const when = Math.max(...times)
  return series === undefined
    ? at.fact('failures', 'Newest timeout', clock(when), when)
    : at.fact('metrics', 'Longest duration', duration(limitMs ?? 0), when, 'Duration Maximum')
}
