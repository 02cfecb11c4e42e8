import type { OpenSighting } from '../engine/survey.ts'
import type { Playbook } from '../playbook/playbook.ts'
import type { Resolution } from '../targets/resolve/resolution.ts'
import type { Target } from '../targets/target.ts'

/** Stages of one API are one thing. */
export function thingOf(target: Target): string {
  return `${target.kind} ${target.account} ${target.region} ${target.id}`
}

export interface OpenNotes {
  readonly name: string
  readonly seen: readonly OpenSighting[]
  /** Those whose causes were judged. */
  readonly judged: readonly OpenSighting[]
  readonly resolution: Resolution
  readonly playbook: Playbook
}

/** What a bare `why` did: which things bear the name, what was looked for on each, and what was left. */
export function openNotes({ name, seen, judged, resolution, playbook }: OpenNotes): string[] {
  const things = [...Map.groupBy(resolution.found, ({ target }) => thingOf(target)).values()]
  const of = (key: string): OpenSighting[] => seen.filter(({ sighting }) => thingOf(sighting.target) === key)
  const named = things.map(([first]) => {
    const label = first?.label.replace(/, stage [\w$-]+$/, '') ?? ''
    const key = first === undefined ? '' : thingOf(first.target)
    return { label, state: stateWords(of(key)), target: first?.target, key }
  })
  const isGroup = resolution.isGroup || named.length < 2
  return [
    ...(isGroup
      ? []
      : [
          `“${name}” is the name of ${named.length} things: ${named.map(({ label, state }) => `${label}, ${state}`).join('; ')}.`,
        ]),
    ...named.map(({ label, target, key }) => lookedFor(label, target, of(key), playbook)),
    ...seen
      .filter((each) => each.sighting.observation.state === 'present' && !judged.includes(each))
      .map(
        ({ sighting, asked }) =>
          `${sighting.observation.summary} Its causes were not judged in this answer; ask \`why-${asked.symptom} ${sighting.target.name}\`.`,
      ),
  ]
}

function stateWords(seen: readonly OpenSighting[]): string {
  const has = (state: string): boolean => seen.some(({ sighting }) => sighting.observation.state === state)
  if (has('present')) return 'which fails'
  if (has('unknown')) return 'of which it cannot be told'
  if (has('recovered')) return 'which failed and works again'
  return seen.length === 0 ? 'which was not looked at' : 'which is well'
}

function lookedFor(
  label: string,
  target: Target | undefined,
  seen: readonly OpenSighting[],
  { open, signs }: Playbook,
): string {
  const looked = [...new Set(seen.map(({ asked }) => asked.words))]
  const fitting = (target === undefined ? [] : (open?.[target.kind] ?? [])).filter((asked) =>
    signs.some((sign) => sign.target === target?.kind && sign.symptoms.includes(asked.symptom)),
  )
  const left = fitting.filter(({ words }) => !looked.includes(words))
  const leftWords =
    left.length === 0
      ? ''
      : ` Not looked for: ${left.map(({ words, symptom }) => `${words} (\`why-${symptom}\`)`).join(', ')}.`
  return looked.length === 0
    ? `${label} was not looked at.`
    : `Looked for on ${label}: ${looked.join(', ')}.${leftWords}`
}
