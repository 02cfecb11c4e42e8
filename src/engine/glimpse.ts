import type { Evidence } from '../evidence/evidence.ts'
import type { Observation, Sign } from '../playbook/sign.ts'
import type { Target } from '../targets/target.ts'
import { asProbe } from './gather.ts'
import { type Asking, judgeContext } from './investigate.ts'

const pending: Evidence<never> = { status: 'skipped', error: 'not read yet' }

/**
 * Tells of a failure as soon as part of a sign's evidence shows it, while slower reads of the same sign are still out. Reads nothing that the
 * sign would not read. Tells once at most, and never that something does not fail.
 */
export async function glimpse(
  sign: Sign,
  target: Target,
  asking: Asking,
  tell: (observation: Observation) => void,
): Promise<void> {
  const needs = Object.entries(sign.needs)
  const known = new Map<string, Evidence<unknown>>()
  let isTold = false
  await Promise.all(
    needs.map(async ([name, need]) => {
      known.set(name, await asking.gatherer.evidence(asProbe(need) as never, target as never))
      const observation = isTold || known.size === needs.length ? undefined : look()
      if (observation?.state !== 'present') return
      isTold = true
      tell(observation)
    }),
  )

  function look(): Observation | undefined {
    const values: Record<string, unknown> = {}
    for (const [name, need] of needs) {
      const evidence = known.get(name) ?? pending
      if ('optional' in need) values[name] = evidence
      else if (evidence.status === 'ok') values[name] = evidence.value
      else return undefined
    }
    try {
      return sign.observe(values as never, judgeContext(sign.needs, target, asking))
    } catch {
      // Told when the whole sign is looked at.
      return undefined
    }
  }
}
