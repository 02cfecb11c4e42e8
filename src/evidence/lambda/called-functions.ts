import { getFunctionConfiguration } from '../../targets/resolve/function-calls.ts'
import { type LambdaFunction, lambdaFunction } from '../../targets/target.ts'
import { citeMetric, type MetricQuery, readMetrics } from '../cloudwatch/metrics.ts'
import { noData, type Series } from '../cloudwatch/series.ts'
import { EvidenceMissing } from '../evidence.ts'
import { defineProbe } from '../probe.ts'
import { type FunctionFailures, functionFailures } from './failures.ts'

/** A function that a function seems to call. */
export interface CalledFunction {
  readonly name: string
  /** Calls that Lambda refused, by minute. */
  readonly throttles: Series
}

const mostFunctions = 4

/**
 * Functions that a function's errors name, and those its environment names; read only where its log says that Lambda throttled a call of its.
 *
 * A value of the environment leaves the probe only when CloudWatch has data of a function by that name: then it is that function's name.
 */
export const calledFunctions = defineProbe<readonly CalledFunction[], LambdaFunction>({
  id: 'lambda.called-functions',
  actions: ['lambda:GetFunctionConfiguration', 'cloudwatch:GetMetricData'],
  uses: [functionFailures],
  key: (target) => target.arn,
  resource: (target) => target.arn,
  async fetch(target, at) {
    const search = await at.read(functionFailures, target).catch((error: unknown) => {
      if (error instanceof EvidenceMissing) return undefined
      throw error
    })
    if (search === undefined || !saysThrottledByLambda(search)) return []
    const fromLog = [...search.failures, ...search.loggedErrors].flatMap(
      ({ dependency, message }) => nameIn(dependency?.resource ?? '') ?? nameIn(message) ?? [],
    )
    const { Environment: environment } = await getFunctionConfiguration(at.aws, target)
    const fromEnvironment = Object.entries(environment?.Variables ?? {}).flatMap(([key, value]) => {
      const inArn = nameIn(value)
      if (inArn !== undefined) return [inArn]
      return /FUNCTION|LAMBDA|FN_|_FN|WORKER|SERVICE/i.test(key) && /^[\w-]{1,64}$/.test(value) ? [value] : []
    })
    const names = [...new Set([...fromLog, ...fromEnvironment])]
      .filter((name) => name !== target.id)
      .slice(0, mostFunctions)
    if (names.length === 0) return []
    const series = await readMetrics(
      at,
      Object.fromEntries(
        names.flatMap((name) => [
          [`${name} throttles`, query(name, 'Throttles')],
          [`${name} invocations`, query(name, 'Invocations')],
        ]),
      ),
    )
    return names.flatMap((name) => {
      const [throttles = noData, invocations = noData] = [series[`${name} throttles`], series[`${name} invocations`]]
      const isFunction = throttles.points.length > 0 || invocations.points.length > 0
      return isFunction || fromLog.includes(name) ? [{ name, throttles }] : []
    })
  },
  cite: (target, window, aspect) =>
    citeMetric(
      aspect === undefined ? target : lambdaFunction(target, aspect),
      query(aspect ?? '', 'Throttles'),
      window,
    ),
})

/** Lambda refuses a call with a TooManyRequestsException, a code that few other services have. */
function saysThrottledByLambda({ failures, loggedErrors }: FunctionFailures): boolean {
  return [...failures, ...loggedErrors].some(
    ({ kind, dependency, errorType, message }) =>
      kind === 'dependency-throttled' &&
      (dependency?.service === 'lambda' ||
        dependency?.operation === 'Invoke' ||
        /TooManyRequestsException/.test(`${errorType} ${message}`)),
  )
}

function nameIn(text: string): string | undefined {
  return /arn:aws[\w-]*:lambda:[\w-]+:\d{12}:function:([\w-]+)/.exec(text)?.[1]
}

function query(name: string, metric: string): MetricQuery {
  return { namespace: 'AWS/Lambda', metric, dimensions: { FunctionName: name }, stat: 'Sum' }
}
