import type { IamActionName } from '../../aws/action.ts'
import { classify, type ReadFailure } from '../../aws/failure.ts'
import type { AwsReader } from '../../aws/reader.ts'
import type { Symptom } from '../symptom.ts'
import type { Target } from '../target.ts'

/** Symptoms that are asked of an API before anything else. */
export const apiSymptoms: readonly Symptom[] = ['502', '504', '500', '4xx']

/** A thing a name may mean. */
export interface Candidate {
  readonly target: Target
  /** What tells it from others of its name: `REST API a1b2c3, stage prod`. */
  readonly label: string
  /** How the same thing is asked for without doubt. */
  readonly hint: string
}

/** A look-up that gave nothing, for the report's gaps. */
export interface FailedLookup extends ReadFailure {
  readonly lookup: string
  readonly actions: readonly IamActionName[]
  readonly asked: string
}

/** What one look-up found under a name. */
export interface LookupResult {
  readonly exact: readonly Candidate[]
  /** Names that exist and may have been meant. */
  readonly others: readonly string[]
  readonly notes?: readonly string[]
  /** The candidates are parts of one named thing and are looked at together, not offered as a choice. */
  readonly isGroup?: boolean
  /** What was found stands in for something that cannot be looked at by itself. */
  readonly isInstead?: boolean
}

/** What was pasted beside the name: an event, an error's text. */
export type Details = Readonly<Record<string, string>>

/** Later rounds run only when the rounds before found nothing. */
export type Round = 1 | 2 | 3 | 4

/** One way in which a name may be known. */
export interface Lookup {
  readonly id: string
  readonly actions: readonly IamActionName[]
  /** The ARN its actions are asked for. */
  readonly resource: (name: string, aws: AwsReader) => string
  /** Whether this name can be one of these at all, for this symptom. */
  readonly fits: (name: string, symptom: Symptom) => boolean
  readonly round: (symptom: Symptom) => Round
  /** Answers for something larger that the name does not mean: only where every look-up before could look. */
  readonly isFallback?: (name: string, aws: AwsReader) => boolean
  readonly find: (name: string, aws: AwsReader, symptom: Symptom, details: Details) => Promise<LookupResult>
  /** Starts the calls that `find` will make first, where they need no account id; what fails here fails again there. */
  readonly begin?: (name: string, aws: AwsReader) => readonly Promise<unknown>[]
}

export interface Resolution {
  readonly found: readonly Candidate[]
  readonly isGroup: boolean
  /** What was found stands in for what was asked about: that nothing fails there says nothing of it. */
  readonly isInstead: boolean
  readonly nearMisses: readonly string[]
  readonly failed: readonly FailedLookup[]
  readonly notes: readonly string[]
}

/**
 * Finds what a name means, cheapest look-ups first; a look-up that fails is reported, never taken for "not there".
 * `rounds` leaves out look-ups that are not wanted yet.
 */
export async function resolveName(
  name: string,
  symptom: Symptom,
  aws: AwsReader,
  lookups: readonly Lookup[],
  details: Details = {},
  rounds: readonly Round[] = [1, 2, 3],
): Promise<Resolution> {
  const failed: FailedLookup[] = []
  const others: string[] = []
  const notes: string[] = []
  for (const round of rounds) {
    const results = await Promise.all(
      lookups
        .filter((lookup) => lookup.round(symptom) === round && lookup.fits(name, symptom))
        .filter((lookup) => failed.length === 0 || lookup.isFallback?.(name, aws) !== true)
        .map(async (lookup): Promise<LookupResult> => {
          try {
            const result = await lookup.find(name, aws, symptom, details)
            others.push(...result.others)
            notes.push(...(result.notes ?? []))
            return result
          } catch (error) {
            const failure = classify(error, lookup.actions)
            if (failure.status !== 'absent')
              failed.push({ ...failure, lookup: lookup.id, actions: lookup.actions, asked: lookup.resource(name, aws) })
            return { exact: [], others: [] }
          }
        }),
    )
    const found = preferred(
      results.flatMap((result) => result.exact),
      symptom,
    )
    const isGroup =
      results.some((result) => result.isGroup === true && result.exact.length > 0) || areTogether(found, symptom)
    if (areTogether(found, symptom)) notes.push(`A function and a table are both called ${name}; both were looked at.`)
    const isInstead = results.some((result) => result.isInstead === true && result.exact.length > 0)
    if (found.length > 0) return { found, isGroup, isInstead, nearMisses: [], failed, notes }
  }
  return { found: [], isGroup: false, isInstead: false, nearMisses: nearest(name, others), failed, notes }
}

/** An endpoint that does not know the call at all has nothing of that kind. */
const unknownCall = /^(NotImplemented\w*|UnknownOperation\w*|InvalidAction|UnsupportedOperation|Unknown\w*Error)$/

/** Look-ups that gave nothing, of kinds that are looked at together under one name: what was found is not all that may be meant. */
export function unseenOf({ failed }: Pick<Resolution, 'failed'>, symptom: Symptom): readonly FailedLookup[] {
  const areSeveral = symptom === 'any' || symptom === 'throttled' || symptom === 'slow'
  return areSeveral ? failed.filter(({ code }) => !unknownCall.test(code)) : []
}

/** Starts first-round look-ups while the account's id is still being asked for. Never throws. */
export function beginLookups(name: string, symptom: Symptom, aws: AwsReader, lookups: readonly Lookup[]): void {
  for (const lookup of lookups) {
    if (lookup.round(symptom) !== 1 || !lookup.fits(name, symptom)) continue
    // Each call is kept by the reader; its failure is met by whoever asks for it in earnest.
    for (const call of lookup.begin?.(name, aws) ?? []) call.catch(() => undefined)
  }
}

/** A function and a table of one name are mostly one thing to people: whichever is throttled or slow is meant. */
function areTogether(found: readonly Candidate[], symptom: Symptom): boolean {
  const kinds = found.map(({ target }) => target.kind).sort()
  return (symptom === 'throttled' || symptom === 'slow') && kinds.join() === 'function,table'
}

/** Where an API and a function share the name, the symptom says which is meant. */
function preferred(found: readonly Candidate[], symptom: Symptom): readonly Candidate[] {
  if (symptom === 'any') return found
  const isApi = ({ target }: Candidate): boolean => target.kind.endsWith('-api') || target.kind === 'api-domain'
  const wantsApi = (apiSymptoms as readonly string[]).includes(symptom)
  const fitting = found.filter((candidate) => isApi(candidate) === wantsApi)
  return fitting.length > 0 ? fitting : found
}

/** The names most like the one typed, best first, at most five. */
export function nearest(name: string, names: readonly string[]): string[] {
  const wanted = name.toLowerCase()
  return [...new Set(names)]
    .map((each) => ({ each, score: likeness(wanted, each.toLowerCase()) }))
    .filter(({ score }) => score >= 0.45)
    .sort((a, b) => b.score - a.score || (a.each < b.each ? -1 : 1))
    .slice(0, 5)
    .map(({ each }) => each)
}

/** 1 for the same, towards 0 for unlike: one inside the other, pairs of letters, or the same letters in another order. */
function likeness(a: string, b: string): number {
  if (a === b) return 1
  if (b.includes(a) || a.includes(b)) return 0.6 + 0.4 * (Math.min(a.length, b.length) / Math.max(a.length, b.length))
  const pairs = (text: string): string[] =>
    Array.from({ length: Math.max(0, text.length - 1) }, (_, index) => text.slice(index, index + 2))
  return Math.max(shared(pairs(a), pairs(b)), a[0] === b[0] ? 0.6 * shared([...a], [...b]) : 0)
}

function shared(left: readonly string[], right: readonly string[]): number {
  const rest = [...right]
  const common = left.filter((each) => {
    const index = rest.indexOf(each)
    if (index >= 0) rest.splice(index, 1)
    return index >= 0
  })
  return (2 * common.length) / Math.max(1, left.length + right.length)
}
