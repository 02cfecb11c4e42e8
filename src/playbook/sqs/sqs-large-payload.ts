import { highest } from '../../evidence/cloudwatch/series.ts'
import { defineCause } from '../cause.ts'
import { backlogFacts } from './backlog-facts.ts'
import { consumptionNeeds, consumptionOf } from './consumption.ts'

/** A function is called with at most this much. */
const mostBytes = 6 * 1024 * 1024

export const sqsLargePayload = defineCause({
  id: 'sqs-large-payload',
  target: 'queue-to-function',
  symptoms: ['stuck'],
  cause: 'The messages are so large that a batch reaches 6 MB before it is full, so each call takes fewer of them.',
  fix: () => ({
    proper:
      'Send a reference to S3 instead of the payload, or reckon with the smaller batches when setting concurrency.',
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html',
  known: 'confirmed',
  needs: consumptionNeeds,
  diagnose(evidence, at) {
    const { queue, function: fn } = at.target
    const seen = consumptionOf(evidence, at)
    const { mapping, backlog, invocations } = seen
    const bytes = seen.queue === undefined ? undefined : highest(seen.queue.sentSize)
    if (mapping === undefined || bytes === undefined)
      return { inconclusive: 'The size of the messages is not reported.' }
    // A binary payload or many attributes add to what is counted as sent.
    const fitting = Math.floor(mostBytes / bytes)
    if (fitting >= mapping.batchSize)
      return { clear: `Batches of ${mapping.batchSize} messages of ${Math.round(bytes / 1024)} KB stay below 6 MB.` }
    if (backlog.state !== 'stuck') return { clear: `${queue.name} keeps up with batches of ${fitting}.` }
    const perInvocation =
      invocations === undefined || invocations === 0 ? undefined : (backlog.received ?? 0) / invocations
    if (perInvocation === undefined || perInvocation > fitting * 1.2)
      return { clear: 'The batches are not smaller than set.' }
    return {
      strength: 'possible',
      summary: `Messages of ${Math.round(bytes / 1024)} KB fill the 6 MB of a call after ${fitting}, so ${fn.name} takes ${perInvocation.toFixed(1)} at a time instead of ${mapping.batchSize}.`,
      facts: [
        at.fact('queueMetrics', 'Size of a message', `${Math.round(bytes / 1024)} KB`, undefined, 'SentMessageSize'),
        at.fact('mappings', 'Batch size', String(mapping.batchSize)),
        ...backlogFacts(at, seen),
      ],
    }
  },
})
