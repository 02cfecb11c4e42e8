import { type Expression, parseExpression } from './expression.ts'
import {
  aggregate,
  choose,
  combine,
  differences,
  fill,
  invalid,
  listed,
  mapValue,
  runningSum,
  scalarOf,
  seriesOf,
  sort,
} from './series-math.ts'
import type { Points } from './statistic.ts'

/** A value of metric math: one number, one series, or several series with their labels. */
export type MathValue =
  | { readonly kind: 'scalar'; readonly value: number }
  | { readonly kind: 'series'; readonly all: readonly LabelledPoints[] }

export interface LabelledPoints {
  readonly label: string
  readonly points: Points
  /** More than one result comes back under the same id. */
  readonly isList?: true
}

export interface MathContext {
  /** The result of another query of the same request. */
  lookup(id: string): MathValue
  /** The queries that METRICS() means, by id prefix. */
  metrics(filter: string | undefined): readonly LabelledPoints[]
  search(expression: string, statistic: string, periodSeconds: number): readonly LabelledPoints[]
  readonly periodSeconds: number
  /** Every period of the window, ascending. */
  readonly times: readonly number[]
}

/** Evaluates a metric math expression as GetMetricData does. */
export function evaluateMath(source: string, context: MathContext): MathValue {
  return evaluate(parseExpression(source), context)
}

function evaluate(expression: Expression, context: MathContext): MathValue {
  switch (expression.kind) {
    case 'number':
      return { kind: 'scalar', value: expression.value }
    case 'text':
      throw invalid('A string is not a value here.')
    case 'name':
      return context.lookup(expression.name)
    case 'list':
      return { kind: 'series', all: listed(expression.items.flatMap((item) => seriesOf(evaluate(item, context)))) }
    case 'unary':
      return mapValue(evaluate(expression.operand, context), (value) =>
        expression.operator === '-' ? -value : value === 0 ? 1 : 0,
      )
    case 'binary':
      return combine(expression.operator, evaluate(expression.left, context), evaluate(expression.right, context))
    case 'call':
      return call(expression.name.toUpperCase(), expression.args, context)
  }
}

function call(name: string, args: readonly Expression[], context: MathContext): MathValue {
  const value = (index: number): MathValue => {
    const arg = args[index]
    if (arg === undefined) throw invalid(`${name} needs ${index + 1} arguments.`)
    return evaluate(arg, context)
  }
  const text = (index: number): string | undefined => {
    const arg = args[index]
    return arg?.kind === 'text' ? arg.value : arg?.kind === 'name' ? arg.name : undefined
  }
  switch (name) {
    case 'METRICS':
      return { kind: 'series', all: listed(context.metrics(text(0))) }
    case 'FILL':
      return fill(value(0), text(1)?.toUpperCase() ?? value(1), context.times)
    case 'SUM':
    case 'AVG':
    case 'MIN':
    case 'MAX':
    case 'STDDEV':
      return aggregate(name, value(0))
    case 'IF':
      return choose(value(0), value(1), args.length > 2 ? value(2) : undefined)
    case 'ABS':
      return mapValue(value(0), Math.abs)
    case 'CEIL':
      return mapValue(value(0), Math.ceil)
    case 'FLOOR':
      return mapValue(value(0), Math.floor)
    case 'LOG':
      return mapValue(value(0), Math.log)
    case 'LOG10':
      return mapValue(value(0), Math.log10)
    case 'PERIOD':
      return { kind: 'scalar', value: context.periodSeconds }
    case 'RATE':
      return differences(value(0), (change, seconds) => change / seconds)
    case 'DIFF':
      return differences(value(0), (change) => change)
    case 'DIFF_TIME':
      return differences(value(0), (_change, seconds) => seconds)
    case 'RUNNING_SUM':
      return {
        kind: 'series',
        all: seriesOf(value(0)).map((series) => ({ ...series, points: runningSum(series.points) })),
      }
    case 'DATAPOINT_COUNT':
    case 'METRIC_COUNT':
      return {
        kind: 'scalar',
        value:
          name === 'METRIC_COUNT'
            ? seriesOf(value(0)).length
            : Math.max(0, ...seriesOf(value(0)).map(({ points }) => points.length)),
      }
    case 'FIRST':
    case 'LAST':
      return {
        kind: 'series',
        all: seriesOf(value(0))
          .slice(name === 'FIRST' ? 0 : -1)
          .slice(0, 1),
      }
    case 'TIME_SERIES': {
      const constant = scalarOf(value(0))
      return { kind: 'series', all: [{ label: '', points: context.times.map((time) => [time, constant]) }] }
    }
    case 'SLICE':
      return {
        kind: 'series',
        all: seriesOf(value(0)).slice(scalarOf(value(1)), args.length > 2 ? scalarOf(value(2)) : undefined),
      }
    case 'SORT':
      return sort(
        seriesOf(value(0)),
        text(1) ?? 'AVG',
        text(2) ?? 'DESC',
        args[3] === undefined ? undefined : scalarOf(value(3)),
      )
    case 'REMOVE_EMPTY':
      return { kind: 'series', all: seriesOf(value(0)).filter(({ points }) => points.length > 0) }
    case 'SEARCH':
      return {
        kind: 'series',
        all: listed(
          context.search(
            text(0) ?? '',
            text(1) ?? 'Average',
            args[2] === undefined ? context.periodSeconds : scalarOf(value(2)),
          ),
        ),
      }
    default:
      throw invalid(`The sandbox's metric math does not know the function ${name}.`)
  }
}
