import type { Symptom } from '../../targets/symptom.ts'
import type { Cause, Diagnosis, Finding } from '../cause.ts'
import { diagnose } from '../diagnose-in-test.ts'
import { dynamodbPlaybook } from './index.ts'
import { minutes, orders, repeated } from './table-in-test.ts'
import type { throttleCause } from './throttle-cause.ts'
import { type ThrottleEvidence, throttleNeeds } from './throttle-needs.ts'

const judged = dynamodbPlaybook.causes.filter((cause) => cause.needs === throttleNeeds)

/** For tests: what each cause of throttles says of the evidence. */
export function outcomes(
  evidence: ThrottleEvidence,
  symptom: Symptom = 'throttled',
  target = orders,
): Map<string, Diagnosis> {
  return new Map(
    judged.map((cause: Cause) => [
      cause.id,
      diagnose(cause as unknown as ReturnType<typeof throttleCause>, target, evidence, { symptom }),
    ]),
  )
}

/** For tests: ids and strengths of what was found. */
export function found(evidence: ThrottleEvidence, symptom: Symptom = 'throttled', target = orders): string[] {
  return [...outcomes(evidence, symptom, target)]
    .flatMap(([id, diagnosis]) => (isFinding(diagnosis) ? [`${id} ${diagnosis.strength}`] : []))
    .sort()
}

export function isFinding(diagnosis: Diagnosis | undefined): diagnosis is Finding {
  return typeof diagnosis === 'object' && 'strength' in diagnosis
}

export const twelve = minutes(repeated(40, 12))
/** Units a minute that fill 100 units a second. */
export const full = minutes([...repeated(1_800, 20), ...repeated(5_900, 12)])
export const nearlyIdle = minutes(repeated(900, 32))
export const keyRange = { keyRange: twelve, throttles: twelve }
export const capacityExceeded = { provisioned: twelve, throttles: twelve, consumed: full }
