import type { Sighting } from '../engine/outcome.ts'
import { type Target, targetKey } from '../targets/target.ts'
import type { Progress } from './answer.ts'
import { clip, oneLine } from './escape.ts'

/** What was found under a name, in one line. */
export function subjectOf(found: readonly { readonly label: string }[]): string {
  const [first, ...others] = found
  if (first === undefined) return ''
  return others.length === 0 ? first.label : `${first.label}, and ${others.length} more`
}

/** Keeps what has been seen failing so far, and tells the first of it; what turns out not to fail is taken back. */
export function tellingSights(
  tell: (change: Pick<Progress, 'seen'>) => void,
): (sighting: Pick<Sighting, 'target' | 'observation'>) => void {
  const seen = new Map<string, string>()
  let told: string | undefined
  return (sighting) => {
    const words = sightWords(sighting)
    if (words === undefined) seen.delete(targetKey(sighting.target))
    else seen.set(targetKey(sighting.target), words)
    const first = [...seen.values()][0] ?? ''
    if (first === (told ?? '')) return
    told = first
    tell({ seen: first })
  }
}

/** What a sighting says of a failure in one short line; undefined where nothing fails or nothing could be seen. */
export function sightWords({
  target,
  observation: { state, facts, summary },
}: {
  readonly target: Pick<Target, 'name'>
  readonly observation: Sighting['observation']
}): string | undefined {
  if (state !== 'present' && state !== 'recovered') return undefined
  const [fact] = facts
  const words = fact === undefined ? summary : `${fact.label}: ${fact.value}`
  return clip(oneLine(`${target.name}: ${words}${state === 'recovered' ? ' (over by now)' : ''}`), 200)
}
