import { timesAbove, total } from '../../evidence/cloudwatch/series.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { functionConfiguration } from '../../evidence/lambda/configuration.ts'
import { invokeConfig } from '../../evidence/lambda/invoke-config.ts'
import { functionMetrics } from '../../evidence/lambda/metrics.ts'
import { optional } from '../../evidence/probe.ts'
import { defineCause } from '../cause.ts'
import { count } from './words.ts'

export const lambdaDlqPermission = defineCause({
  id: 'lambda-dlq-permission',
  target: 'function',
  symptoms: ['errors'],
  cause:
    'Lambda could not hand a failed event to the dead-letter queue or destination: the role may not send to it, or its key refuses.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html',
  known: 'confirmed',
  needs: { metrics: functionMetrics, configuration: optional(functionConfiguration), invoke: optional(invokeConfig) },
  fix: () => ({
    now: 'Allow the function’s role to send to it (sqs:SendMessage, sns:Publish, lambda:InvokeFunction or events:PutEvents), and to use its key.',
    proper: 'Let the construct make the grant where it sets the queue.',
    prevent: 'Alarm on DeadLetterErrors and DestinationDeliveryFailures above zero.',
  }),
  diagnose({ metrics, configuration, invoke }, at) {
    if (at.symptom !== 'errors')
      return { clear: 'What becomes of a failed asynchronous event does not reach this caller.' }
    const isDeadLetter = total(metrics.deadLetterErrors) > 0
    const series = isDeadLetter ? metrics.deadLetterErrors : metrics.destinationDeliveryFailures
    const failed = total(series)
    if (failed === 0) return { clear: 'Every failed event reached its queue or destination, or there was none.' }
    const name = isDeadLetter ? 'DeadLetterErrors' : 'DestinationDeliveryFailures'
    const where = isDeadLetter
      ? valueIfRead(configuration)?.deadLetterArn
      : (valueIfRead(invoke)?.onFailureArn ?? valueIfRead(invoke)?.onSuccessArn)
    return {
      strength: 'likely',
      summary: `${count(failed, 'failed event')} of ${at.target.name} could not be handed to ${where ?? (isDeadLetter ? 'its dead-letter queue' : 'its destination')} and is lost.`,
      facts: [
        at.fact('metrics', name, `${failed}`, series.points.at(-1)?.at, name),
        ...(where === undefined
          ? []
          : [
              at.fact(
                isDeadLetter ? 'configuration' : 'invoke',
                isDeadLetter ? 'Dead-letter queue' : 'Destination',
                where,
              ),
            ]),
      ],
      times: timesAbove(series, 0),
      standsAlone: true,
    }
  },
})
