import { highest, total } from '../../evidence/cloudwatch/series.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { calledFunctions } from '../../evidence/lambda/called-functions.ts'
import { calledTables, tableNameOf } from '../../evidence/lambda/called-tables.ts'
import { type FunctionConfiguration, functionConfiguration } from '../../evidence/lambda/configuration.ts'
import { functionFailures } from '../../evidence/lambda/failures.ts'
import { functionMetrics, seriesOf } from '../../evidence/lambda/metrics.ts'
import { from, optional } from '../../evidence/probe.ts'
import {
  type FunctionThrottles,
  type FunctionTimeouts,
  type LambdaFunction,
  lambdaFunction,
  placeOf,
  type Table,
  table,
} from '../../targets/target.ts'
import { defineHop } from '../sign.ts'
import { timeoutMinutes } from './timeout-evidence.ts'

/** An API gives up on a function long before a function must. */
const slowForCallerMs = 5_000
/** Lines that name a table as throttling, from which on it is behind the failure and not a retry that went well. */
const fewestToBlame = 3

/** The second look at a function whose invocations ran into a limit: its last lines, its network, its tables. */
export const toTimeouts = defineHop({
  id: 'function-to-timeouts',
  from: 'function',
  symptoms: ['timeout', '504', '502', '500', 'errors'],
  needs: {
    failures: optional(functionFailures),
    metrics: optional(functionMetrics),
    configuration: optional(functionConfiguration),
  },
  next({ failures, metrics, configuration }, { target, symptom }) {
    const config = valueIfRead(configuration)
    const read = valueIfRead(metrics)
    const hasLogged = valueIfRead(failures)?.failures.some((failure) => failure.kind === 'timeout') === true
    const hasMeasured =
      timeoutMinutes(read, config === undefined ? undefined : config.timeoutSeconds * 1000, valueIfRead(failures))
        .length > 0
    const slowest = read === undefined ? undefined : highest(seriesOf(read).durationMaximum)
    const isSlowForCaller = symptom === '504' && slowest !== undefined && slowest >= slowForCallerMs
    return hasLogged || hasMeasured || isSlowForCaller ? [timeoutsOf(target, config)] : []
  },
})

/** The second look at a function whose calls were refused: every limit that may apply. */
export const toThrottles = defineHop({
  id: 'function-to-throttles',
  from: 'function',
  symptoms: ['throttled', 'errors', '500', '502', '504'],
  needs: { metrics: functionMetrics },
  next: ({ metrics }, { target }) =>
    total(metrics.throttles) > 0 || (metrics.qualified !== undefined && total(metrics.qualified.throttles) > 0)
      ? [throttlesOf(target)]
      : [],
})

/** The tables that a function's errors name as throttling it. */
export const toThrottledTables = defineHop({
  id: 'function-to-throttled-tables',
  from: 'function',
  symptoms: ['errors', 'timeout', '502', '500', '504'],
  needs: { failures: functionFailures },
  next({ failures: { failures, loggedErrors } }, { target }) {
    const names = [...failures, ...loggedErrors]
      .filter(
        ({ kind, dependency }) => kind === 'dependency-throttled' && (dependency?.service ?? 'dynamodb') === 'dynamodb',
      )
      .flatMap(({ dependency }) => tableNameOf(dependency?.resource) ?? [])
    const isBlamed = (name: string): boolean => names.filter((each) => each === name).length >= fewestToBlame
    return tablesNamed(target, names).map((each) => (isBlamed(each.id) ? { ...each, isBlamedByCaller: true } : each))
  },
})

/** The functions that are throttled when a function calls them. */
export const toThrottledFunctions = defineHop({
  id: 'function-to-throttled-functions',
  from: 'function',
  symptoms: ['errors', 'timeout', '502', '500', '504'],
  needs: { functions: calledFunctions },
  next: ({ functions }, { target }) =>
    functions.filter((each) => total(each.throttles) > 0).map((each) => throttlesOf(lambdaFunction(target, each.name))),
})

/** The tables that throttled while the function ran into its limit. */
export const timeoutsToTables = defineHop({
  id: 'function-timeouts-to-tables',
  from: 'function-timeouts',
  symptoms: ['timeout', '504', '502', '500', 'errors'],
  needs: { tables: from(calledTables, (target: FunctionTimeouts) => target.function) },
  next: ({ tables }, { target }) =>
    tablesNamed(
      target.function,
      tables.filter((each) => total(each.throttles) > 0).map((each) => each.name),
    ),
})

export function timeoutsOf(fn: LambdaFunction, configuration: FunctionConfiguration | undefined): FunctionTimeouts {
  const { vpc } = configuration ?? {}
  return {
    kind: 'function-timeouts',
    id: fn.id,
    name: fn.name,
    arn: fn.arn,
    ...placeOf(fn),
    function: fn,
    vpcId: vpc?.vpcId ?? '',
    subnetIds: vpc?.subnetIds ?? [],
    securityGroupIds: vpc?.securityGroupIds ?? [],
  }
}

export function throttlesOf(fn: LambdaFunction): FunctionThrottles {
  return { kind: 'function-throttles', id: fn.id, name: fn.name, arn: fn.arn, ...placeOf(fn), function: fn }
}

function tablesNamed(fn: LambdaFunction, names: readonly string[]): Table[] {
  return [...new Set(names)].slice(0, 3).map((name) => table(fn, name))
}
