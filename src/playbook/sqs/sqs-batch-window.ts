import { highest } from '../../evidence/cloudwatch/series.ts'
import { defineCause } from '../cause.ts'
import { backlogFacts } from './backlog-facts.ts'
import { consumptionNeeds, consumptionOf } from './consumption.ts'
import { span } from './words.ts'

const noticeableSeconds = 60

export const sqsBatchWindow = defineCause({
  id: 'sqs-batch-window',
  target: 'queue-to-function',
  symptoms: ['stuck'],
  cause: 'The mapping waits for a batch to fill before it calls the function.',
  fix: ({ function: fn }) => ({
    now: 'Nothing is broken: lower the batching window if the messages should not wait.',
    proper:
      'Keep a window only where larger batches are worth the wait; a batch size above 10 needs at least one second.',
    iac: `SAM: \`MaximumBatchingWindowInSeconds\`; CDK: \`maxBatchingWindow\`; Terraform: \`maximum_batching_window_in_seconds\` of the mapping to ${fn.name}.`,
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html',
  known: 'confirmed',
  needs: consumptionNeeds,
  diagnose(evidence, at) {
    const { queue, function: fn } = at.target
    const seen = consumptionOf(evidence, at)
    const { mapping, backlog, invocations = 0 } = seen
    const window = mapping?.batchWindowSeconds ?? 0
    if (mapping === undefined || window < noticeableSeconds) return { clear: `The batching window is ${window} s.` }
    const age = seen.queue === undefined ? undefined : highest(seen.queue.ageOfOldest)
    if (age === undefined) return { inconclusive: 'The age of the oldest message could not be read.' }
    const isFull = invocations > 0 && (backlog.received ?? 0) / invocations >= mapping.batchSize * 0.9
    const fits = age >= window * 0.6 && age <= window * 1.5 + 60
    const keepsUp = (backlog.deleted ?? 0) >= (backlog.received ?? 0) * 0.9 && (backlog.received ?? 0) > 0
    if (!fits || isFull || !keepsUp || (seen.errors ?? 0) > 0)
      return { clear: `The batching window of ${window} s is not what makes messages wait.` }
    return {
      strength: 'likely',
      times: backlog.times,
      summary: `Messages of ${queue.name} wait up to ${span(age)} because the mapping lets ${window} s pass for a batch of ${mapping.batchSize} to fill; ${fn.name} then takes them without failing.`,
      facts: [
        at.fact('mappings', 'Batching window', `${window} s, batch size ${mapping.batchSize}`),
        at.fact('queueMetrics', 'Oldest message waited', span(age), undefined, 'ApproximateAgeOfOldestMessage'),
        ...backlogFacts(at, seen),
      ],
      fix: {
        cli: `aws lambda update-event-source-mapping --uuid ${mapping.uuid} --maximum-batching-window-in-seconds 1 --region ${fn.region}`,
      },
    }
  },
})
