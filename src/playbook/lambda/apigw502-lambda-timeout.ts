import { timesAbove } from '../../evidence/cloudwatch/series.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { type CalledTable, calledTables } from '../../evidence/lambda/called-tables.ts'
import { functionConfiguration } from '../../evidence/lambda/configuration.ts'
import { type Failure, requestIdsOf, timesOf } from '../../evidence/lambda/failure.ts'
import { type FunctionFailures, functionFailures, inLog } from '../../evidence/lambda/failures.ts'
import { functionMetrics } from '../../evidence/lambda/metrics.ts'
import { optional } from '../../evidence/probe.ts'
import { defineCause } from '../cause.ts'
import { timeoutMinutes } from './timeout-evidence.ts'
import { reconfigure, shareOf } from './words.ts'

export const apigw502LambdaTimeout = defineCause({
  id: 'apigw502-lambda-timeout',
  target: 'function',
  symptoms: ['502', '500'],
  cause: 'The function ran into its own timeout before the API’s, and the API answers for it.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html',
  known: 'confirmed',
  leadsTo: ['apigw502-logged-lambda-timeout'],
  needs: {
    failures: optional(functionFailures),
    metrics: optional(functionMetrics),
    configuration: optional(functionConfiguration),
    tables: optional(calledTables),
  },
  fix: () => ({
    now: 'Raise the timeout below that of the API (29 s for REST), if the work needs it.',
    proper: 'Find what the invocation waits for: the last line before the timeout names it.',
    prevent: 'Set client timeouts shorter than the function’s.',
  }),
  diagnose({ failures, metrics, configuration, tables }, at) {
    const search = valueIfRead(failures)
    const timeouts = search?.failures.filter((failure) => failure.kind === 'timeout') ?? []
    const last = timeouts.at(-1)
    const timeoutSeconds = valueIfRead(configuration)?.timeoutSeconds ?? last?.timeoutSeconds
    const fix =
      timeoutSeconds !== undefined && timeoutSeconds < 28 ? { cli: reconfigure(at.target, '--timeout 28') } : {}
    const limit = timeoutSeconds === undefined ? '' : ` of ${timeoutSeconds} s`
    if (last !== undefined)
      return {
        strength: isThrottled(timeouts, search, valueIfRead(tables)) ? 'likely' : 'proven',
        summary: `${at.target.name} ran into its own timeout${limit}: ${shareOf(timeouts.length, metrics)} were cut off.`,
        facts: [at.fact('failures', 'Newest timeout', last.message, last.at, inLog(search?.group, last))],
        times: timesOf(timeouts),
        requestIds: requestIdsOf(timeouts),
        fix,
      }
    const minutes = timeoutMinutes(
      valueIfRead(metrics),
      timeoutSeconds === undefined ? undefined : timeoutSeconds * 1000,
      search,
    )
    if (minutes.length > 0)
      return {
        strength: 'likely',
        summary: `${at.target.name} runs into its own timeout${limit}: its slowest invocations take all of it in minutes with errors.`,
        facts: [
          at.fact(
            'metrics',
            'Minutes with errors whose longest duration is the timeout',
            `${minutes.length}`,
            minutes.at(-1),
            'Duration Maximum',
          ),
        ],
        times: minutes,
        fix,
      }
    const errors = valueIfRead(metrics)?.errors
    if (errors !== undefined && timesAbove(errors, 0).length === 0)
      return { clear: 'No invocation of the function failed, so none was cut off.' }
    if (search === undefined || search.state === 'no-group' || !search.complete)
      return { inconclusive: 'The function’s log could not be searched to its end.' }
    return { clear: `No invocation in ${search.group} ran into the function’s timeout.` }
  },
})

/** Whether something the function calls throttled it then: with a deeper reason measured, the timeout is only how it showed. */
function isThrottled(
  timeouts: readonly Failure[],
  search: FunctionFailures | undefined,
  tables: readonly CalledTable[] = [],
): boolean {
  const times = timesOf(timeouts)
  const isThen = (at: number): boolean => times.some((time) => Math.abs(time - at) <= 120_000)
  const logged = [...(search?.failures ?? []), ...(search?.loggedErrors ?? [])]
  return (
    logged.some((each) => each.kind === 'dependency-throttled' && isThen(each.at)) ||
    tables.some((table) => table.throttles.points.some((point) => point.value > 0 && isThen(point.at)))
  )
}
