import { AwsError } from '../wire/errors.ts'
import type { LabelledPoints, MathValue } from './math.ts'
import type { Points } from './statistic.ts'

export function combine(operator: string, left: MathValue, right: MathValue): MathValue {
  const compute = operators[operator]
  if (compute === undefined) throw invalid(`Unknown operator ${operator}.`)
  if (left.kind === 'scalar' && right.kind === 'scalar')
    return { kind: 'scalar', value: compute(left.value, right.value) }
  if (left.kind === 'scalar') return mapValue(right, (value) => compute(left.value, value))
  if (right.kind === 'scalar') return mapValue(left, (value) => compute(value, right.value))
  const pair = (one: Points, other: Points): Points => {
    const values = new Map(other)
    return one.flatMap(([time, value]) => {
      const second = values.get(time)
      return second === undefined ? [] : [[time, compute(value, second)] as const]
    })
  }
  const [onlyRight] = right.all
  const [onlyLeft] = left.all
  if (right.all.length === 1 && onlyRight !== undefined)
    return {
      kind: 'series',
      all: left.all.map((series) => ({ ...series, points: finite(pair(series.points, onlyRight.points)) })),
    }
  if (left.all.length === 1 && onlyLeft !== undefined)
    return {
      kind: 'series',
      all: right.all.map((series) => ({ ...series, points: finite(pair(onlyLeft.points, series.points)) })),
    }
  throw invalid('Two lists of series cannot be combined.')
}

const operators: Readonly<Record<string, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '^': (left, right) => left ** right,
  '==': (left, right) => Number(left === right),
  '!=': (left, right) => Number(left !== right),
  '<': (left, right) => Number(left < right),
  '<=': (left, right) => Number(left <= right),
  '>': (left, right) => Number(left > right),
  '>=': (left, right) => Number(left >= right),
  AND: (left, right) => Number(left !== 0 && right !== 0),
  '&&': (left, right) => Number(left !== 0 && right !== 0),
  OR: (left, right) => Number(left !== 0 || right !== 0),
  '||': (left, right) => Number(left !== 0 || right !== 0),
}

export function fill(value: MathValue, by: string | MathValue, times: readonly number[]): MathValue {
  return {
    kind: 'series',
    all: seriesOf(value).map((series) => {
      const known = new Map(series.points)
      const constant =
        typeof by === 'string'
          ? undefined
          : new Map(by.kind === 'scalar' ? times.map((time) => [time, by.value] as const) : (by.all[0]?.points ?? []))
      let last: number | undefined
      const points = times.flatMap((time) => {
        const own = known.get(time)
        const filled =
          own ?? (by === 'REPEAT' ? last : by === 'LINEAR' ? between(series.points, time) : constant?.get(time))
        last = filled ?? last
        return filled === undefined ? [] : [[time, filled] as const]
      })
      return { ...series, points }
    }),
  }
}

function between(points: Points, time: number): number | undefined {
  const before = points.findLast(([at]) => at < time)
  const after = points.find(([at]) => at > time)
  if (before === undefined || after === undefined) return undefined
  return before[1] + ((time - before[0]) / (after[0] - before[0])) * (after[1] - before[1])
}

/** Over several series, period by period; over one series, a single number. */
export function aggregate(name: string, value: MathValue): MathValue {
  const all = seriesOf(value)
  const [only] = all
  if (all.length === 1 && only !== undefined && only.isList === undefined) {
    return {
      kind: 'scalar',
      value: reduce(
        name,
        only.points.map(([, point]) => point),
      ),
    }
  }
  const byTime = new Map<number, number[]>()
  for (const { points } of all)
    for (const [time, point] of points) byTime.set(time, [...(byTime.get(time) ?? []), point])
  const points = [...byTime]
    .sort(([one], [other]) => one - other)
    .map(([time, values]) => [time, reduce(name, values)] as const)
  return { kind: 'series', all: [{ label: name, points }] }
}

function reduce(name: string, values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + value, 0)
  if (name === 'SUM') return sum
  if (name === 'MIN') return Math.min(...values)
  if (name === 'MAX') return Math.max(...values)
  const mean = values.length === 0 ? 0 : sum / values.length
  if (name === 'AVG') return mean
  return Math.sqrt(values.reduce((total, value) => total + (value - mean) ** 2, 0) / Math.max(values.length, 1))
}

export function choose(condition: MathValue, then: MathValue, otherwise: MathValue | undefined): MathValue {
  const at = (value: MathValue | undefined, time: number): number | undefined => {
    if (value === undefined) return undefined
    return value.kind === 'scalar' ? value.value : new Map(value.all[0]?.points).get(time)
  }
  if (condition.kind === 'scalar') return condition.value === 0 ? (otherwise ?? { kind: 'series', all: [] }) : then
  return {
    kind: 'series',
    all: condition.all.map((series) => ({
      ...series,
      points: series.points.flatMap(([time, value]) => {
        const chosen = at(value === 0 ? otherwise : then, time)
        return chosen === undefined ? [] : [[time, chosen] as const]
      }),
    })),
  }
}

export function differences(value: MathValue, compute: (change: number, seconds: number) => number): MathValue {
  return {
    kind: 'series',
    all: seriesOf(value).map((series) => ({
      ...series,
      points: series.points.slice(1).map(([time, point], index) => {
        const [before, previous] = series.points[index] ?? [time, point]
        return [time, compute(point - previous, (time - before) / 1000)] as const
      }),
    })),
  }
}

export function runningSum(points: Points): Points {
  let sum = 0
  return points.map(([time, value]) => {
    sum += value
    return [time, sum] as const
  })
}

export function sort(all: readonly LabelledPoints[], by: string, order: string, limit: number | undefined): MathValue {
  const rank = (series: LabelledPoints): number =>
    reduce(
      by.toUpperCase(),
      series.points.map(([, value]) => value),
    )
  const sorted = [...all].sort((one, other) => (rank(one) - rank(other)) * (order.toUpperCase() === 'ASC' ? 1 : -1))
  return { kind: 'series', all: sorted.slice(0, limit) }
}

export function mapValue(value: MathValue, change: (value: number) => number): MathValue {
  if (value.kind === 'scalar') return { kind: 'scalar', value: change(value.value) }
  return {
    kind: 'series',
    all: value.all.map((series) => ({
      ...series,
      points: finite(series.points.map(([time, point]) => [time, change(point)] as const)),
    })),
  }
}

/** A division by zero leaves no data point. */
function finite(points: Points): Points {
  return points.filter(([, value]) => Number.isFinite(value))
}

export function listed(all: readonly LabelledPoints[]): LabelledPoints[] {
  return all.map((series) => ({ ...series, isList: true }))
}

export function seriesOf(value: MathValue): readonly LabelledPoints[] {
  if (value.kind === 'scalar') throw invalid('A series is needed here, not a number.')
  return value.all
}

export function scalarOf(value: MathValue): number {
  if (value.kind !== 'scalar') throw invalid('A number is needed here, not a series.')
  return value.value
}

export function invalid(message: string): AwsError {
  return new AwsError('ValidationError', `Error in expression: ${message}`, { status: 400 })
}
