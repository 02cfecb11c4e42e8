import { highest } from '../../evidence/cloudwatch/series.ts'
import { defineCause } from '../cause.ts'
import { cutAtWord } from '../lambda/words.ts'
import { backlogFacts, consumerFacts } from './backlog-facts.ts'
import { failingBatchesOf, failingNeeds, isOfTheMessage, isPoisoned } from './failing-batches.ts'
import { count, percent } from './words.ts'

export const sqsPoisonPill = defineCause({
  id: 'sqs-poison-pill',
  target: 'queue-to-function',
  symptoms: ['stuck'],
  cause: 'A message the handler cannot take fails its batch each time it is received, while others go through.',
  fix: ({ queue, function: fn }) => ({
    now: `Let the message run out of receives into the dead-letter queue of ${queue.name}, and read the error in the log of ${fn.name} rather than receiving it by hand.`,
    proper:
      'Return the failed message in batchItemFailures, so that the rest of its batch is deleted, and handle what the message holds.',
    prevent:
      'A dead-letter queue with maxReceiveCount of at least 5, an alarm on it, and a check of messages where they are sent.',
    iac: '`FunctionResponseTypes: [ReportBatchItemFailures]` on the mapping and `RedrivePolicy: { maxReceiveCount: 5 }` on the queue.',
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html',
  known: 'confirmed',
  leadsTo: [
    'lambda-unhandled-exception',
    'lambda-unhandled-rejection',
    'sqs-partial-batch-missing',
    'sqs-dlq-growing',
    'sqs-no-dlq',
    'sqs-retention-expired',
  ],
  needs: failingNeeds,
  diagnose(evidence, at) {
    const { queue, function: fn } = at.target
    const batches = failingBatchesOf(evidence, at)
    const { seen, kind, share, comesBack, deadLettered, deadLetterStep, log, times } = batches
    if (evidence.attributes.isFifo)
      return { clear: `${queue.name} is a FIFO queue, where a bad message holds its group instead.` }
    if (kind === 'unknown') return { inconclusive: `The metrics of ${fn.name} could not be read.` }
    if (kind === 'none') return { clear: `Next to none of the invocations of ${fn.name} failed.` }
    if (kind === 'all')
      return { clear: `Nearly every invocation of ${fn.name} fails, so no single message is to blame.` }
    if (!comesBack) return { clear: `${percent(share)} of the invocations failed, and a retry mended them.` }
    if (log.isRead && log.all > 0 && log.own / log.all < 0.5)
      return { clear: `Most failures of ${fn.name} are not of its own code, so no message is to blame for them.` }
    const longestMs = seen.function === undefined ? undefined : highest(seen.function.durationMaximum)
    if (kind === 'reported' && (longestMs ?? 0) >= evidence.attributes.visibilityTimeoutSeconds * 800)
      return { clear: `Messages come back because ${fn.name} takes as long as the visibility timeout.` }
    const throwsAway = kind === 'some' && seen.mapping?.reportsItemFailures === true
    const strength = throwsAway || !isPoisoned(batches) ? 'possible' : isOfTheMessage(batches) ? 'proven' : 'likely'
    const error = log.main === undefined ? '' : `: ${(log.main.errorType ?? log.main.message).slice(0, 80)}`
    return {
      strength,
      ...(times.length > 0 && { times }),
      summary:
        kind === 'reported'
          ? `${fn.name} hands the same messages of ${queue.name} back as failed again and again, while others go through.`
          : `The same failure comes back in ${percent(share)} of the invocations of ${fn.name}${error}, while other messages of ${queue.name} go through.`,
      facts: [
        ...backlogFacts(at, seen),
        ...consumerFacts(at, seen),
        ...(log.main === undefined
          ? []
          : [
              at.fact(
                'failures',
                `${percent(log.mainShare)} of the failures in the log`,
                cutAtWord(log.main.message, 200),
                log.main.at,
              ),
            ]),
        ...(deadLettered > 0
          ? [
              at.fact(
                'deadLetter',
                'Moved to the dead-letter queue',
                `${count(deadLettered, 'message')}, up to ${deadLetterStep} at a time`,
              ),
            ]
          : []),
        at.fact(
          'mappings',
          'Batch size and response',
          `${seen.mapping?.batchSize ?? '?'}, ${seen.mapping?.reportsItemFailures === true ? 'ReportBatchItemFailures' : 'no ReportBatchItemFailures'}`,
        ),
      ],
    }
  },
})
