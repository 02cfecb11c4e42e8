import { isCidr, isInCidr } from './cidr.ts'
import { isObject, type Json, type JsonObject } from './json.ts'
import type { PatternFault } from './pattern.ts'

/** A value at the end of a path. */
export type LeafValue = string | number | boolean | null

type Fault = Pick<PatternFault, 'kind' | 'why'>

const nested = ['prefix', 'suffix', 'equals-ignore-case', 'wildcard'] as const
const largestNumber = 5_000_000_000

/** Why EventBridge refuses an operator such as `{"prefix": 3}`; undefined when it takes it. */
export function operatorFault(matcher: JsonObject): Fault | undefined {
  const [entry, ...more] = Object.entries(matcher)
  if (entry === undefined || more.length > 0)
    return { kind: 'other', why: 'a match expression holds exactly one operator.' }
  const [name, operand] = entry
  switch (name) {
    case 'exists':
      return typeof operand === 'boolean' ? undefined : { kind: 'exists', why: '`exists` takes true or false.' }
    case 'prefix':
    case 'suffix':
      return affixFault(name, operand)
    case 'equals-ignore-case':
      return typeof operand === 'string' ? undefined : { kind: 'other', why: '`equals-ignore-case` takes a string.' }
    case 'wildcard':
      return wildcardFault(operand)
    case 'cidr':
      return typeof operand === 'string' && isCidr(operand)
        ? undefined
        : { kind: 'other', why: '`cidr` takes an address range such as "10.0.0.0/24".' }
    case 'numeric':
      return numericFault(operand)
    case 'anything-but':
      return anythingButFault(operand)
    default:
      return { kind: 'other', why: `EventBridge knows no operator \`${name}\`; operators are lower-case.` }
  }
}

function affixFault(name: string, operand: Json): Fault | undefined {
  if (typeof operand === 'string') return undefined
  const isIgnoringCase =
    isObject(operand) && Object.keys(operand).length === 1 && typeof operand['equals-ignore-case'] === 'string'
  return isIgnoringCase
    ? undefined
    : { kind: 'prefix-suffix', why: `\`${name}\` takes a string, not ${JSON.stringify(operand)}.` }
}

function wildcardFault(operand: Json): Fault | undefined {
  if (typeof operand !== 'string') return { kind: 'other', why: '`wildcard` takes a string.' }
  if (/(?<!\\)\*\*/.test(operand)) return { kind: 'other', why: '`wildcard` takes no two stars in a row.' }
  // EventBridge limits the states a wildcard needs; the same short sequence after many stars exceeds it.
  const after = [...operand.matchAll(/\*([^*]+)(?=\*)/g)].map((match) => match[1])
  if (after.length >= 5 && new Set(after).size < after.length - 2)
    return { kind: 'other', why: '`wildcard` repeats one sequence after too many stars.' }
  return undefined
}

const comparisons = ['<', '<=', '>', '>=', '=']

function numericFault(operand: Json): Fault | undefined {
  const fault = (why: string): Fault => ({ kind: 'numeric', why: `\`numeric\` ${why}` })
  if (!Array.isArray(operand) || operand.length === 0) return fault('takes an array such as [">", 0].')
  if (operand.length % 2 !== 0 || operand.length > 4) return fault('takes one or two pairs of comparison and number.')
  const pairs: [Json, Json][] = []
  for (let index = 0; index < operand.length; index += 2)
    pairs.push([operand[index] ?? null, operand[index + 1] ?? null])
  for (const [comparison, number] of pairs) {
    if (typeof comparison !== 'string' || !comparisons.includes(comparison))
      return fault(`knows no comparison ${JSON.stringify(comparison)}.`)
    if (typeof number !== 'number') return fault(`compares with JSON numbers, not with ${JSON.stringify(number)}.`)
    if (Math.abs(number) > largestNumber) return fault('compares with numbers between -5e9 and 5e9.')
  }
  if (pairs.length === 2) {
    const [[first, low], [second, high]] = pairs as [[string, number], [string, number]]
    if (!first.startsWith('>') || !second.startsWith('<'))
      return fault('takes a lower bound first and an upper bound second.')
    if (low >= high) return fault('has a lower bound that is not below its upper bound.')
  }
  return undefined
}

function anythingButFault(operand: Json): Fault | undefined {
  if (isObject(operand)) {
    const [entry, ...more] = Object.entries(operand)
    const name = nested.find((each) => each === entry?.[0])
    if (entry === undefined || name === undefined || more.length > 0)
      return { kind: 'other', why: '`anything-but` takes prefix, suffix, equals-ignore-case or wildcard inside.' }
    const values = Array.isArray(entry[1]) ? (entry[1] as readonly Json[]) : [entry[1]]
    const kind = name === 'prefix' || name === 'suffix' ? 'prefix-suffix' : 'other'
    if (values.length === 0 || values.some((each) => typeof each !== 'string'))
      return { kind, why: `\`anything-but\` with \`${name}\` takes strings.` }
    if (kind === 'prefix-suffix' && values.includes(''))
      return { kind, why: `\`anything-but\` takes no empty \`${name}\`.` }
    return name === 'wildcard' ? values.map(wildcardFault).find((each) => each !== undefined) : undefined
  }
  const values = Array.isArray(operand) ? (operand as readonly Json[]) : [operand]
  const areStrings = values.every((each) => typeof each === 'string')
  const areNumbers = values.every((each) => typeof each === 'number')
  return values.length > 0 && (areStrings || areNumbers)
    ? undefined
    : { kind: 'other', why: '`anything-but` takes strings or numbers, not both and no null.' }
}

/** Whether one matcher of a valid pattern accepts a value that is there. */
export function accepts(matcher: Json, value: LeafValue): boolean {
  if (!isObject(matcher)) return matcher === value
  const [[name, operand] = ['', null]] = Object.entries(matcher) as [string, Json][]
  switch (name) {
    case 'exists':
      return operand === true
    case 'numeric':
      return typeof value === 'number' && numericAccepts(operand as readonly (string | number)[], value)
    case 'cidr':
      return typeof value === 'string' && isInCidr(value, String(operand))
    case 'anything-but':
      return !butValues(operand).some((each) => accepts(each, value))
    default:
      return typeof value === 'string' && textAccepts(name, operand, value)
  }
}

function butValues(operand: Json): readonly Json[] {
  if (!isObject(operand)) return Array.isArray(operand) ? (operand as readonly Json[]) : [operand]
  const [[name, inner] = ['', null]] = Object.entries(operand) as [string, Json][]
  return (Array.isArray(inner) ? (inner as readonly Json[]) : [inner]).map((each) => ({ [name]: each }))
}

function textAccepts(name: string, operand: Json, value: string): boolean {
  const isIgnoringCase = isObject(operand)
  const wanted = isIgnoringCase ? String(operand['equals-ignore-case']).toLowerCase() : String(operand)
  const given = isIgnoringCase ? value.toLowerCase() : value
  if (name === 'prefix') return given.startsWith(wanted)
  if (name === 'suffix') return given.endsWith(wanted)
  if (name === 'equals-ignore-case') return value.toLowerCase() === String(operand).toLowerCase()
  return name === 'wildcard' && wildcardExpression(String(operand)).test(value)
}

function wildcardExpression(pattern: string): RegExp {
  const parts = pattern.match(/\\[\s\S]|\*|[^\\*]+|\\$/g) ?? []
  const source = parts.map((part) => (part === '*' ? '[\\s\\S]*' : escaped(part.replace(/^\\([\s\S])$/, '$1'))))
  return new RegExp(`^${source.join('')}$`)
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

function numericAccepts(operand: readonly (string | number)[], value: number): boolean {
  for (let index = 0; index < operand.length; index += 2) {
    const bound = Number(operand[index + 1])
    const holds = {
      '<': value < bound,
      '<=': value <= bound,
      '>': value > bound,
      '>=': value >= bound,
      '=': value === bound,
    }
    if (!holds[operand[index] as keyof typeof holds]) return false
  }
  return true
}
