import { total } from '../../evidence/cloudwatch/series.ts'
import { ruleMetrics } from '../../evidence/eventbridge/metrics.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { functionMetrics, seriesOf } from '../../evidence/lambda/metrics.ts'
import { from, optional } from '../../evidence/probe.ts'
import type { EventRule, LambdaFunction, RuleToFunction } from '../../targets/target.ts'
import { defineCause } from '../cause.ts'
import { keepDropped } from '../lambda/words.ts'
import { flowOf, minutesOf } from './flow.ts'
import { count, outOf } from './words.ts'

const ruleOf = (edge: RuleToFunction): EventRule => edge.rule
const functionOf = (edge: RuleToFunction): LambdaFunction => edge.function

/** Below this share, retries mend what fails. */
const muchShare = 0.2

export const ebAsyncLambdaFailing = defineCause({
  id: 'eb-async-lambda-failing',
  target: 'rule-to-function',
  symptoms: ['no-event'],
  cause:
    'EventBridge delivers, but the function fails: Lambda tries an asynchronous event twice more and then drops it.',
  fix: ({ function: fn }) => ({
    now: `Mend ${fn.name}: \`why-errors ${fn.name}\` shows what it fails with.`,
    proper:
      'Give the function an on-failure destination, which keeps the event and the error; the rule’s dead-letter queue sees neither.',
    prevent: 'Alarm on Errors and AsyncEventsDropped of the function.',
    cli: keepDropped(fn),
    iac: '`AWS::Lambda::EventInvokeConfig` with `DestinationConfig.OnFailure`; CDK: `onFailure`; Terraform: `aws_lambda_function_event_invoke_config`.',
  }),
  docs: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-troubleshooting.html',
  known: 'memory',
  needs: { fn: from(functionMetrics, functionOf), metrics: optional(from(ruleMetrics, ruleOf)) },
  diagnose({ fn: read, metrics }, at) {
    const { rule, function: fn } = at.target
    const series = seriesOf(read)
    const flow = flowOf(valueIfRead(metrics))
    const errors = total(series.errors)
    const throttles = total(series.throttles)
    const invocations = total(series.invocations)
    const dropped = total(series.asyncEventsDropped)
    if (flow !== undefined && flow.delivered === 0)
      return { clear: `${rule.name} delivered nothing to ${fn.name} in the window.` }
    const share = errors / Math.max(1, invocations)
    const refused = throttles / Math.max(1, throttles + invocations)
    if (dropped === 0 && share < muchShare && refused < muchShare)
      return { clear: `${fn.name} failed in ${errors} of ${count(invocations, 'invocation')}.` }
    return {
      strength: flow === undefined ? 'possible' : 'likely',
      times: [
        ...new Set([
          ...minutesOf(series.errors),
          ...minutesOf(series.throttles),
          ...minutesOf(series.asyncEventsDropped),
        ]),
      ],
      summary: `${rule.name} delivers${flow === undefined ? '' : ` (${count(flow.delivered, 'event')})`}, but ${fn.name} ${share >= muchShare ? `fails in ${errors.toLocaleString('en-GB')} of ${count(invocations, 'invocation')}` : refused >= muchShare ? `is throttled ${count(throttles, 'time')}` : 'drops events'}${dropped > 0 ? ` and Lambda dropped ${count(dropped, 'event')}` : ''}.`,
      facts: [
        at.fact(
          'fn',
          'Failed invocations of the function',
          outOf(errors, invocations),
          minutesOf(series.errors)[0],
          'Errors',
        ),
        ...(throttles > 0
          ? [at.fact('fn', 'Throttled', count(throttles, 'time'), minutesOf(series.throttles)[0], 'Throttles')]
          : []),
        ...(dropped > 0
          ? [
              at.fact(
                'fn',
                'Events dropped by Lambda',
                String(dropped),
                minutesOf(series.asyncEventsDropped)[0],
                'AsyncEventsDropped',
              ),
            ]
          : []),
        ...(flow === undefined
          ? []
          : [at.fact('metrics', 'Delivered by the rule', String(flow.delivered), undefined, 'Invocations')]),
      ],
    }
  },
})
