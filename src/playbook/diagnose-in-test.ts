import type { Evidence } from '../evidence/evidence.ts'
import { type Citation, probesOf, type Values } from '../evidence/probe.ts'
import type { Symptom } from '../targets/symptom.ts'
import type { TargetKind, TargetOf } from '../targets/target.ts'
import type { CauseSpec, Diagnosis } from './cause.ts'
import { factFrom } from './fact.ts'

export const testNow = Date.parse('2026-11-23T03:00:00Z')
const hourMs = 3_600_000

export interface TestAt {
  readonly symptom?: Symptom
  readonly now?: number
}

/** For tests: judges one cause on literal evidence, with real citations. */
export function diagnose<K extends TargetKind, N extends CauseSpec<K, unknown>['needs']>(
  cause: CauseSpec<K, N>,
  target: TargetOf<K>,
  evidence: Values<N>,
  { symptom = cause.symptoms[0], now = testNow }: TestAt = {},
): Diagnosis {
  const window = { from: now - hourMs, to: now }
  const names = Object.keys(cause.needs as object)
  const probes = probesOf(cause.needs as never)
  return cause.diagnose(evidence, {
    target,
    window,
    now,
    symptom,
    fact(need, label, value, at, aspect) {
      const probe = probes[names.indexOf(need)]
      if (probe === undefined) throw new Error(`no evidence is named ${need}`)
      const cite = probe.cite as (target: unknown, window: unknown, aspect?: string) => Citation
      return factFrom(cite(target, window, aspect), label, value, at)
    },
  })
}

/** For tests: optional evidence that was read. */
export function read<T>(value: T): Evidence<T> {
  return { status: 'ok', value }
}

/** For tests: optional evidence that was refused. */
export const denied = { status: 'denied', error: 'AccessDeniedException: not authorized' } as const
