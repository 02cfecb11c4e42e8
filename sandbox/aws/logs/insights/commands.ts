import { isAggregate } from './aggregate.ts'
import {
  type Cursor,
  type Expression,
  expectWord,
  peek,
  readExpression,
  readRegex,
  take,
  takeWord,
  unexpected,
  unquote,
} from './expression.ts'
import { malformed, tokenize } from './tokens.ts'

/** An expression with the name its column gets. */
export interface Named {
  readonly expression: Expression
  readonly name: string
}

export type Command =
  | { readonly kind: 'fields' | 'display'; readonly columns: readonly Named[] }
  | { readonly kind: 'filter'; readonly condition: Expression }
  | { readonly kind: 'stats'; readonly values: readonly Named[]; readonly by: readonly Named[] }
  | {
      readonly kind: 'sort'
      readonly keys: readonly { readonly expression: Expression; readonly isDescending: boolean }[]
    }
  | { readonly kind: 'limit'; readonly count: number }
  | { readonly kind: 'dedup'; readonly names: readonly string[] }
  | {
      readonly kind: 'parse'
      readonly source: Expression
      readonly regex: RegExp
      readonly names: readonly string[] | undefined
    }

/** Reads a Logs Insights query into its commands. Throws MalformedQueryException. */
export function readQuery(query: string): Command[] {
  const cursor: Cursor = { query, tokens: tokenize(query), index: 0 }
  if (cursor.tokens.length === 0) throw malformed(query, 0, 'the query is empty')
  const commands: Command[] = []
  do {
    if (peek(cursor)?.text === '|' && commands.length === 0) take(cursor)
    commands.push(readCommand(cursor))
  } while (takeWord(cursor, '|'))
  if (peek(cursor) !== undefined) throw unexpected(cursor)
  return commands
}

function readCommand(cursor: Cursor): Command {
  const word = take(cursor)
  switch (word.text.toLowerCase()) {
    case 'fields':
      return { kind: 'fields', columns: readNamed(cursor) }
    case 'display':
      return { kind: 'display', columns: readNamed(cursor) }
    case 'filter':
    case 'where':
      return { kind: 'filter', condition: readExpression(cursor) }
    case 'stats': {
      const values = readNamed(cursor)
      if (!values.every(({ expression }) => isAggregate(expression)))
        throw malformed(cursor.query, word.start, 'stats needs aggregate functions')
      return { kind: 'stats', values, by: takeWord(cursor, 'by') ? readNamed(cursor) : [] }
    }
    case 'sort':
      return { kind: 'sort', keys: readKeys(cursor) }
    case 'limit':
    case 'head':
    case 'tail': {
      const count = take(cursor)
      if (count.kind !== 'number') throw malformed(cursor.query, count.start, `unexpected symbol found ${count.text}`)
      return { kind: 'limit', count: Number(count.text) }
    }
    case 'dedup':
      return { kind: 'dedup', names: readNames(cursor) }
    case 'parse':
      return readParse(cursor)
    default:
      throw malformed(cursor.query, word.start, `unexpected symbol found ${word.text}`)
  }
}

function readNamed(cursor: Cursor): Named[] {
  const columns: Named[] = []
  do {
    const start = peek(cursor)?.start ?? cursor.query.length
    const expression = readExpression(cursor)
    const end = cursor.tokens[cursor.index - 1]?.end ?? start
    const name = takeWord(cursor, 'as') ? bare(take(cursor).text) : bare(cursor.query.slice(start, end).trim())
    columns.push({ expression, name })
  } while (takeWord(cursor, ','))
  return columns
}

function readKeys(cursor: Cursor): { expression: Expression; isDescending: boolean }[] {
  const keys: { expression: Expression; isDescending: boolean }[] = []
  do {
    const start = peek(cursor)?.start ?? 0
    const read = readExpression(cursor)
    const text = cursor.query.slice(start, cursor.tokens[cursor.index - 1]?.end ?? start)
    // `sort count(*) desc` names the column that stats made, it does not count again.
    const expression: Expression =
      isAggregate(read) || text.startsWith('bin(') ? { kind: 'field', name: text.trim() } : read
    const isDescending = takeWord(cursor, 'desc')
    if (!isDescending) takeWord(cursor, 'asc')
    keys.push({ expression, isDescending })
  } while (takeWord(cursor, ','))
  return keys
}

function readParse(cursor: Cursor): Command {
  const first = peek(cursor)
  const source: Expression =
    first?.kind === 'text' || first?.kind === 'regex'
      ? { kind: 'field', name: '@message' }
      : readExpression(cursor, 100)
  const pattern = take(cursor)
  if (pattern.kind === 'regex') return { kind: 'parse', source, regex: readRegex(cursor, pattern), names: undefined }
  if (pattern.kind !== 'text') throw malformed(cursor.query, pattern.start, `unexpected symbol found ${pattern.text}`)
  expectWord(cursor, 'as')
  const names = readNames(cursor)
  const parts = unquote(pattern.text).split('*')
  if (parts.length - 1 !== names.length)
    throw malformed(
      cursor.query,
      pattern.start,
      `the pattern has ${parts.length - 1} wildcards for ${names.length} names`,
    )
  const escaped = parts.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
  return { kind: 'parse', source, regex: new RegExp(globRegex(escaped)), names }
}

/** Each `*` takes as little as it can, the last one the rest. */
function globRegex(parts: readonly string[]): string {
  return parts.reduce(
    (regex, part, index) =>
      index === 0 ? part : `${regex}(${part === '' && index === parts.length - 1 ? '[\\s\\S]*' : '[\\s\\S]*?'})${part}`,
    '',
  )
}

function readNames(cursor: Cursor): string[] {
  const names: string[] = []
  do names.push(bare(take(cursor).text))
  while (takeWord(cursor, ','))
  return names
}

function bare(name: string): string {
  return name.replace(/^`(.*)`$/, '$1')
}
