import { malformed, type Token } from './tokens.ts'

export type Expression =
  | { readonly kind: 'constant'; readonly value: string | number | null }
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'regex'; readonly regex: RegExp }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'duration'; readonly milliseconds: number }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'operation'; readonly operator: string; readonly args: readonly Expression[] }

/** A reader over the tokens of one query. */
export interface Cursor {
  readonly query: string
  readonly tokens: readonly Token[]
  index: number
}

const durations: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  mo: 2_592_000_000,
  q: 7_776_000_000,
  y: 31_536_000_000,
}
const strengths: Readonly<Record<string, number>> = {
  or: 1,
  and: 2,
  '=': 4,
  '!=': 4,
  '<': 4,
  '>': 4,
  '<=': 4,
  '>=': 4,
  like: 4,
  '=~': 4,
  in: 4,
  not: 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '%': 6,
  '^': 7,
}

const knownFunctions = new Set(
  `abs ceil floor log sqrt greatest least ispresent isempty isblank coalesce if concat strlen toupper tolower trim ltrim rtrim substr replace
  strcontains bin datefloor tomillis frommillis now count count_distinct sum avg min max pct percentile median stddev earliest latest sortsfirst sortslast`.split(
    /\s+/,
  ),
)

export function peek({ tokens, index }: Cursor): Token | undefined {
  return tokens[index]
}

export function take(cursor: Cursor): Token {
  const token = cursor.tokens[cursor.index]
  if (token === undefined) throw malformed(cursor.query, cursor.query.length, 'unexpected end of query')
  cursor.index += 1
  return token
}

/** Takes a keyword or symbol when it comes next. */
export function takeWord(cursor: Cursor, word: string): boolean {
  const token = peek(cursor)
  if (token === undefined || token.kind === 'text' || token.text.toLowerCase() !== word) return false
  cursor.index += 1
  return true
}

export function expectWord(cursor: Cursor, word: string): void {
  if (!takeWord(cursor, word)) throw unexpected(cursor)
}

export function unexpected(cursor: Cursor): Error {
  const token = peek(cursor)
  return token === undefined
    ? malformed(cursor.query, cursor.query.length, 'unexpected end of query')
    : malformed(cursor.query, token.start, `unexpected symbol found ${token.text}`)
}

/** Reads one expression, as far as it goes. */
export function readExpression(cursor: Cursor, minimum = 0): Expression {
  let left = readUnary(cursor)
  for (;;) {
    const operator = peek(cursor)?.text.toLowerCase() ?? ''
    const strength = peek(cursor)?.kind === 'text' ? undefined : strengths[operator]
    if (strength === undefined || strength < minimum) return left
    take(cursor)
    if (operator === 'not') {
      const inner = take(cursor).text.toLowerCase()
      if (inner !== 'like' && inner !== 'in') throw unexpected(cursor)
      left = {
        kind: 'operation',
        operator: 'not',
        args: [{ kind: 'operation', operator: inner, args: [left, readExpression(cursor, strength + 1)] }],
      }
      continue
    }
    left = { kind: 'operation', operator, args: [left, readExpression(cursor, strength + 1)] }
  }
}

function readUnary(cursor: Cursor): Expression {
  if (takeWord(cursor, 'not')) return { kind: 'operation', operator: 'not', args: [readExpression(cursor, 3)] }
  if (takeWord(cursor, '-')) return { kind: 'operation', operator: 'negate', args: [readUnary(cursor)] }
  return readPrimary(cursor)
}

function readPrimary(cursor: Cursor): Expression {
  const token = take(cursor)
  switch (token.kind) {
    case 'number':
      return { kind: 'constant', value: Number(token.text) }
    case 'text':
      return { kind: 'constant', value: unquote(token.text) }
    case 'field':
      return { kind: 'field', name: token.text.slice(1, -1) }
    case 'regex':
      return { kind: 'regex', regex: readRegex(cursor, token) }
    case 'duration': {
      const [, amount = '0', unit = 's'] = /^(\d+)(\D+)$/.exec(token.text) ?? []
      return { kind: 'duration', milliseconds: Number(amount) * (durations[unit] ?? 1000) }
    }
    case 'symbol':
      if (token.text === '(') {
        const inner = readExpression(cursor)
        expectWord(cursor, ')')
        return inner
      }
      if (token.text === '[') return { kind: 'list', items: readList(cursor, ']') }
      cursor.index -= 1
      throw unexpected(cursor)
    case 'name':
      if (token.text === 'null') return { kind: 'constant', value: null }
      if (peek(cursor)?.text !== '(') return { kind: 'field', name: token.text }
      if (!knownFunctions.has(token.text.toLowerCase()))
        throw malformed(cursor.query, token.start, `unknown function ${token.text}`)
      take(cursor)
      return { kind: 'call', name: token.text.toLowerCase(), args: readArguments(cursor) }
  }
}

function readArguments(cursor: Cursor): Expression[] {
  if (takeWord(cursor, '*')) {
    expectWord(cursor, ')')
    return []
  }
  return readList(cursor, ')')
}

function readList(cursor: Cursor, end: string): Expression[] {
  const items: Expression[] = []
  while (!takeWord(cursor, end)) {
    items.push(readExpression(cursor))
    if (peek(cursor)?.text !== end) expectWord(cursor, ',')
  }
  return items
}

/** A regular expression of the query language as one of JavaScript: `(?i)` becomes a flag. */
export function readRegex(cursor: Cursor, token: Token): RegExp {
  const isInsensitive = token.text.includes('(?i)')
  try {
    return new RegExp(token.text.replaceAll('(?i)', '').replaceAll('(?P<', '(?<'), isInsensitive ? 'i' : '')
  } catch {
    throw malformed(cursor.query, token.start, `invalid regular expression /${token.text}/`)
  }
}

export function unquote(text: string): string {
  return text.slice(1, -1).replaceAll(/\\(["'\\])/g, '$1')
}
