import { highest } from '../../evidence/cloudwatch/series.ts'
import { defineCause } from '../cause.ts'
import { cutAtWord } from '../lambda/words.ts'
import { backlogFacts, consumerFacts } from './backlog-facts.ts'
import { failingBatchesOf, failingNeeds, isPoisoned } from './failing-batches.ts'
import { count, percent } from './words.ts'

export const sqsFifoBlockedGroup = defineCause({
  id: 'sqs-fifo-blocked-group',
  target: 'queue-to-function',
  symptoms: ['stuck'],
  cause:
    'A FIFO queue gives out a message group one batch at a time: a failing message holds all behind it, and one group means one execution.',
  fix: ({ queue, function: fn }) => ({
    now: `Let the failing message run out of receives into a dead-letter queue of ${queue.name} (itself FIFO), or mend what ${fn.name} stumbles over.`,
    proper: 'Use a message group for each thing whose order matters, such as the order’s id, instead of one for all.',
    prevent: 'A dead-letter queue with a small maxReceiveCount, and an alarm on ApproximateAgeOfOldestMessage.',
    iac: '`RedrivePolicy: { deadLetterTargetArn: !GetAtt DeadLetters.Arn, maxReceiveCount: 5 }`, `DeduplicationScope: messageGroup`, `FifoThroughputLimit: perMessageGroupId`.',
  }),
  docs: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html',
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
    if (!evidence.attributes.isFifo)
      return { clear: `${queue.name} is a standard queue: no message waits for another.` }
    const batches = failingBatchesOf(evidence, at)
    const { seen, kind, share, comesBack, log, times } = batches
    const { backlog, throttles = 0, function: series } = seen
    if (kind === 'unknown') return { inconclusive: `The metrics of ${fn.name} could not be read.` }
    if (seen.mapping?.state !== 'Enabled')
      return { clear: `The mapping to ${fn.name} is ${seen.mapping?.state ?? 'gone'}.` }
    if (backlog.state !== 'stuck' && backlog.state !== 'recovered' && !comesBack)
      return { clear: `${queue.name} keeps up.` }
    const executions = series === undefined ? undefined : highest(series.concurrentExecutions)
    const facts = [
      at.fact('attributes', 'Kind of queue', 'FIFO'),
      ...(executions === undefined
        ? []
        : [
            at.fact(
              'functionMetrics',
              'Most executions at one time',
              String(executions),
              undefined,
              'ConcurrentExecutions',
            ),
          ]),
      ...consumerFacts(at, seen),
      ...(log.main === undefined
        ? []
        : [at.fact('failures', 'Failure in the log', cutAtWord(log.main.message, 200), log.main.at)]),
      ...backlogFacts(at, seen),
    ] as const
    if (kind === 'some' || kind === 'all' || kind === 'reported') {
      const isOwn = log.all === 0 || log.own / log.all >= 0.5
      const isNarrow = executions !== undefined && executions <= 3
      return {
        strength: isPoisoned(batches) ? 'proven' : isOwn && (kind !== 'all' || isNarrow) ? 'likely' : 'possible',
        ...(times.length > 0 && { times }),
        summary: `A message of ${queue.name} fails again and again in ${fn.name}${share > 0 ? ` (${percent(share)} of its invocations)` : ''} and holds its message group: ${count(backlog.waiting, 'message')} wait behind.`,
        facts,
      }
    }
    if (executions === undefined || executions > 2 || throttles > 0 || (seen.deletedLately ?? 0) === 0)
      return { clear: `${fn.name} fails on no message, and more than one group is worked on.` }
    return {
      strength: 'likely',
      times: backlog.times,
      summary: `${fn.name} works on ${queue.name} ${executions === 1 ? 'one batch' : 'two batches'} at a time without failing: its messages share so few groups that ${count(backlog.waiting, 'message')} wait.`,
      facts,
    }
  },
})
