import { timesAbove, total } from '../../evidence/cloudwatch/series.ts'
import { functionMetrics } from '../../evidence/lambda/metrics.ts'
import { recursionConfig } from '../../evidence/lambda/recursion.ts'
import { optional } from '../../evidence/probe.ts'
import { defineCause } from '../cause.ts'
import { count, lambdaCli } from './words.ts'

const recentMs = 15 * 60_000

export const lambdaRecursionStopped = defineCause({
  id: 'lambda-recursion-stopped',
  aliases: [
    {
      id: 'lambda-timeout-recursion',
      when: { symptoms: ['timeout', '504'], askedOf: ['function', 'rest-api', 'http-api'] },
    },
  ],
  target: 'function',
  symptoms: ['errors', 'timeout', 'throttled'],
  cause:
    'The function triggers itself through what it writes to, and Lambda stops the loop after about sixteen rounds.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html',
  known: 'confirmed',
  needs: { metrics: functionMetrics, recursion: optional(recursionConfig) },
  fix: (target) => ({
    now: 'If it keeps growing, stop the function: set its reserved concurrency to zero, and drain the queue or topic.',
    proper: 'Write to another bucket, prefix, queue or topic than the one that triggers it.',
    prevent: 'Leave loop detection at Terminate and alarm on RecursiveInvocationsDropped.',
    cli: lambdaCli(target, 'put-function-concurrency', '--reserved-concurrent-executions 0'),
  }),
  diagnose({ metrics, recursion }, at) {
    const dropped = total(metrics.recursiveInvocationsDropped)
    if (dropped === 0) return { clear: 'Lambda stopped no recursive invocation.' }
    return {
      strength: 'likely',
      summary: `${at.target.name} triggers itself: Lambda stopped ${count(dropped, 'recursive invocation')}.`,
      facts: [
        at.fact(
          'metrics',
          'RecursiveInvocationsDropped',
          `${dropped}`,
          metrics.recursiveInvocationsDropped.points.at(-1)?.at,
          'RecursiveInvocationsDropped',
        ),
        ...(recursion.status === 'ok' && recursion.value !== null
          ? [at.fact('recursion', 'Loop detection', recursion.value)]
          : []),
      ],
      times: timesAbove(metrics.recursiveInvocationsDropped, 0),
      // A stopped loop is no error of the function, and what asks for an API’s failures does not mean it.
      standsAlone:
        ['errors', 'timeout', 'throttled'].includes(at.symptom) &&
        (timesAbove(metrics.recursiveInvocationsDropped, 0).at(-1) ?? 0) >= at.window.to - recentMs,
    }
  },
})
