import { isObject, type Json, type JsonObject } from './json.ts'
import { type FlatEvent, flatten, type MatchResult, matchEvent } from './match.ts'
import { accepts } from './operators.ts'
import type { Pattern, PatternField } from './pattern.ts'

/** What kind of slip keeps a field from matching. */
export type MismatchKind =
  | 'not-array'
  | 'case'
  | 'numeric'
  | 'prefix-suffix'
  | 'exists'
  | 'array-event'
  | 'null-empty'
  | 'detail-string'
  | 'arn-separators'
  | 'other'

/** One field that keeps an event from a rule, in words. */
export interface FieldMismatch {
  readonly path: string
  readonly kind: MismatchKind
  /** The pattern's values, as JSON. */
  readonly wanted: string
  /** What the event has there, as JSON; `nothing` when the path is not in it. */
  readonly given: string
  /** One sentence. */
  readonly why: string
}

export type Explanation =
  | { readonly outcome: 'match' }
  | { readonly outcome: 'no-match' | 'refused'; readonly fields: readonly [FieldMismatch, ...FieldMismatch[]] }

const longest = 160

/** Says whether an event matches, and if not which fields fail and why. */
export function explainMatch(pattern: Pattern, event: JsonObject): Explanation {
  const flat = flatten(event)
  const result = matchEvent(pattern, flat)
  if (result.outcome === 'match') return { outcome: 'match' }
  if (result.outcome === 'refused') {
    const { path, kind, why } = result.fault
    return { outcome: 'refused', fields: [{ path, kind, wanted: '', given: '', why }] }
  }
  const [first, ...rest] = result.failing.map((field) => mismatchOf(field, flat, event, result))
  if (first === undefined) throw new Error('an event that does not match fails in a field')
  return { outcome: 'no-match', fields: [first, ...rest] }
}

function mismatchOf(
  field: PatternField,
  flat: FlatEvent,
  event: JsonObject,
  result: Extract<MatchResult, { outcome: 'no-match' }>,
): FieldMismatch {
  const values = flat.leaves.get(field.path)?.map((leaf) => leaf.value) ?? []
  const wanted = clipped(JSON.stringify(field.matchers))
  const given = givenWords(field.path, flat, values)
  const { kind, why } = result.isAcrossElements
    ? {
        kind: 'array-event' as const,
        why: `\`${field.path}\` matches, but in another element of the array than the other fields of the pattern.`,
      }
    : reasonOf(field, flat, event, values, wanted, given)
  return { path: field.path, kind, wanted, given, why }
}

function givenWords(path: string, flat: FlatEvent, values: readonly Json[]): string {
  if (values.length > 0) return clipped(values.map((each) => JSON.stringify(each)).join(', '))
  const container = flat.containers.get(path)
  return container === undefined ? 'nothing' : `an ${container}`
}

interface Reason {
  readonly kind: MismatchKind
  readonly why: string
}

function reasonOf(
  field: PatternField,
  flat: FlatEvent,
  event: JsonObject,
  values: readonly Json[],
  wanted: string,
  given: string,
): Reason {
  const { path, matchers } = field
  if (typeof event.detail === 'string' && path.startsWith('detail.'))
    return {
      kind: 'detail-string',
      why: '`detail` is a JSON string in the event, not an object: it was encoded twice, so no field inside it can match.',
    }
  if (values.length === 0) return reasonWithout(field, flat, wanted)
  const strings = values.filter((each): each is string => typeof each === 'string')
  const isSilentString = (matcher: Json): boolean =>
    typeof matcher === 'string' &&
    strings.some((each) => each !== matcher && each.toLowerCase() === matcher.toLowerCase())
  if (matchers.some(isSilentString) || matchers.some((each) => caseBlind(each, strings)))
    return {
      kind: 'case',
      why: `\`${path}\` differs only in upper and lower case: the pattern wants ${wanted}, the event has ${given}.`,
    }
  if (
    matchers.some(
      (each) =>
        typeof each === 'string' && isArn(each) && strings.some((value) => value !== each && sameArn(value, each)),
    )
  )
    return {
      kind: 'arn-separators',
      why: `\`${path}\` differs only in ":" and "/" of the ARN: the pattern wants ${wanted}, the event has ${given}.`,
    }
  if (matchers.some((each) => operatorOf(each) === 'numeric') && !values.some((each) => typeof each === 'number'))
    return { kind: 'numeric', why: `\`${path}\` is compared as a number, but the event has ${given}, which is none.` }
  if (matchers.some((each) => isSameText(each, values)))
    return {
      kind: 'case',
      why: `\`${path}\` is a number on one side and a string on the other: the pattern wants ${wanted}, the event has ${given}.`,
    }
  if (isNullAgainstEmpty(matchers, values))
    return {
      kind: 'null-empty',
      why: `\`${path}\`: null and "" are different values; the pattern wants ${wanted}, the event has ${given}.`,
    }
  const affixes = matchers.filter((each) => operatorOf(each) === 'prefix' || operatorOf(each) === 'suffix')
  if (affixes.length > 0 && strings.length === 0)
    return {
      kind: 'prefix-suffix',
      why: `\`${path}\`: prefix and suffix match strings only, and the event has ${given}.`,
    }
  if (affixes.some((each) => strings.some((value) => accepts(swapped(each), value))))
    return {
      kind: 'prefix-suffix',
      why: `\`${path}\`: the event has ${given}, which fits at the other end than ${wanted} asks for.`,
    }
  if (matchers.every((each) => operatorOf(each) === 'exists'))
    return { kind: 'exists', why: `The pattern wants \`${path}\` to be missing, and the event has ${given}.` }
  if (values.length > 1)
    return {
      kind: 'array-event',
      why: `None of the ${values.length} values of \`${path}\` (${given}) is among ${wanted}.`,
    }
  return { kind: 'other', why: `\`${path}\` is ${given} in the event; the pattern wants ${wanted}.` }
}

function reasonWithout({ path, matchers }: PatternField, flat: FlatEvent, wanted: string): Reason {
  const container = flat.containers.get(path)
  if (container !== undefined && matchers.some((each) => operatorOf(each) === 'exists'))
    return {
      kind: 'exists',
      why: `\`${path}\` is an ${container} in the event: \`exists\` looks only at values, never at objects or empty arrays.`,
    }
  if (container !== undefined && container !== 'object')
    return {
      kind: 'array-event',
      why: `\`${path}\` is an ${container} in the event, so no value of it can be among ${wanted}.`,
    }
  const twin = [...flat.leaves.keys(), ...flat.containers.keys()].find(
    (each) => each !== path && each.toLowerCase() === path.toLowerCase(),
  )
  if (twin !== undefined)
    return {
      kind: 'case',
      why: `The event has \`${twin}\`, the pattern asks for \`${path}\`: names of fields are case-sensitive.`,
    }
  if (matchers.includes(null) || matchers.includes(''))
    return {
      kind: 'null-empty',
      why: `The event has no \`${path}\` at all: a missing field is neither null nor "", only \`exists: false\` matches it.`,
    }
  const last = path.split('.').at(-1) ?? path
  const elsewhere = [...flat.leaves.keys()].find((each) => each.split('.').at(-1)?.toLowerCase() === last.toLowerCase())
  return {
    kind: 'other',
    why: `The event has no \`${path}\`${elsewhere === undefined ? '' : `; it has \`${elsewhere}\``}. The pattern wants ${wanted} there.`,
  }
}

function operatorOf(matcher: Json): string | undefined {
  return isObject(matcher) ? Object.keys(matcher)[0] : undefined
}

function caseBlind(matcher: Json, strings: readonly string[]): boolean {
  const name = operatorOf(matcher)
  if (!isObject(matcher) || (name !== 'prefix' && name !== 'suffix' && name !== 'wildcard')) return false
  const operand = matcher[name]
  return (
    typeof operand === 'string' &&
    strings.some((each) => accepts({ [name]: operand.toLowerCase() }, each.toLowerCase()))
  )
}

function swapped(matcher: Json): Json {
  if (!isObject(matcher)) return matcher
  const operand = matcher.prefix ?? matcher.suffix ?? ''
  return 'prefix' in matcher ? { suffix: operand } : { prefix: operand }
}

function isSameText(matcher: Json, values: readonly Json[]): boolean {
  if (typeof matcher !== 'string' && typeof matcher !== 'number' && typeof matcher !== 'boolean') return false
  return values.some(
    (each) =>
      each !== null &&
      typeof each !== typeof matcher &&
      (String(each) === String(matcher) || Number(each) === Number(matcher)),
  )
}

function isNullAgainstEmpty(matchers: readonly Json[], values: readonly Json[]): boolean {
  const isNothing = (value: Json): boolean => value === null || value === ''
  return matchers.some(isNothing) && values.some(isNothing)
}

function isArn(text: string): boolean {
  return text.startsWith('arn:')
}

function sameArn(a: string, b: string): boolean {
  return a.replaceAll('/', ':') === b.replaceAll('/', ':')
}

function clipped(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`
}
