import { invalidPattern, type MatchMessage } from './filter-pattern.ts'
import { readRegex, testValue, type Wanted } from './value-test.ts'

type Step =
  | { readonly kind: 'property'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'any' }
type Test = (event: unknown) => boolean

const tokens =
  /\s*(&&|\|\||!=|<=|>=|[=<>()]|%(?:\\%|[^%])*%|"(?:\\.|[^"\\])*"|\$(?:\.?\[(?:'[^']*'|"[^"]*"|\*|\d+)\]|\.[\w\-*]+)+|[^\s()=<>!&|]+)/y

/** Compiles a pattern for JSON events: `{ $.status >= 500 && $.path = "/orders*" }`. */
export function compileJsonPattern(source: string): MatchMessage {
  if (!source.endsWith('}')) throw invalidPattern('Invalid filter pattern')
  const words = split(source.slice(1, -1))
  let index = 0
  const take = (): string => words[index++] ?? ''

  const readOr = (): Test => {
    const parts = [readAnd()]
    while (words[index] === '||') {
      index += 1
      parts.push(readAnd())
    }
    return (event) => parts.some((part) => part(event))
  }
  const readAnd = (): Test => {
    const parts = [readUnit()]
    while (words[index] === '&&') {
      index += 1
      parts.push(readUnit())
    }
    return (event) => parts.every((part) => part(event))
  }
  const readUnit = (): Test => {
    const word = take()
    if (word === '(') {
      const inner = readOr()
      if (take() !== ')') throw invalidPattern('Invalid filter pattern')
      return inner
    }
    if (!word.startsWith('$')) throw invalidPattern('Invalid filter pattern')
    const path = readSelector(word)
    const operator = take()
    if (operator.toUpperCase() === 'IS') return readIs(path, take())
    if (operator.toUpperCase() === 'NOT') {
      if (take().toUpperCase() !== 'EXISTS') throw invalidPattern('Invalid filter pattern')
      return (event) => select(event, path).length === 0
    }
    if (!['=', '!=', '<', '>', '<=', '>='].includes(operator)) throw invalidPattern('Invalid filter pattern')
    const wanted = readWanted(take())
    return (event) => select(event, path).some((value) => isScalar(value) && testValue(value, operator, wanted))
  }

  const test = readOr()
  if (index !== words.length) throw invalidPattern('Invalid filter pattern')
  return (message) => {
    const event = parse(message)
    return event !== undefined && test(event)
  }
}

function readIs(path: readonly Step[], word: string): Test {
  const values: Readonly<Record<string, unknown>> = { NULL: null, TRUE: true, FALSE: false }
  const name = word.toUpperCase()
  if (!(name in values)) throw invalidPattern('Invalid filter pattern')
  return (event) => select(event, path).some((value) => value === values[name])
}

export function readWanted(word: string): Wanted {
  if (word === '') throw invalidPattern('Invalid filter pattern')
  if (word.startsWith('%')) return { kind: 'regex', regex: readRegex(word.slice(1, -1)) }
  if (word.startsWith('"')) return { kind: 'text', text: word.slice(1, -1).replaceAll(/\\(.)/g, '$1'), isQuoted: true }
  return { kind: 'text', text: word, isQuoted: false }
}

function readSelector(word: string): Step[] {
  const steps: Step[] = []
  for (const match of word.slice(1).matchAll(/\.?\[(?:'([^']*)'|"([^"]*)"|(\*)|(\d+))\]|\.([\w\-*]+)/g)) {
    const [, single, double, star, position, name] = match
    if (star !== undefined || name === '*') steps.push({ kind: 'any' })
    else if (position !== undefined) steps.push({ kind: 'index', index: Number(position) })
    else steps.push({ kind: 'property', name: single ?? double ?? name ?? '' })
  }
  if (steps.filter(({ kind }) => kind === 'any').length > 1)
    throw invalidPattern('Invalid filter pattern: only one wildcard is allowed in a property selector')
  return steps
}

/** The values a selector points to; none when the path does not exist. */
function select(event: unknown, path: readonly Step[]): unknown[] {
  return path.reduce<unknown[]>((values, step) => values.flatMap((value) => advance(value, step)), [event])
}

function advance(value: unknown, step: Step): unknown[] {
  if (typeof value !== 'object' || value === null) return []
  if (step.kind === 'any') return Object.values(value)
  if (step.kind === 'index') return Array.isArray(value) && step.index < value.length ? [value[step.index]] : []
  return Object.hasOwn(value, step.name) ? [Reflect.get(value, step.name)] : []
}

/** A selector that points to an array or an object matches nothing, not even `!=`. */
function isScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null
}

function split(source: string): string[] {
  const words: string[] = []
  tokens.lastIndex = 0
  while (source.slice(tokens.lastIndex).trim() !== '') {
    const match = tokens.exec(source)
    if (match === null) throw invalidPattern('Invalid filter pattern')
    words.push(match[1] ?? '')
  }
  return words
}

function parse(message: string): unknown {
  const start = message.trimStart()
  if (!start.startsWith('{') && !start.startsWith('[')) return undefined
  try {
    return JSON.parse(message)
  } catch {
    return undefined
  }
}
