import { isObject, type Json } from './json.ts'
import { accepts, type LeafValue } from './operators.ts'
import type { Pattern, PatternFault, PatternField } from './pattern.ts'

/** A value of an event with the array positions on the way to it. */
export interface Leaf {
  readonly value: LeafValue
  /** Path of each array passed, with the position taken in it. */
  readonly positions: ReadonlyMap<string, number>
}

/** An event as EventBridge sees it: values by their dotted path. */
export interface FlatEvent {
  readonly leaves: ReadonlyMap<string, readonly Leaf[]>
  /** Paths that hold an object or an array, with what they hold. */
  readonly containers: ReadonlyMap<string, 'object' | 'array' | 'empty array' | 'array of objects'>
}

/** What became of matching one event. */
export type MatchResult =
  | { readonly outcome: 'match' }
  | { readonly outcome: 'refused'; readonly fault: PatternFault }
  | {
      readonly outcome: 'no-match'
      /** The fields that fail in the alternative that comes closest. */
      readonly failing: readonly PatternField[]
      /** Each field matches by itself, but not within one element of the same array. */
      readonly isAcrossElements: boolean
    }

const mostSteps = 20_000

/** Matches an event as EventBridge does: exact, case-sensitive, fields of one array taken from one element. */
export function matchEvent(pattern: Pattern, event: FlatEvent): MatchResult {
  if (pattern.fault !== undefined) return { outcome: 'refused', fault: pattern.fault }
  if (pattern.alternatives.some((fields) => matchesTogether(fields, event))) return { outcome: 'match' }
  const failures = pattern.alternatives.map((fields) => fields.filter((field) => !matchesAlone(field, event)))
  const closest = failures.reduce((best, each) => (each.length < best.length ? each : best))
  const index = failures.indexOf(closest)
  return closest.length > 0
    ? { outcome: 'no-match', failing: closest, isAcrossElements: false }
    : { outcome: 'no-match', failing: sharingArrays(pattern.alternatives[index] ?? [], event), isAcrossElements: true }
}

/** Lays an event out by dotted paths. */
export function flatten(event: Json): FlatEvent {
  const leaves = new Map<string, Leaf[]>()
  const containers = new Map<string, 'object' | 'array' | 'empty array' | 'array of objects'>()
  const walk = (value: Json, path: string, positions: ReadonlyMap<string, number>): void => {
    if (Array.isArray(value)) {
      const items = value as readonly Json[]
      containers.set(path, items.length === 0 ? 'empty array' : items.every(isObject) ? 'array of objects' : 'array')
      for (const [index, each] of items.entries()) walk(each, path, new Map([...positions, [path, index]]))
      return
    }
    if (isObject(value)) {
      if (!containers.has(path)) containers.set(path, 'object')
      for (const [key, each] of Object.entries(value)) walk(each, path === '' ? key : `${path}.${key}`, positions)
      return
    }
    leaves.set(path, [...(leaves.get(path) ?? []), { value: value as LeafValue, positions }])
  }
  walk(event, '', new Map())
  return { leaves, containers }
}

function isAbsence(matcher: Json): boolean {
  return isObject(matcher) && matcher.exists === false
}

function fitting({ path, matchers }: PatternField, event: FlatEvent): readonly (Leaf | undefined)[] {
  const leaves = event.leaves.get(path) ?? []
  if (leaves.length === 0) return matchers.some(isAbsence) ? [undefined] : []
  return leaves.filter((leaf) => matchers.some((matcher) => !isAbsence(matcher) && accepts(matcher, leaf.value)))
}

function matchesAlone(field: PatternField, event: FlatEvent): boolean {
  return fitting(field, event).length > 0
}

/** Looks for one value a field so that no array is used at two positions. */
function matchesTogether(fields: readonly PatternField[], event: FlatEvent): boolean {
  const options = fields.map((field) => fitting(field, event)).sort((a, b) => a.length - b.length)
  let steps = 0
  const place = (index: number, taken: ReadonlyMap<string, number>): boolean => {
    const choices = options[index]
    if (choices === undefined) return true
    return choices.some((leaf) => {
      steps += 1
      if (steps > mostSteps) return true
      if (leaf === undefined) return place(index + 1, taken)
      const clashes = [...leaf.positions].some(([path, position]) => (taken.get(path) ?? position) !== position)
      return !clashes && place(index + 1, new Map([...taken, ...leaf.positions]))
    })
  }
  return place(0, new Map())
}

function sharingArrays(fields: readonly PatternField[], event: FlatEvent): readonly PatternField[] {
  const arraysOf = (field: PatternField): string[] =>
    fitting(field, event).flatMap((leaf) => [...(leaf?.positions.keys() ?? [])])
  const counts = new Map<string, number>()
  for (const field of fields) for (const path of new Set(arraysOf(field))) counts.set(path, (counts.get(path) ?? 0) + 1)
  return fields.filter((field) => arraysOf(field).some((path) => (counts.get(path) ?? 0) > 1))
}
