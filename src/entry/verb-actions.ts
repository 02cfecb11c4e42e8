import { actionsOf } from '../evidence/probe.ts'
import type { Symptom } from '../intake/question.ts'
import type { Verb } from '../intake/verbs.ts'
import { playbook } from '../playbook/index.ts'
import { allProbes } from '../playbook/permissions.ts'
import { lookups } from '../targets/resolve/index.ts'

/** The IAM actions that answering a verb may use, sorted: its causes' probes, the way to them, and the look-ups of names. */
export function verbActions({ symptom }: Verb): readonly string[] {
  if (symptom === undefined) return []
  const related = new Set([symptom, ...playbook.family[symptom]])
  const bearsOn = ({ symptoms }: { readonly symptoms: readonly Symptom[] }) =>
    symptoms.some((each) => related.has(each))
  const { causes, signs, hops, changes } = playbook
  const probes = allProbes({
    causes: causes.filter(bearsOn),
    signs: signs.filter(bearsOn),
    hops: hops.filter(bearsOn),
    changes,
  })
  return [...new Set<string>([...actionsOf(probes), ...lookups.flatMap(({ actions }) => actions)])].sort()
}
