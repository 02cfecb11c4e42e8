import { total } from '../../evidence/cloudwatch/series.ts'
import { type Evidence, valueIfRead } from '../../evidence/evidence.ts'
import { type FunctionConfiguration, functionConfiguration } from '../../evidence/lambda/configuration.ts'
import { type FunctionFailures, functionFailures, inLog } from '../../evidence/lambda/failures.ts'
import { type FunctionMetrics, functionMetrics, seriesOf } from '../../evidence/lambda/metrics.ts'
import { optional } from '../../evidence/probe.ts'
import type { LambdaFunction } from '../../targets/target.ts'
import { type CauseSpec, type Diagnosis, defineCause, type Fix, type JudgeContext } from '../cause.ts'
import { asRestApi } from './failure-cause.ts'

export const stateNeeds = {
  configuration: functionConfiguration,
  failures: optional(functionFailures),
  metrics: optional(functionMetrics),
}

/** The code that Lambda gives, or what it says in the log, and the configuration it is about. */
export interface SeenState {
  readonly code: string
  readonly configuration: FunctionConfiguration
}

export interface StateCause {
  readonly id: string
  readonly cause: string
  /** Told without what was seen where nothing was. */
  readonly fix: (target: LambdaFunction, seen?: SeenState) => Fix
  readonly docs: `https://${string}`
  readonly known?: 'confirmed' | 'memory'
  /** Values of StateReasonCode or LastUpdateStatusReasonCode. */
  readonly codes: RegExp
  /** Errors that Lambda itself puts in the log or in an answer for the same reason. */
  readonly words?: RegExp
  readonly symptoms?: CauseSpec<'function', typeof stateNeeds>['symptoms']
  readonly leadsTo?: readonly string[]
  /** What the code means, after the function's name. */
  readonly means: (code: string, configuration: FunctionConfiguration) => string
}

/** A cause that Lambda itself states in the function's configuration. */
export function stateCause(spec: StateCause): CauseSpec<'function', typeof stateNeeds> {
  return defineCause({
    id: spec.id,
    aliases: [asRestApi('apigw502-lambda-infra-502')],
    target: 'function',
    symptoms: spec.symptoms ?? ['errors', '502', '500'],
    cause: spec.cause,
    fix: (target) => spec.fix(target),
    docs: spec.docs,
    known: spec.known ?? 'confirmed',
    leadsTo: [
      ...(spec.leadsTo ?? []),
      'lambda-unhandled-exception',
      'lambda-downstream-4xx5xx',
      'apigw502-logged-unhandled-exception',
      'apigw502-logged-lambda-infra',
    ],
    needs: stateNeeds,
    diagnose: (evidence, at) => judge(spec, evidence, at),
  })
}

function judge(
  spec: StateCause,
  {
    configuration,
    failures,
    metrics,
  }: { configuration: FunctionConfiguration; failures: Evidence<FunctionFailures>; metrics: Evidence<FunctionMetrics> },
  at: JudgeContext<'function', typeof stateNeeds>,
): Diagnosis {
  const {
    state = 'Active',
    stateReasonCode: stateCode,
    lastUpdateStatus,
    lastUpdateStatusReasonCode: updateCode,
  } = configuration
  if (state !== 'Active' && stateCode !== undefined && spec.codes.test(stateCode)) {
    const isDown = state === 'Failed' || state === 'ActiveNonInvocable'
    return {
      strength: isDown ? 'proven' : 'likely',
      summary: `${at.target.name} is ${state}: ${spec.means(stateCode, configuration)}.`,
      facts: [
        at.fact('configuration', 'State', `${state}, ${stateCode}: ${configuration.stateReason ?? 'no reason given'}`),
      ],
      fix: spec.fix(at.target, { code: stateCode, configuration }),
      ...(isDown && { standsAlone: true }),
    }
  }
  const words = spec.words
  const spoken =
    words === undefined
      ? []
      : (valueIfRead(failures)?.failures ?? []).filter((each) => words.test(`${each.errorType} ${each.message}`))
  const last = spoken.at(-1)
  if (last !== undefined)
    return {
      strength: 'proven',
      summary: `${at.target.name} could not run: ${last.message || last.errorType}`,
      facts: [
        at.fact(
          'failures',
          'Newest failure',
          `${last.errorType ?? ''} ${last.message}`.trim(),
          last.at,
          inLog(valueIfRead(failures)?.group, last),
        ),
      ],
      times: spoken.map((each) => each.at),
      requestIds: spoken.flatMap((each) => each.requestId ?? []),
      fix: spec.fix(at.target, { code: `${last.errorType} ${last.message}`, configuration }),
    }
  if (lastUpdateStatus === 'Failed' && updateCode !== undefined && spec.codes.test(updateCode)) {
    const isSilent = (valueIfRead(failures)?.failures.length ?? 0) === 0
    const runs = succeeded(valueIfRead(metrics))
    return {
      strength: isSilent && !runs ? 'likely' : 'possible',
      summary: `The last update of ${at.target.name} failed: ${spec.means(updateCode, configuration)}.`,
      facts: [
        at.fact(
          'configuration',
          'LastUpdateStatus',
          `Failed, ${updateCode}: ${configuration.lastUpdateStatusReason ?? 'no reason given'}`,
          configuration.lastModified,
        ),
      ],
      fix: spec.fix(at.target, { code: updateCode, configuration }),
    }
  }
  return { clear: `${at.target.name} is ${state}, its last update ${lastUpdateStatus ?? 'Successful'}.` }
}

/** Whether invocations went through, which a function that cannot start does not have. */
function succeeded(metrics: FunctionMetrics | undefined): boolean {
  if (metrics === undefined) return false
  const { invocations, errors } = seriesOf(metrics)
  return total(invocations) - total(errors) > 0
}
