import { valueIfRead } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import { queueAttributes } from '../../evidence/sqs/attributes.ts'
import { deadLetterSources } from '../../evidence/sqs/dead-letter-sources.ts'
import { queueMappings } from '../../evidence/sqs/mappings.ts'
import { queueMetrics } from '../../evidence/sqs/metrics.ts'
import { defineCause } from '../cause.ts'
import { choose } from '../command.ts'
import { backlogOf } from './backlog.ts'
import { isDeadLetterQueue } from './dead-letter-name.ts'
import { count, span } from './words.ts'

export const sqsEsmMissing = defineCause({
  id: 'sqs-esm-missing',
  target: 'queue',
  symptoms: ['stuck'],
  cause: 'No event source mapping reads the queue, and nothing else receives from it.',
  fix: (queue) => ({
    now: 'Find the consumer this queue is meant for. Where it is a function, create the mapping.',
    prevent: 'Keep the mapping in the same template as the queue, and alarm on ApproximateAgeOfOldestMessage.',
    cli: choose(
      `aws lambda list-functions --query 'Functions[].FunctionArn' --region ${queue.region}`,
      { FUNCTION: 'the ARN of the function or alias that works on the messages' },
      ({ FUNCTION }) =>
        `aws lambda create-event-source-mapping --function-name ${FUNCTION} --event-source-arn ${queue.arn} --batch-size 10 --region ${queue.region}`,
    ),
    iac: 'SAM: an event of `Type: SQS` on the function; CDK: `fn.addEventSource(new SqsEventSource(queue))`; Terraform: `aws_lambda_event_source_mapping`.',
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html',
  known: 'confirmed',
  needs: {
    mappings: queueMappings,
    attributes: queueAttributes,
    metrics: optional(queueMetrics),
    sources: optional(deadLetterSources),
  },
  diagnose({ mappings, attributes, metrics, sources }, at) {
    const queue = at.target
    if (mappings.mappings.length > 0)
      return {
        clear: `${count(mappings.mappings.length, 'mapping')} read${mappings.mappings.length === 1 ? 's' : ''} ${queue.name}.`,
      }
    if (!mappings.complete) return { inconclusive: 'The list of event source mappings did not end.' }
    if (isDeadLetterQueue(queue, valueIfRead(sources)))
      return { clear: `${queue.name} is a dead-letter queue: messages lie there until a person moves them.` }
    const backlog = backlogOf(attributes, valueIfRead(metrics), at.window.to)
    if (backlog.waiting === 0) return { clear: `No mapping reads ${queue.name}, but no message waits either.` }
    const consumed = Math.max(backlog.received ?? 0, backlog.deleted ?? 0)
    if (consumed > 0)
      return {
        clear: `No mapping reads ${queue.name}, but ${count(consumed, 'message')} went to another kind of consumer.`,
      }
    const isUnread = backlog.received !== undefined || backlog.state === 'stuck'
    const readers = otherAccounts(attributes.policy?.flatMap((each) => each.principals) ?? [], queue.account)
    return {
      strength: isUnread && metrics.status === 'ok' && readers.length === 0 ? 'likely' : 'possible',
      standsAlone: true,
      summary: `No event source mapping reads ${queue.name}${backlog.received === 0 ? ' and nothing received from it' : ''}, while ${count(backlog.waiting, 'message')} wait${backlog.waiting === 1 ? 's' : ''}.`,
      facts: [
        at.fact('mappings', 'Event source mappings of the queue', 'none in this account'),
        at.fact('attributes', 'Visible messages', backlog.waiting.toLocaleString('en-GB')),
        ...(backlog.received === undefined
          ? []
          : [at.fact('metrics', 'Messages received', '0', undefined, 'NumberOfMessagesReceived')]),
        ...(backlog.ageSeconds === undefined
          ? []
          : [
              at.fact(
                'metrics',
                'Oldest message waits',
                span(backlog.ageSeconds),
                undefined,
                'ApproximateAgeOfOldestMessage',
              ),
            ]),
        ...(readers.length === 0
          ? []
          : [at.fact('attributes', 'The policy lets other accounts read', readers.join(', '))]),
      ],
    }
  },
})

function otherAccounts(principals: readonly string[], own: string): string[] {
  const accounts = principals.flatMap((each) => /(?:^|::)(\d{12})(?::|$)/.exec(each)?.[1] ?? [])
  return [...new Set(accounts)].filter((each) => each !== own)
}
