import { numberOf, type Row, textOf, type Value, valueIn } from './evaluate.ts'
import type { Expression } from './expression.ts'

const functions = new Set([
  'count',
  'count_distinct',
  'sum',
  'avg',
  'min',
  'max',
  'pct',
  'percentile',
  'median',
  'stddev',
  'earliest',
  'latest',
  'sortsfirst',
  'sortslast',
])

/** True when an expression counts over a group of rows. */
export function isAggregate(expression: Expression): boolean {
  if (expression.kind === 'call') return functions.has(expression.name) || expression.args.some(isAggregate)
  return expression.kind === 'operation' && expression.args.some(isAggregate)
}

/** The value of a `stats` expression over a group of rows. */
export function aggregate(expression: Expression, rows: readonly Row[]): Value {
  if (expression.kind === 'call' && functions.has(expression.name))
    return reduce(expression.name, expression.args, rows)
  if (expression.kind === 'operation' || expression.kind === 'call') {
    const args = expression.args.map(
      (arg): Expression => ({ kind: 'constant', value: constantOf(aggregate(arg, rows)) }),
    )
    return valueIn({ ...expression, args }, {})
  }
  return valueIn(expression, rows[0] ?? {})
}

function reduce(name: string, args: readonly Expression[], rows: readonly Row[]): Value {
  const [field, second] = args
  if (name === 'count')
    return field === undefined ? rows.length : rows.filter((row) => valueIn(field, row) !== null).length
  if (field === undefined) return null
  const values = rows.map((row) => valueIn(field, row)).filter((value) => value !== null)
  if (name === 'count_distinct') return new Set(values.map(textOf)).size
  if (name === 'earliest' || name === 'latest') {
    const timed = rows
      .filter((row) => valueIn(field, row) !== null)
      .sort((one, other) => Number(one['@timestamp']) - Number(other['@timestamp']))
    const row = name === 'earliest' ? timed[0] : timed.at(-1)
    return row === undefined ? null : valueIn(field, row)
  }
  if (name === 'sortsfirst' || name === 'sortslast') {
    const sorted = values.map(textOf).sort()
    return (name === 'sortsfirst' ? sorted[0] : sorted.at(-1)) ?? null
  }
  const numbers = values
    .map(numberOf)
    .filter((value) => value !== undefined)
    .sort((one, other) => one - other)
  if (numbers.length === 0) return null
  const sum = numbers.reduce((total, value) => total + value, 0)
  const mean = sum / numbers.length
  switch (name) {
    case 'sum':
      return tidy(sum)
    case 'avg':
      return tidy(mean)
    case 'min':
      return numbers[0] ?? null
    case 'max':
      return numbers.at(-1) ?? null
    case 'median':
      return rank(numbers, 50)
    case 'stddev':
      return tidy(Math.sqrt(numbers.reduce((total, value) => total + (value - mean) ** 2, 0) / numbers.length))
    default:
      return rank(numbers, numberOf(second === undefined ? 50 : valueIn(second, {})) ?? 50)
  }
}

/** The nearest rank. */
function rank(sorted: readonly number[], percent: number): number | null {
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? null
}

function constantOf(value: Value): string | number | null {
  return typeof value === 'boolean' ? (value ? 1 : 0) : value
}

function tidy(value: number): number {
  return Number(value.toPrecision(12))
}
