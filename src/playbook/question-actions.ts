import { actionsOf, type IamAction } from '../evidence/probe.ts'
import type { Lookup } from '../targets/resolve/resolution.ts'
import type { Symptom } from '../targets/symptom.ts'
import { allProbes } from './permissions.ts'
import type { Playbook } from './playbook.ts'

/** The IAM actions that answering a symptom may use, sorted: its causes' probes, the way to them, and the look-ups of names. */
export function questionActions(symptom: Symptom, playbook: Playbook, lookups: readonly Lookup[]): IamAction[] {
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
  return [...new Set([...actionsOf(probes), ...lookups.flatMap(({ actions }) => actions)])].sort()
}
