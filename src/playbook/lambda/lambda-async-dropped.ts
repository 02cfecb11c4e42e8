import { highest, timesAbove, total } from '../../evidence/cloudwatch/series.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { invokeConfig } from '../../evidence/lambda/invoke-config.ts'
import { functionMetrics } from '../../evidence/lambda/metrics.ts'
import { optional } from '../../evidence/probe.ts'
import { defineCause } from '../cause.ts'
import { count, duration, keepDropped } from './words.ts'

const recentMs = 15 * 60_000

export const lambdaAsyncDropped = defineCause({
  id: 'lambda-async-dropped',
  target: 'function',
  symptoms: ['errors', 'throttled'],
  cause: 'Asynchronous events were dropped: their retries or their age ran out, or reserved concurrency is zero.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html',
  known: 'confirmed',
  needs: { metrics: functionMetrics, invoke: optional(invokeConfig) },
  fix: () => ({
    now: 'Keep what is dropped: set a destination for failures.',
    proper: 'Remove the reason for the errors or throttles that used up the retries.',
    prevent: 'Alarm on AsyncEventsDropped above zero.',
    iac: 'CDK: onFailure: new SqsDestination(queue); SAM: EventInvokeConfig.DestinationConfig.OnFailure',
  }),
  diagnose({ metrics, invoke }, at) {
    if (!['errors', 'throttled'].includes(at.symptom))
      return { clear: 'Callers who wait for an answer do not call asynchronously.' }
    const dropped = total(metrics.asyncEventsDropped)
    if (dropped === 0) return { clear: 'No asynchronous event was dropped.' }
    const config = valueIfRead(invoke) ?? undefined
    const age = highest(metrics.asyncEventAge)
    return {
      strength: 'proven',
      summary: `${at.target.name} lost ${count(dropped, 'asynchronous event')}${config === undefined ? '' : config.onFailureArn === undefined ? ', and nothing keeps them: it has no destination for failures' : `; they went to ${config.onFailureArn}`}.`,
      facts: [
        at.fact(
          'metrics',
          'AsyncEventsDropped',
          `${dropped}`,
          metrics.asyncEventsDropped.points.at(-1)?.at,
          'AsyncEventsDropped',
        ),
        ...(age === undefined ? [] : [at.fact('metrics', 'Oldest event', duration(age), undefined, 'AsyncEventAge')]),
        ...(config === undefined
          ? []
          : [
              at.fact(
                'invoke',
                'Retries and age',
                `${config.maximumRetryAttempts} ${config.maximumRetryAttempts === 1 ? 'retry' : 'retries'}, ${config.maximumEventAgeSeconds.toLocaleString('en-US')} s at most`,
              ),
            ]),
      ],
      times: timesAbove(metrics.asyncEventsDropped, 0),
      fix:
        config?.onFailureArn !== undefined
          ? { now: `Read the dropped events in ${config.onFailureArn} and send them again.` }
          : invoke.status === 'ok'
            ? { cli: keepDropped(at.target, config === undefined ? 'put' : 'update') }
            : {},
      // With nothing else failing, a drop that is long over is no cause of anything now.
      standsAlone: (timesAbove(metrics.asyncEventsDropped, 0).at(-1) ?? 0) >= at.window.to - recentMs,
    }
  },
})
