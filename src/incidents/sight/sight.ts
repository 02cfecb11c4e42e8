import type { Grade } from '../../report/information/doctor/doctor.ts'

/** What `doctor` last found out about one account and region. */
export interface Sight {
  /** `<account>|<region>`. */
  readonly id: string
  readonly version: number
  /** The name in the configuration, where it has one. */
  readonly name?: string
  readonly account: string
  readonly region: string
  readonly grade: Grade
  /** Why no session could be had there. */
  readonly closed?: string
  /** Of all causes, how many cannot be told, are told less surely, or hang on what was not checked. */
  readonly causes?: {
    readonly all: number
    readonly blind: number
    readonly lessSure: number
    readonly unchecked: number
  }
  /** Epoch milliseconds. */
  readonly lookedAt: number
}

/** An account and region that alarms and questions may be about. */
export interface SightPlace {
  readonly name?: string
  readonly account: string
  readonly region: string
}

/** What is known of a place, in a sentence; `isFine` only when everything was looked at, all of it works, and not long ago. */
export interface SightTold extends SightPlace {
  readonly isFine: boolean
  readonly words: string
}

/** Looked at daily: past this age, what was found says nothing of today. */
const oldMs = 36 * 3600_000

/** What is known of each place, those never looked at included. `timeWords` puts epoch milliseconds in words. */
export function sightsTold(
  places: readonly SightPlace[],
  sights: readonly Sight[],
  now: number,
  timeWords: (ms: number) => string,
): SightTold[] {
  return places.map(({ name, account, region }) => {
    const place = { ...(name === undefined ? {} : { name }), account, region }
    const sight = sights.find((each) => each.account === account && each.region === region)
    if (sight === undefined) return { ...place, isFine: false, words: 'not looked at yet' }
    const { lookedAt } = sight
    const isOld = now - lookedAt > oldMs
    const looked = isOld
      ? `; that was ${timeWords(lookedAt)}, too long ago to count on`
      : `, looked at ${timeWords(lookedAt)}`
    return { ...place, isFine: sight.grade === 'works' && !isOld, words: `${foundWords(sight)}${looked}` }
  })
}

function foundWords({ grade, closed, causes }: Sight): string {
  if (closed !== undefined) return `the role could not be used: ${closed.replace(/\.$/, '')}`
  if (grade === 'works') return 'works: all that Firstlook asks for can be read'
  const { all = 0, blind = 0, lessSure = 0, unchecked = 0 } = causes ?? {}
  const found = [
    ...(blind > 0 ? [`${blind} of ${all} causes blind`] : []),
    ...(lessSure > 0 ? [`${lessSure}${blind > 0 ? '' : ` of ${all} causes`} told less surely`] : []),
    ...(unchecked > 0
      ? [`${unchecked}${blind + lessSure > 0 ? '' : ` of ${all} causes`} hang on permissions that could not be checked`]
      : []),
  ]
  if (grade === 'blind') return `blind${found.length === 0 ? '' : `: ${found.join(', ')}`}`
  if (found.length > 0) return found.join(', ')
  return grade === 'unchecked' ? 'could not be checked' : 'works, but some logs are off or out of reach'
}
