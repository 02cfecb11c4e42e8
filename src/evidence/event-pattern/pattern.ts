import { isObject, type Json, type JsonObject } from './json.ts'
import { operatorFault } from './operators.ts'

/** One field that a pattern asks for: any of the matchers may accept it. */
export interface PatternField {
  /** Keys joined by dots, as EventBridge compares them: `detail.state`. */
  readonly path: string
  readonly matchers: readonly Json[]
}

/** Why EventBridge refuses a pattern. */
export interface PatternFault {
  readonly path: string
  readonly kind: 'not-array' | 'numeric' | 'prefix-suffix' | 'exists' | 'other'
  readonly why: string
}

/** A pattern as alternatives; all fields of one alternative have to match. */
export type Pattern =
  | { readonly alternatives: readonly (readonly PatternField[])[]; readonly fault?: undefined }
  | { readonly fault: PatternFault }

/** Reads a pattern's JSON and checks it as PutRule does; a pattern that AWS refuses comes back as its fault. */
export function readPattern(text: string): Pattern {
  let json: Json
  try {
    json = JSON.parse(text) as Json
  } catch {
    return { fault: { path: '', kind: 'other', why: 'The pattern is not valid JSON.' } }
  }
  return patternOf(json)
}

/** The same for a pattern that is parsed already. */
export function patternOf(json: Json): Pattern {
  if (!isObject(json))
    return { fault: { path: '', kind: 'other', why: 'A pattern has to be an object with at least one field.' } }
  try {
    return { alternatives: alternativesOf(json, '') }
  } catch (error) {
    if (error instanceof Refused) return { fault: error.fault }
    throw error
  }
}

/** Every value a pattern lists for a path, whichever alternative it stands in; operators are left out. */
export function plainValues(pattern: Pattern, path: string): string[] {
  if (pattern.fault !== undefined) return []
  const values = pattern.alternatives
    .flat()
    .filter((field) => field.path === path)
    .flatMap((field) => field.matchers.filter((each): each is string => typeof each === 'string'))
  return [...new Set(values)]
}

/** Whether any alternative asks for a path. */
export function asksFor(pattern: Pattern, path: string): boolean {
  return pattern.fault === undefined && pattern.alternatives.some((fields) => fields.some((each) => each.path === path))
}

class Refused extends Error {
  readonly fault: PatternFault

  constructor(fault: PatternFault) {
    super(fault.why)
    this.fault = fault
  }
}

const mostAlternatives = 256

function alternativesOf(node: JsonObject, prefix: string): PatternField[][] {
  const keys = Object.keys(node)
  const where = prefix === '' ? 'The pattern' : `\`${prefix}\``
  if (keys.length === 0) throw new Refused({ path: prefix, kind: 'other', why: `${where} is an empty object.` })
  let all: PatternField[][] = [[]]
  for (const [key, value] of Object.entries(node)) {
    const options = isOr(key, value)
      ? value.flatMap((each) => alternativesOf(each, prefix))
      : fieldAlternatives(prefix === '' ? key : `${prefix}.${key}`, value)
    all = all.flatMap((fields) => options.map((option) => [...fields, ...option]))
    if (all.length > mostAlternatives)
      throw new Refused({
        path: prefix,
        kind: 'other',
        why: 'The pattern combines more alternatives than EventBridge allows.',
      })
  }
  return all
}

/** `$or` is an operator only when it holds at least two objects; else it is a field of that name. */
function isOr(key: string, value: Json): value is readonly JsonObject[] {
  return key === '$or' && Array.isArray(value) && value.length > 1 && value.every(isObject)
}

function fieldAlternatives(path: string, value: Json): PatternField[][] {
  if (isObject(value)) return alternativesOf(value, path)
  if (!Array.isArray(value))
    throw new Refused({
      path,
      kind: 'not-array',
      why: `\`${path}\` is ${JSON.stringify(value)}: the values of a pattern stand in an array, ${JSON.stringify([value])}.`,
    })
  if (value.length === 0) throw new Refused({ path, kind: 'other', why: `\`${path}\` is an empty array.` })
  for (const matcher of value as readonly Json[]) {
    if (Array.isArray(matcher))
      throw new Refused({ path, kind: 'other', why: `\`${path}\` holds an array inside its array.` })
    const fault = isObject(matcher) ? operatorFault(matcher) : undefined
    if (fault !== undefined) throw new Refused({ path, kind: fault.kind, why: `\`${path}\`: ${fault.why}` })
  }
  return [[{ path, matchers: value as readonly Json[] }]]
}
