import { AwsError } from '../wire/errors.ts'
import { compileJsonPattern } from './json-pattern.ts'
import { compileSpacePattern } from './space-pattern.ts'
import { readRegex } from './value-test.ts'

/** Tells whether a log event's message matches. */
export type MatchMessage = (message: string) => boolean

interface Term {
  readonly kind: 'include' | 'exclude' | 'optional'
  readonly test: MatchMessage
}

/**
 * Compiles a CloudWatch Logs filter pattern. Throws InvalidParameterException when it is malformed.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function compileFilterPattern(pattern: string | undefined): MatchMessage {
  const source = (pattern ?? '').trim()
  if (source.length > 1024) {
    throw invalidPattern(
      `1 validation error detected: Value at 'filterPattern' failed to satisfy constraint: Member must have length less than or equal to 1024`,
    )
  }
  if (source === '' || /^"\s*"$/.test(source)) return () => true
  if (source.startsWith('{')) return compileJsonPattern(source)
  if (source.startsWith('[')) return compileSpacePattern(source)
  return compileTerms(source)
}

/** Terms all match, optional ones count only where there is nothing else. */
function compileTerms(source: string): MatchMessage {
  const terms = readTerms(source)
  const optional = terms.filter(({ kind }) => kind === 'optional')
  if (optional.length === terms.length) return (message) => optional.some(({ test }) => test(message))
  const included = terms.filter(({ kind }) => kind === 'include')
  const excluded = terms.filter(({ kind }) => kind === 'exclude')
  return (message) => included.every(({ test }) => test(message)) && !excluded.some(({ test }) => test(message))
}

function readTerms(source: string): Term[] {
  const terms: Term[] = []
  const token = /\s*([?-]?)\s*(?:"((?:\\.|[^"\\])*)"|%((?:\\%|[^%])*)%|([^\s"%]+))/y
  token.lastIndex = 0
  while (source.slice(token.lastIndex).trim() !== '') {
    const match = token.exec(source)
    if (match === null) throw invalidPattern('Invalid filter pattern')
    const [, mark, phrase, regex, word] = match
    const kind = mark === '?' ? 'optional' : mark === '-' ? 'exclude' : 'include'
    if (regex !== undefined) {
      const expression = readRegex(regex)
      terms.push({ kind, test: (message) => expression.test(message) })
      continue
    }
    if (word !== undefined && !/^\w+$/.test(word)) throw invalidPattern(`Invalid character(s) in term '${word}'`)
    const text = phrase === undefined ? (word ?? '') : phrase.replaceAll(/\\(.)/g, '$1')
    terms.push({ kind, test: (message) => message.includes(text) })
  }
  return terms
}

export function invalidPattern(message: string): AwsError {
  return new AwsError('InvalidParameterException', message, { status: 400 })
}
