import { type InvocationReport, slowInvocations } from '../../evidence/api-gateway/slow-invocations.ts'
import { defineCause } from '../cause.ts'
import { provision } from '../lambda/words.ts'
import { counted, milliseconds } from './words.ts'

/** Below this it is the limit that is unusual, not the start. */
const usualMs = 20_000

export const coldStart504 = defineCause({
  id: 'apigw504-cold-start',
  target: 'api-timeouts',
  symptoms: ['504', '500', 'timeout'],
  cause: 'Starting an environment and the handler together take longer than the API waits, while warm calls are fast.',
  fix: ({ function: fn }) => ({
    now: `Raise the memory of ${fn.id}, which speeds its start up, or keep environments ready with provisioned concurrency on an alias, which is billed by the hour.`,
    proper: 'Load less at start: bundle, import lazily, make clients on first use; SnapStart where the runtime has it.',
    prevent: 'Measure Init Duration in every release.',
    cli: provision(fn, 2),
  }),
  docs: 'https://repost.aws/knowledge-center/api-gateway-504-errors',
  known: 'confirmed',
  leadsTo: [
    'apigw504-integration-timeout',
    'httpapi503-timeout',
    'apigw504-fn-timeout-gt-29',
    'httpapi503-custom-low-timeout',
  ],
  needs: { invocations: slowInvocations },
  diagnose({ invocations }, { target, fact }) {
    const { timeoutMs, function: fn } = target
    if (invocations.state === 'no-group' || invocations.reports.length === 0)
      return { inconclusive: `The log of ${fn.name} has no report lines.` }
    const slow = invocations.reports.filter((each) => each.durationMs + (each.initMs ?? 0) >= 0.98 * timeoutMs)
    const cold = slow.filter(
      (each) => each.isInitRepeated === true || (each.initMs !== undefined && each.durationMs < timeoutMs),
    )
    const warm = invocations.reports.filter((each) => each.initMs === undefined && each.isInitRepeated !== true)
    const last = cold.at(-1)
    if (last === undefined) return { clear: 'The slow invocations were not cold starts.' }
    if (cold.length < 0.9 * slow.length) return { clear: 'Warm invocations were just as slow.' }
    return {
      strength:
        timeoutMs >= usualMs &&
        cold.length >= 2 &&
        warm.length > 0 &&
        warm.every((each) => each.durationMs < 0.9 * timeoutMs)
          ? 'proven'
          : warm.length > 0
            ? 'likely'
            : 'possible',
      summary: `${fn.name} is too slow only when it starts cold: ${counted(cold.length, 'cold invocation')} took up to ${milliseconds(last.durationMs + (last.initMs ?? 0))} with ${startWords(last)}, and ${target.api.name} waits ${milliseconds(timeoutMs)}.`,
      facts: [
        fact(
          'invocations',
          'Init Duration and Duration',
          last.initMs === undefined
            ? `init timed out and was begun again within ${milliseconds(last.durationMs)}`
            : `${milliseconds(last.initMs)} + ${milliseconds(last.durationMs)}`,
          last.at,
          last.requestId,
        ),
        fact(
          'invocations',
          'Longest warm invocation',
          warm.length === 0 ? 'none seen' : milliseconds(Math.max(...warm.map((each) => each.durationMs))),
        ),
      ],
      resource: fn,
      times: cold.flatMap((each) => [each.at, each.at - each.durationMs - (each.initMs ?? 0)]),
      requestIds: cold.map((each) => each.requestId),
    }
  },
})

function startWords({ initMs }: InvocationReport): string {
  return initMs === undefined
    ? 'a start that ran out of its ten seconds and was begun again'
    : `${milliseconds(initMs)} of start`
}
