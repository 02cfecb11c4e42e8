import { aggregate } from './aggregate.ts'
import type { Command, Named } from './commands.ts'
import { isTrue, numberOf, type Row, textOf, type Value, valueIn } from './evaluate.ts'

export interface ResultField {
  readonly field: string
  readonly value: string
}

const timeFields = new Set(['@timestamp', '@ingestionTime'])

/** Runs the commands of a query over rows, newest event first; each result row has its columns in order. */
export function runQuery(commands: readonly Command[], events: readonly Row[]): ResultField[][] {
  let rows = [...events].sort((one, other) => Number(other['@timestamp']) - Number(one['@timestamp']))
  let columns: readonly string[] | undefined
  let times = new Set(timeFields)
  let isGrouped = false
  let limit = 10_000
  for (const command of commands) {
    switch (command.kind) {
      case 'filter':
        rows = rows.filter((row) => isTrue(valueIn(command.condition, row)))
        break
      case 'fields':
      case 'display':
        rows = rows.map((row) => addColumns(row, command.columns))
        columns =
          command.kind === 'display'
            ? command.columns.map(({ name }) => name)
            : [...new Set([...(columns ?? []), ...command.columns.map(({ name }) => name)])]
        break
      case 'parse':
        rows = rows.map((row) => parseRow(row, command))
        break
      case 'stats': {
        rows = group(rows, command)
        columns = [...command.by, ...command.values].map(({ name }) => name)
        times = new Set(
          [...command.by, ...command.values]
            .filter(({ expression }) => isTimeExpression(expression))
            .map(({ name }) => name),
        )
        isGrouped = true
        break
      }
      case 'sort':
        rows = rows.toSorted((one, other) => compareRows(one, other, command.keys))
        break
      case 'dedup':
        rows = [
          ...new Map(
            rows.toReversed().map((row) => [command.names.map((name) => String(row[name])).join('\u0000'), row]),
          ).values(),
        ].reverse()
        break
      case 'limit':
        limit = command.count
        break
    }
  }
  const shown = columns ?? ['@timestamp', '@message']
  return rows.slice(0, limit).map((row) => [
    ...shown.flatMap((name) => {
      const value = row[name]
      return value === undefined
        ? []
        : [{ field: name, value: times.has(name) ? timeText(Number(value)) : String(value) }]
    }),
    ...(isGrouped ? [] : [{ field: '@ptr', value: String(row['@ptr']) }]),
  ])
}

function addColumns(row: Row, columns: readonly Named[]): Row {
  return columns.reduce(
    (result: Row, { expression, name }) =>
      expression.kind === 'field' && expression.name === name
        ? result
        : withValue(result, name, valueIn(expression, result)),
    row,
  )
}

function withValue(row: Row, name: string, value: Value): Row {
  if (value === null) return row
  return { ...row, [name]: typeof value === 'boolean' ? (value ? 1 : 0) : value }
}

function parseRow(row: Row, { source, regex, names }: Extract<Command, { kind: 'parse' }>): Row {
  const match = regex.exec(textOf(valueIn(source, row)))
  if (match === null) return row
  if (names === undefined)
    return {
      ...row,
      ...Object.fromEntries(Object.entries(match.groups ?? {}).filter(([, value]) => value !== undefined)),
    }
  return { ...row, ...Object.fromEntries(names.map((name, index) => [name, (match[index + 1] ?? '').trim()])) }
}

function group(rows: readonly Row[], { values, by }: Extract<Command, { kind: 'stats' }>): Row[] {
  const groups = Map.groupBy(rows, (row) => by.map(({ expression }) => textOf(valueIn(expression, row))).join('\u0000'))
  return [...groups.values()].map((members) => {
    const [first = {}] = members
    const keyed = by.reduce((row: Row, { expression, name }) => withValue(row, name, valueIn(expression, first)), {})
    return values.reduce((row, { expression, name }) => withValue(row, name, aggregate(expression, members)), keyed)
  })
}

function isTimeExpression(expression: Named['expression']): boolean {
  if (expression.kind === 'field') return timeFields.has(expression.name)
  if (expression.kind !== 'call') return false
  return (
    expression.name === 'bin' ||
    expression.name === 'datefloor' ||
    (['min', 'max', 'earliest', 'latest'].includes(expression.name) && expression.args.some(isTimeExpression))
  )
}

function compareRows(one: Row, other: Row, keys: Extract<Command, { kind: 'sort' }>['keys']): number {
  for (const { expression, isDescending } of keys) {
    const left = valueIn(expression, one)
    const right = valueIn(expression, other)
    const order = compareValues(left, right)
    if (order !== 0) return isDescending ? -order : order
  }
  return 0
}

function compareValues(left: Value, right: Value): number {
  const one = numberOf(left)
  const other = numberOf(right)
  if (one !== undefined && other !== undefined) return one - other
  return textOf(left) < textOf(right) ? -1 : textOf(left) > textOf(right) ? 1 : 0
}

function timeText(time: number): string {
  return new Date(time).toISOString().replace('T', ' ').replace('Z', '')
}
