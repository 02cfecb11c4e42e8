import { AwsError } from '../wire/errors.ts'
import type { Trace } from '../world/watching.ts'

/** A filter expression, as far as the sandbox reads it: `service("orders") { fault = true } AND responsetime > 5`, joined by AND or OR. */
export function matchesTrace(trace: Trace, expression: string | undefined): boolean {
  if (expression === undefined || expression.trim() === '') return true
  return splitAt(expression, 'OR').some((part) => splitAt(part, 'AND').every((term) => matchesTerm(trace, bare(term))))
}

function matchesTerm(trace: Trace, term: string): boolean {
  const service =
    /^(!)?\s*(?:service|edge)\s*\(\s*(?:id\s*\(\s*name\s*:\s*)?"([^"]+)"[^)]*\)*\s*(?:\{\s*(.*)\s*\})?$/s.exec(term)
  if (service !== null) {
    const [, not, name, inner] = service
    const isThere = trace.services.some((known) => known.name === name) && matchesTrace(trace, inner)
    return isThere !== (not === '!')
  }
  const comparison = /^([\w.]+|annotation[.[]["\w\]]+)\s*(=|!=|<=|>=|<|>|CONTAINS|BEGINSWITH)\s*("?)(.*?)\3$/i.exec(
    term,
  )
  if (comparison !== null) {
    const [, name = '', operator = '=', , wanted = ''] = comparison
    return compare(valueOfTrace(trace, name), operator.toUpperCase(), wanted)
  }
  const flag = /^(!)?\s*(fault|error|throttle|ok|partial)$/i.exec(term)
  if (flag !== null) return (valueOfTrace(trace, flag[2] ?? '') === true) !== (flag[1] === '!')
  throw new AwsError('InvalidRequestException', `The sandbox cannot read the filter expression: ${term}`, {
    status: 400,
  })
}

function valueOfTrace(trace: Trace, name: string): unknown {
  const values: Readonly<Record<string, unknown>> = {
    fault: trace.fault,
    error: trace.error,
    throttle: trace.throttle,
    ok: !trace.fault && !trace.error && !trace.throttle,
    partial: false,
    responsetime: trace.durationSeconds,
    duration: trace.durationSeconds,
    'http.url': trace.url,
    'http.method': trace.method,
    'http.status': trace.status,
  }
  const annotation = /^annotation[.[]"?(\w+)"?\]?$/.exec(name)?.[1]
  return annotation === undefined ? values[name.toLowerCase()] : trace.annotations[annotation]
}

function compare(value: unknown, operator: string, wanted: string): boolean {
  if (operator === 'CONTAINS') return String(value).includes(wanted)
  if (operator === 'BEGINSWITH') return String(value).startsWith(wanted)
  if (operator === '=') return String(value) === wanted
  if (operator === '!=') return String(value) !== wanted
  const [given, limit] = [Number(value), Number(wanted)]
  if (operator === '<') return given < limit
  if (operator === '<=') return given <= limit
  return operator === '>' ? given > limit : given >= limit
}

/** Splits at a word that stands outside of brackets and quotes. */
function splitAt(expression: string, word: string): string[] {
  const parts: string[] = []
  let depth = 0
  let isQuoted = false
  let start = 0
  for (let index = 0; index < expression.length; index += 1) {
    const char = expression[index] ?? ''
    if (char === '"') isQuoted = !isQuoted
    if (isQuoted) continue
    if ('({'.includes(char)) depth += 1
    if (')}'.includes(char)) depth -= 1
    if (depth === 0 && new RegExp(`^\\s${word}\\s`, 'i').test(expression.slice(index, index + word.length + 2))) {
      parts.push(expression.slice(start, index))
      start = index + word.length + 2
    }
  }
  return [...parts, expression.slice(start)]
}

function bare(term: string): string {
  const trimmed = term.trim()
  return trimmed.startsWith('(') && trimmed.endsWith(')') ? bare(trimmed.slice(1, -1)) : trimmed
}
