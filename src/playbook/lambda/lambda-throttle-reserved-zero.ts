import { timesAbove, total } from '../../evidence/cloudwatch/series.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { functionMetrics } from '../../evidence/lambda/metrics.ts'
import { functionStop } from '../../evidence/lambda/stop.ts'
import { optional } from '../../evidence/probe.ts'
import { defineCause } from '../cause.ts'
import { throttleEffects } from './throttle-cause.ts'
import { count, lambdaCli } from './words.ts'

export const lambdaThrottleReservedZero = defineCause({
  id: 'lambda-throttle-reserved-zero',
  target: 'function',
  symptoms: ['throttled', 'errors', '500', '502', '504'],
  cause: 'The function’s reserved concurrency is zero, which refuses every call; often left from an earlier incident.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html',
  known: 'confirmed',
  leadsTo: throttleEffects,
  needs: { stop: functionStop, metrics: optional(functionMetrics) },
  fix: (target) => ({
    now: 'Remove the reservation, after making sure that whoever set it no longer needs the stop.',
    proper: 'Set the reservation in the template, so that a deploy puts it back.',
    prevent: 'Alarm on Throttles, and note each emergency stop where the team sees it.',
    cli: lambdaCli(target, 'delete-function-concurrency', ''),
  }),
  diagnose({ stop, metrics }, at) {
    if (stop === 'runs') return { clear: 'The function runs, and no call of it was refused.' }
    const { reserved } = stop
    if (reserved !== 0)
      return {
        clear:
          reserved === null
            ? 'The function has no reservation.'
            : `The function’s reserved concurrency is ${reserved}.`,
      }
    const throttles = valueIfRead(metrics)?.throttles
    const throttled = throttles === undefined ? 0 : total(throttles)
    const isAskedItself = at.symptom === 'throttled' || at.symptom === 'errors'
    const isRefusing = throttled > 0 || throttles === undefined || isAskedItself
    return {
      strength: isRefusing ? 'proven' : 'likely',
      summary: `${at.target.id} may not run at all: its reserved concurrency is 0${throttled > 0 ? `, and ${count(throttled, 'call')} were throttled` : ''}.`,
      facts: [
        at.fact('stop', 'ReservedConcurrentExecutions', '0'),
        ...(throttled > 0
          ? [at.fact('metrics', 'Throttles', `${throttled}`, throttles?.points.at(-1)?.at, 'Throttles')]
          : []),
      ],
      times: throttles === undefined ? [] : timesAbove(throttles, 0),
      ...(isRefusing && { standsAlone: true }),
    }
  },
})
