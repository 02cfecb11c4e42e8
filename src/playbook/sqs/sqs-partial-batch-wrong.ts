import { valueIfRead } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import { consumerAccess } from '../../evidence/sqs/consumer-access.ts'
import { defineCause } from '../cause.ts'
import { cutAtWord } from '../lambda/words.ts'
import { backlogFacts, consumerFacts } from './backlog-facts.ts'
import { failingBatchesOf, failingNeeds } from './failing-batches.ts'
import { count, percent } from './words.ts'

export const sqsPartialBatchWrong = defineCause({
  id: 'sqs-partial-batch-wrong',
  target: 'queue-to-function',
  symptoms: ['stuck'],
  cause:
    'The mapping expects a partial batch response, but the handler throws or answers in another shape, so the whole batch counts as failed.',
  fix: ({ function: fn }) => ({
    now: `Look at what ${fn.name} returns: anything but {"batchItemFailures":[{"itemIdentifier": messageId}]} fails the whole batch, an empty list means success.`,
    proper: 'Catch errors message by message, and answer with the ids of those that failed.',
    prevent:
      'Use the batch processor of Powertools for AWS Lambda, and test the handler with a batch of which one message fails.',
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
  needs: { ...failingNeeds, access: optional(consumerAccess) },
  diagnose(evidence, at) {
    const { queue, function: fn } = at.target
    const { seen, kind, share, comesBack, log, times } = failingBatchesOf(evidence, at)
    const { mapping, backlog } = seen
    const mayDelete = valueIfRead(evidence.access)?.decisions.find(({ action }) => action === 'sqs:DeleteMessage')
    if (mapping?.reportsItemFailures !== true) return { clear: 'The mapping does not ask for partial batch responses.' }
    if (mapping.batchSize === 1) return { clear: 'Each batch holds one message: none goes back for another.' }
    if (kind === 'unknown') return { inconclusive: `The metrics of ${fn.name} could not be read.` }
    if (!comesBack) return { clear: `Messages of ${queue.name} do not come back.` }
    const received = backlog.received ?? 0
    const deleted = backlog.deleted ?? 0
    if (kind === 'reported' && mayDelete !== undefined && mayDelete.decision !== 'allowed')
      return { clear: `The role of ${fn.name} may not delete messages, so they come back whatever it answers.` }
    const throws = kind === 'some' && log.all > 0 && log.own / log.all >= 0.6
    const answersWrong = kind === 'reported' && received >= 5 && deleted <= received * 0.05
    if (!throws && !answersWrong)
      return kind === 'some' && !log.isRead
        ? { inconclusive: `Whether the handler of ${fn.name} throws could not be read from its log.` }
        : { clear: `${fn.name} neither throws on single messages nor loses whole batches.` }
    const reports = valueIfRead(evidence.failures)?.loggedErrors.length ?? 0
    return {
      strength:
        throws && backlog.repeats > 0
          ? 'proven'
          : throws || (reports === 0 && mayDelete !== undefined)
            ? 'likely'
            : 'possible',
      ...(throws && { times }),
      summary: throws
        ? `${fn.name} throws in ${percent(share)} of its invocations instead of returning batchItemFailures, so whole batches go back to ${queue.name}.`
        : `${fn.name} ends without an error, yet ${count(received, 'message')} of ${queue.name} were received and ${deleted === 0 ? 'none' : deleted.toLocaleString('en-GB')} deleted: its answer fails every batch as a whole.`,
      facts: [
        at.fact(
          'mappings',
          'Response types of the mapping',
          `ReportBatchItemFailures; batch size ${mapping.batchSize}`,
        ),
        ...consumerFacts(at, seen),
        ...(log.main === undefined
          ? []
          : [at.fact('failures', 'Failure in the log', cutAtWord(log.main.message, 200), log.main.at)]),
        ...backlogFacts(at, seen),
      ],
    }
  },
})
