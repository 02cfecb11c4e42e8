import type { OpenQuestion } from '../playbook/open-question.ts'
import type { Playbook } from '../playbook/playbook.ts'
import { type Target, targetKey } from '../targets/target.ts'
import type { Gatherer } from './gather.ts'
import { glimpse } from './glimpse.ts'
import { sightingOf } from './investigate.ts'
import type { Sighting } from './outcome.ts'

/** How one open question shows on one target. */
export interface OpenSighting {
  readonly asked: OpenQuestion
  readonly sighting: Sighting
}

export interface SurveyOptions {
  readonly targets: readonly Target[]
  readonly playbook: Playbook
  readonly gatherer: Gatherer
  /** Slowness is asked separately, of what does not fail. */
  readonly isSlowness: boolean
  /** Told how a question shows on a target, as soon as that is known. */
  readonly onSighting?: (sighting: Pick<Sighting, 'target' | 'observation'>) => void
  readonly onBroken?: (id: string, error: unknown) => void
}

/** Looks at the signs of every symptom that fits the targets, all at once; no cause is judged yet. */
export async function survey({
  targets,
  playbook,
  gatherer,
  isSlowness,
  onSighting,
  onBroken,
}: SurveyOptions): Promise<readonly OpenSighting[]> {
  const found = await Promise.all(
    targets.flatMap((target) =>
      (playbook.open?.[target.kind] ?? [])
        .filter((asked) => (asked.isSlowness === true) === isSlowness)
        .map(async (asked): Promise<OpenSighting[]> => {
          const sign =
            asked.sign ??
            playbook.signs.find((each) => each.target === target.kind && each.symptoms.includes(asked.symptom))
          if (sign === undefined) return isSlowness ? [] : [{ asked, sighting: unseen(target) }]
          const symptom = asked.isNarrowed === true ? 'any' : asked.symptom
          const asking = { symptom, gatherer, ...(onBroken !== undefined && { onBroken }) }
          if (onSighting !== undefined)
            void glimpse(sign, target, asking, (observation) => onSighting({ target, observation }))
          const sighting = await sightingOf(sign, target, asking)
          onSighting?.(sighting)
          const { symptom: narrowed } = sighting.observation
          return [{ asked: narrowed === undefined ? asked : { ...asked, symptom: narrowed }, sighting }]
        }),
    ),
  )
  return withoutRepeats(found.flat())
}

function unseen(target: Target): Sighting {
  const summary = `Nothing counts what ${target.name} answers under its own name.`
  return { target, observation: { state: 'unknown', summary, facts: [], times: [] }, unread: [] }
}

/** One failure shows under several symptoms of a thing; the first of them is enough. */
function withoutRepeats(seen: readonly OpenSighting[]): readonly OpenSighting[] {
  return seen.filter(({ sighting }, index) => {
    if (sighting.observation.state === 'absent' || sighting.observation.state === 'unknown') return true
    return !seen.slice(0, index).some((before) => {
      const { target, observation } = before.sighting
      return (
        targetKey(target) === targetKey(sighting.target) &&
        observation.state === sighting.observation.state &&
        sighting.observation.times.every((time) => observation.times.includes(time))
      )
    })
  })
}
