import { AwsError } from '../../wire/errors.ts'

export interface Token {
  readonly kind: 'number' | 'duration' | 'text' | 'regex' | 'name' | 'field' | 'symbol'
  readonly text: string
  readonly start: number
  readonly end: number
}

const shapes: readonly (readonly [Token['kind'], RegExp])[] = [
  ['duration', /\d+(?:ms|s|m|h|d|w|mo|q|y)\b/y],
  ['number', /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.@])/y],
  ['text', /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/y],
  ['field', /`[^`]+`/y],
  ['name', /[@A-Za-z_$][\w.@$]*(?:\[\d+\][\w.]*)*|\d+[\w.]*[A-Za-z_][\w.]*/y],
  ['symbol', /=~|!=|<=|>=|[=<>()[\],+\-*/%^|]/y],
]

/** Words after which a slash begins a regular expression and not a division. */
const beforeRegex = new Set(['like', '=~', '=', '!=', '(', ',', 'parse'])

/** Splits a query into tokens; comments and line ends are left out. Throws MalformedQueryException. */
export function tokenize(query: string): Token[] {
  const source = query.replaceAll(/^\s*#.*$/gm, (comment) => ' '.repeat(comment.length))
  const tokens: Token[] = []
  let position = 0
  while (position < source.length) {
    const space = /\s+|\/\/.*$/my
    space.lastIndex = position
    if (/\s/.test(source[position] ?? '')) {
      space.exec(source)
      position = space.lastIndex
      continue
    }
    const token = readToken(source, position, tokens)
    tokens.push(token)
    position = token.end
  }
  return tokens
}

/** The refusal of a query, with the place where it went wrong. */
export function malformed(query: string, position: number, what: string): AwsError {
  const lines = query.slice(0, position).split('\n')
  return new AwsError(
    'MalformedQueryException',
    `${what} at line ${lines.length} and position ${(lines.at(-1)?.length ?? 0) + 1}`,
    {
      status: 400,
      members: {
        queryCompileError: { location: { startCharOffset: position, endCharOffset: position + 1 }, message: what },
      },
    },
  )
}

function readToken(source: string, start: number, before: readonly Token[]): Token {
  const previous = before.at(-1)
  if (source[start] === '/' && (isRegexPlace(previous) || before.at(-2)?.text.toLowerCase() === 'parse')) {
    const regex = /\/((?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\n])+)\//y
    regex.lastIndex = start
    const match = regex.exec(source)
    if (match !== null) return { kind: 'regex', text: match[1] ?? '', start, end: regex.lastIndex }
  }
  for (const [kind, shape] of shapes) {
    shape.lastIndex = start
    const match = shape.exec(source)
    if (match === null) continue
    return { kind, text: match[0], start, end: shape.lastIndex }
  }
  throw malformed(source, start, `unexpected symbol found ${source[start]}`)
}

function isRegexPlace(previous: Token | undefined): boolean {
  return previous !== undefined && beforeRegex.has(previous.text.toLowerCase())
}
