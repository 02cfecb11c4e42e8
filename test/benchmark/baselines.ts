import type { Incident } from '../incidents/incident.ts'
import { type HandedIn, handedIn } from './handed-in.ts'

interface Asked {
  readonly name: string
  readonly incident: Incident
}

/** A tool that reads nothing, to show what a score is worth. */
export interface Baseline {
  readonly name: string
  readonly answer: (asked: Asked) => HandedIn
}

/** Competitors that need no AWS: what they reach is what luck and knowledge of the incidents reach. */
export function baselines(all: readonly Asked[]): readonly Baseline[] {
  const commonest = commonestCauses(all)
  const claim = (ids: readonly string[]): HandedIn =>
    handedIn({ verdict: 'cause-found', causes: ids.map((id) => ({ id, strength: 'likely' })) })
  return [
    { name: 'always healthy', answer: () => handedIn({ verdict: 'healthy', causes: [] }) },
    {
      name: 'always the commonest cause of the symptom',
      answer: ({ name }) => claim((commonest.get(symptomOf(name)) ?? []).slice(0, 1)),
    },
    {
      name: 'always every cause of the symptom',
      answer: ({ name }) => claim(commonest.get(symptomOf(name)) ?? []),
    },
  ]
}

function symptomOf(name: string): string {
  return name.split('/')[0] ?? name
}

/** The true causes of each symptom's incidents, commonest first. */
function commonestCauses(all: readonly Asked[]): Map<string, string[]> {
  const counts = new Map<string, Map<string, number>>()
  for (const { name, incident } of all) {
    const ids =
      incident.expect.cause === null ? [] : [...incident.expect.cause.slice(0, 1), ...incident.expect.alsoCauses]
    const bySymptom = counts.get(symptomOf(name)) ?? new Map<string, number>()
    for (const id of ids) bySymptom.set(id, (bySymptom.get(id) ?? 0) + 1)
    counts.set(symptomOf(name), bySymptom)
  }
  return new Map(
    [...counts].map(([symptom, byId]) => [
      symptom,
      [...byId].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([id]) => id),
    ]),
  )
}
