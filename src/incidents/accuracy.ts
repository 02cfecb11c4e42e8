import type { Incident } from './incident.ts'

/** What people said of the causes that were named. */
export interface Accuracy {
  /** Incidents with a named cause. */
  readonly named: number
  readonly right: number
  readonly other: number
  /** Named, and nobody said anything. */
  readonly unsaid: number
  /** The causes people spoke of, those most often wrong first, then by id. */
  readonly byCause: readonly { readonly id: string; readonly right: number; readonly other: number }[]
}

/** How often the named cause was right, by the newest word of a person on each incident; joined ones count once, with the one they joined. */
export function accuracyOf(incidents: readonly Incident[]): Accuracy {
  const named = incidents.filter(({ kind, mergedInto, diagnosis }) => {
    return kind === 'alarm' && mergedInto === undefined && diagnosis.cause !== undefined
  })
  const said = named.flatMap((incident) => {
    const causeWas = verdictOn(incident)
    const { cause } = incident.diagnosis
    return causeWas === undefined || cause === undefined ? [] : [{ id: cause.id, causeWas }]
  })
  const count = (list: typeof said, causeWas: 'right' | 'other') =>
    list.filter((each) => each.causeWas === causeWas).length
  const byCause = [...new Set(said.map(({ id }) => id))]
    .map((id) => {
      const own = said.filter((each) => each.id === id)
      return { id, right: count(own, 'right'), other: count(own, 'other') }
    })
    .sort((a, b) => b.other - a.other || (a.id < b.id ? -1 : 1))
  return {
    named: named.length,
    right: count(said, 'right'),
    other: count(said, 'other'),
    unsaid: named.length - said.length,
    byCause,
  }
}

/** A person's word on the cause that is named now; the one given in resolving counts before any said on the way. */
export function verdictOn({ resolution, judgement, diagnosis }: Incident): 'right' | 'other' | undefined {
  if (resolution !== undefined && resolution.causeWas !== 'unsaid') return resolution.causeWas
  return judgement?.causeId === diagnosis.cause?.id ? judgement?.causeWas : undefined
}
