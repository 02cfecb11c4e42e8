import { type AnyProbe, actionsOf, type IamAction } from '../../../evidence/probe.ts'
import { verbOfSymptom } from '../../../intake/verbs.ts'
import { allProbes } from '../../../playbook/permissions.ts'
import type { Playbook } from '../../../playbook/playbook.ts'
import type { ActionChecks, BlindCauses, Sight } from './doctor.ts'

/** What the playbook can see with these actions, and what it cannot; pure. */
export function sightOf(playbook: Playbook, { denied, unchecked }: Pick<ActionChecks, 'denied' | 'unchecked'>): Sight {
  const refused = new Set<IamAction>(denied.map(({ action }) => action))
  const unknown = new Set<IamAction>(unchecked.map(({ action }) => action))
  const has = (actions: readonly IamAction[], among: ReadonlySet<IamAction>) => actions.some((each) => among.has(each))

  const probes = allProbes(playbook).map((probe) => actionsOf([probe]))
  const causes = playbook.causes.map(({ id, needs }) => ({ id, ...needed(needs) }))
  const signs = playbook.signs.map(({ symptoms, needs }) => ({ symptoms, ...needed(needs) }))
  const blind = causes.filter(({ required }) => has(required, refused))
  const seeing = causes.filter(({ required }) => !has(required, refused))
  return {
    probes: {
      works: probes.filter((actions) => !has(actions, refused) && !has(actions, unknown)).length,
      denied: probes.filter((actions) => has(actions, refused)).length,
      unchecked: probes.filter((actions) => !has(actions, refused) && has(actions, unknown)).length,
    },
    causes: {
      all: causes.length,
      blind: blind.length,
      lessSure: seeing.filter(({ further }) => has(further, refused)).length,
      unchecked: seeing.filter(({ required }) => has(required, unknown)).length,
    },
    blind: [...refused].sort().map((action): BlindCauses => {
      const verbs = signs.filter(({ required }) => required.includes(action)).flatMap(({ symptoms }) => symptoms)
      return {
        action,
        causes: blind.filter(({ required }) => required.includes(action)).map(({ id }) => id),
        verbs: [...new Set(verbs.map(verbOfSymptom))].sort(),
      }
    }),
  }
}

/** `required` without which a judge says nothing, `further` without which it says less. */
function needed(needs: Playbook['causes'][number]['needs']): {
  readonly required: readonly IamAction[]
  readonly further: readonly IamAction[]
} {
  const all = Object.values(needs)
  const required = all.flatMap((need): AnyProbe[] => ('optional' in need ? [] : [need]))
  const further = all.flatMap((need): AnyProbe[] => ('optional' in need ? [need.optional] : []))
  return { required: actionsOf(required), further: actionsOf(further) }
}
