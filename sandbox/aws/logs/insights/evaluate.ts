import { AwsError } from '../../wire/errors.ts'
import type { Expression } from './expression.ts'

/** A log event as fields; values are text or numbers, absent fields are absent. */
export type Row = Readonly<Record<string, string | number>>
export type Value = string | number | boolean | null

/** The value of an expression for one row; functions over groups are not allowed here. */
export function valueIn(expression: Expression, row: Row): Value {
  switch (expression.kind) {
    case 'constant':
      return expression.value
    case 'field':
      return Object.hasOwn(row, expression.name) ? (row[expression.name] ?? null) : null
    case 'duration':
      return expression.milliseconds
    case 'operation':
      return operate(expression.operator, expression.args, row)
    case 'call':
      return call(expression.name, expression.args, row)
    default:
      throw notAllowed(expression.kind)
  }
}

export function isTrue(value: Value): boolean {
  return value === true || (typeof value === 'number' && value !== 0) || value === 'true'
}

export function numberOf(value: Value): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  if (value === null || value.trim() === '') return undefined
  const number = Number(value)
  return Number.isNaN(number) ? undefined : number
}

export function textOf(value: Value): string {
  return value === null ? '' : typeof value === 'boolean' ? (value ? '1' : '0') : String(value)
}

function operate(operator: string, args: readonly Expression[], row: Row): Value {
  const [left, right] = args
  if (left === undefined) return null
  if (operator === 'not') return !isTrue(valueIn(left, row))
  if (operator === 'negate') return -(numberOf(valueIn(left, row)) ?? Number.NaN)
  if (right === undefined) return null
  if (operator === 'and') return isTrue(valueIn(left, row)) && isTrue(valueIn(right, row))
  if (operator === 'or') return isTrue(valueIn(left, row)) || isTrue(valueIn(right, row))
  if (operator === 'like' || operator === '=~') return isLike(valueIn(left, row), right, row)
  if (operator === 'in')
    return right.kind === 'list' && right.items.some((item) => isEqual(valueIn(left, row), valueIn(item, row)))
  return compute(operator, valueIn(left, row), valueIn(right, row))
}

function compute(operator: string, left: Value, right: Value): Value {
  if (operator === '=') return isEqual(left, right)
  if (operator === '!=') return !isEqual(left, right)
  const one = numberOf(left)
  const other = numberOf(right)
  if (['<', '<=', '>', '>='].includes(operator)) {
    if (left === null || right === null) return false
    const [a, b] = one !== undefined && other !== undefined ? [one, other] : [textOf(left), textOf(right)]
    if (operator === '<') return a < b
    if (operator === '<=') return a <= b
    return operator === '>' ? a > b : a >= b
  }
  if (one === undefined || other === undefined) return null
  const results: Readonly<Record<string, number>> = {
    '+': one + other,
    '-': one - other,
    '*': one * other,
    '/': one / other,
    '%': one % other,
    '^': one ** other,
  }
  const result = results[operator]
  return result === undefined || !Number.isFinite(result) ? null : result
}

function isEqual(left: Value, right: Value): boolean {
  if (left === null || right === null) return left === right
  const one = numberOf(left)
  const other = numberOf(right)
  return one !== undefined && other !== undefined ? one === other : textOf(left) === textOf(right)
}

function isLike(value: Value, pattern: Expression, row: Row): boolean {
  if (value === null) return false
  if (pattern.kind === 'regex') return pattern.regex.test(textOf(value))
  return textOf(value).includes(textOf(valueIn(pattern, row)))
}

function call(name: string, args: readonly Expression[], row: Row): Value {
  const value = (index: number): Value => {
    const arg = args[index]
    return arg === undefined ? null : valueIn(arg, row)
  }
  const text = (index: number): string => textOf(value(index))
  const number = (index: number): number => numberOf(value(index)) ?? Number.NaN
  const numeric = (result: number): Value => (Number.isFinite(result) ? result : null)
  switch (name) {
    case 'ispresent':
      return value(0) !== null
    case 'isempty':
      return text(0) === ''
    case 'isblank':
      return text(0).trim() === ''
    case 'coalesce':
      return args.map((_, index) => value(index)).find((candidate) => candidate !== null) ?? null
    case 'if':
      return isTrue(value(0)) ? value(1) : value(2)
    case 'abs':
    case 'ceil':
    case 'floor':
    case 'log':
    case 'sqrt':
      return numeric(Math[name](number(0)))
    case 'greatest':
      return numeric(Math.max(...args.map((_, index) => number(index))))
    case 'least':
      return numeric(Math.min(...args.map((_, index) => number(index))))
    case 'concat':
      return args.map((_, index) => text(index)).join('')
    case 'strlen':
      return [...text(0)].length
    case 'toupper':
      return text(0).toUpperCase()
    case 'tolower':
      return text(0).toLowerCase()
    case 'trim':
      return text(0).trim()
    case 'ltrim':
      return text(0).trimStart()
    case 'rtrim':
      return text(0).trimEnd()
    case 'substr':
      return args.length > 2 ? text(0).slice(number(1), number(1) + number(2)) : text(0).slice(number(1))
    case 'replace':
      return text(0).replaceAll(text(1), text(2))
    case 'strcontains':
      return text(0).includes(text(1))
    case 'bin':
    case 'datefloor':
      return binOf(args, row)
    case 'tomillis':
    case 'frommillis':
      return value(0)
    case 'now':
      return Math.floor(Date.now() / 1000)
    default:
      throw notAllowed(name)
  }
}

function binOf(args: readonly Expression[], row: Row): Value {
  const period = args.find(({ kind }) => kind === 'duration')
  const width = period?.kind === 'duration' ? period.milliseconds : 60_000
  const field = args.find(({ kind }) => kind === 'field')
  const time = numberOf(field === undefined ? (row['@timestamp'] ?? null) : valueIn(field, row))
  return time === undefined ? null : Math.floor(time / width) * width
}

function notAllowed(what: string): AwsError {
  return new AwsError('MalformedQueryException', `${what} is not a known function or cannot be used here`, {
    status: 400,
  })
}
