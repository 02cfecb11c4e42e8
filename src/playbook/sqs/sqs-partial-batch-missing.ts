import { defineCause } from '../cause.ts'
import { backlogFacts, consumerFacts } from './backlog-facts.ts'
import { failingBatchesOf, failingNeeds, isPoisoned } from './failing-batches.ts'
import { percent } from './words.ts'

export const sqsPartialBatchMissing = defineCause({
  id: 'sqs-partial-batch-missing',
  target: 'queue-to-function',
  symptoms: ['stuck'],
  cause: 'The mapping does not ask for partial batch responses, so one failed message sends its whole batch back.',
  fix: ({ function: fn }) => ({
    proper: `Return {"batchItemFailures":[{"itemIdentifier": messageId}]} from ${fn.name} for the messages that failed, and only then switch the setting on: a handler that throws away errors would lose messages.`,
    prevent: 'Use the batch processor of Powertools for AWS Lambda, which builds the answer.',
    iac: 'SAM: `FunctionResponseTypes: [ReportBatchItemFailures]`; CDK: `reportBatchItemFailures: true`; Terraform: `function_response_types = ["ReportBatchItemFailures"]`.',
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html',
  known: 'confirmed',
  leadsTo: [
    'lambda-unhandled-exception',
    'lambda-unhandled-rejection',
    'sqs-poison-pill',
    'sqs-dlq-growing',
    'sqs-no-dlq',
    'sqs-retention-expired',
  ],
  needs: failingNeeds,
  diagnose(evidence, at) {
    const { queue, function: fn } = at.target
    const batches = failingBatchesOf(evidence, at)
    const { seen, kind, share, comesBack, perInvocation, log, times } = batches
    const { mapping } = seen
    if (mapping === undefined) return { inconclusive: 'The mapping is gone since it was found.' }
    if (mapping.reportsItemFailures) return { clear: 'The mapping asks for ReportBatchItemFailures.' }
    if (mapping.batchSize === 1) return { clear: 'Each batch holds one message.' }
    if (kind === 'unknown') return { inconclusive: `The metrics of ${fn.name} could not be read.` }
    if (kind !== 'some')
      return {
        clear:
          kind === 'all'
            ? `Nearly every invocation of ${fn.name} fails: partial responses would not help.`
            : `Next to none of the invocations of ${fn.name} failed.`,
      }
    if (!comesBack)
      return { clear: `${percent(share)} of the invocations failed, and their batches went through on a retry.` }
    if (perInvocation !== undefined && perInvocation < 1.5)
      return {
        clear: `Batches hold ${perInvocation.toFixed(1)} messages on average, so no others go back with a failed one.`,
      }
    const isCertain = log.isRead && log.own > 0 && seen.backlog.repeats > 0 && perInvocation !== undefined
    const isOwn = !log.isRead || log.all === 0 || log.own / log.all >= 0.5
    return {
      strength:
        !isOwn || isPoisoned(batches) || evidence.attributes.isFifo ? 'possible' : isCertain ? 'proven' : 'likely',
      times,
      summary: `${percent(share)} of the invocations of ${fn.name} fail, and since the mapping lacks ReportBatchItemFailures each sends its whole batch of up to ${mapping.batchSize} messages back to ${queue.name}.`,
      facts: [
        at.fact('mappings', 'Response types of the mapping', `none; batch size ${mapping.batchSize}`),
        ...(perInvocation === undefined
          ? []
          : [
              at.fact(
                'queueMetrics',
                'Messages to an invocation',
                perInvocation.toFixed(1),
                undefined,
                'NumberOfMessagesReceived',
              ),
            ]),
        ...consumerFacts(at, seen),
        ...backlogFacts(at, seen),
      ],
      fix: {
        cli: `aws lambda update-event-source-mapping --uuid ${mapping.uuid} --function-response-types ReportBatchItemFailures --region ${fn.region}`,
      },
    }
  },
})
