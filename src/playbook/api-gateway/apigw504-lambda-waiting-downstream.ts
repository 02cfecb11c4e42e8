import { slowInvocations } from '../../evidence/api-gateway/slow-invocations.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { functionConfiguration } from '../../evidence/lambda/configuration.ts'
import { from, optional } from '../../evidence/probe.ts'
import type { ApiTimeouts } from '../../targets/target.ts'
import { defineCause } from '../cause.ts'
import { counted, milliseconds } from './words.ts'

const fewest = 3
const spreadShare = 0.02

export const lambdaWaitingDownstream = defineCause({
  id: 'apigw504-lambda-waiting-downstream',
  target: 'api-timeouts',
  symptoms: ['504', '500', 'timeout'],
  cause: 'The function waits for a database or a service without a time limit of its own that fits the API’s.',
  fix: ({ function: fn }) => ({
    now: `Find which call of ${fn.id} takes that long: a trace, or a log line before and after each call.`,
    proper: 'Set connect and request timeouts on every client well below the API’s wait, with one retry at most.',
    prevent: `Turn on active tracing: aws lambda update-function-configuration --function-name ${fn.id} --tracing-config Mode=Active --region ${fn.region}`,
  }),
  docs: 'https://repost.aws/knowledge-center/api-gateway-504-errors',
  known: 'memory',
  leadsTo: ['apigw504-integration-timeout', 'httpapi503-timeout', 'apigw504-fn-timeout-gt-29'],
  needs: {
    invocations: slowInvocations,
    configuration: optional(from(functionConfiguration, ({ function: fn }: ApiTimeouts) => fn)),
  },
  diagnose({ invocations, configuration }, { target, fact }) {
    const { timeoutMs, function: fn } = target
    const limitMs = (valueIfRead(configuration)?.timeoutSeconds ?? 900) * 1000
    const slow = invocations.reports.filter(
      (each) =>
        each.durationMs >= 0.98 * timeoutMs &&
        each.durationMs < 0.98 * limitMs &&
        each.status !== 'timeout' &&
        each.initMs === undefined &&
        each.isInitRepeated !== true,
    )
    if (slow.length < fewest)
      return { inconclusive: `Fewer than ${fewest} slow invocations of ${fn.name} have a report line.` }
    const durations = slow.map((each) => each.durationMs).sort((a, b) => a - b)
    const [shortest = 0, longest = 0] = [durations[0], durations.at(-1)]
    if (longest - shortest > spreadShare * longest)
      return { clear: 'The slow invocations took differently long, which no time limit of a call explains.' }
    return {
      // Work that is always the same takes as long every time, too.
      strength: 'possible',
      summary: `${counted(slow.length, 'slow invocation')} of ${fn.name} all took ${milliseconds(shortest)} to ${milliseconds(longest)}, as if it waited for something that ends by a time limit of its own, later than the ${milliseconds(timeoutMs)} that ${target.api.name} waits.`,
      facts: [
        fact(
          'invocations',
          'Duration of the slow invocations',
          `${milliseconds(shortest)} to ${milliseconds(longest)} (${slow.length})`,
          slow.at(-1)?.at,
          slow.at(-1)?.requestId,
        ),
      ],
      resource: fn,
      times: slow.flatMap((each) => [each.at, each.at - each.durationMs]),
      requestIds: slow.map((each) => each.requestId),
    }
  },
})
