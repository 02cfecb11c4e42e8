import { Duration } from 'aws-cdk-lib'
import { Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { coalesceMs } from '../../src/entry/worker/queues.ts'
import { acknowledge } from '../acknowledge.ts'
import { workerTimeoutSeconds } from './worker.ts'

const safe = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true } satisfies QueueProps
const kept = { ...safe, retentionPeriod: Duration.days(14) } satisfies QueueProps

/** Everything Firstlook queues, and what could not be worked off. */
export class Queues extends Construct {
  /**
   * Requests of Slack's, events of AWS's and what is due, in any order. A standard queue: quicker than FIFO, and one bad message holds
   * up nothing. Senders name a message group, so that one noisy account does not make the others wait.
   */
  readonly work: Queue
  /** Cards to be brought up to date: in order, one at a time in a channel, changes within three seconds as one. */
  readonly outbox: Queue
  readonly workDeadLetters: Queue
  readonly outboxDeadLetters: Queue
  /** Events that EventBridge could not put into the work queue, and alarms of Firstlook's own that could not be told. */
  readonly undelivered: Queue

  constructor(scope: Construct, id: string) {
    super(scope, id)
    this.workDeadLetters = new Queue(this, 'WorkDeadLetters', kept)
    this.outboxDeadLetters = new Queue(this, 'OutboxDeadLetters', { ...kept, fifo: true })
    this.undelivered = new Queue(this, 'Undelivered', kept)
    acknowledge(this.undelivered, { 'AwsSolutions-SQS3': 'It is the dead-letter queue of the rules and of the watch.' })
    this.work = new Queue(this, 'Work', {
      ...safe,
      visibilityTimeout: Duration.seconds(6 * workerTimeoutSeconds),
      deadLetterQueue: { queue: this.workDeadLetters, maxReceiveCount: 3 },
    })
    this.outbox = new Queue(this, 'Outbox', {
      ...safe,
      fifo: true,
      // The sender names each message; two alike texts at different times are two messages.
      contentBasedDeduplication: false,
      deliveryDelay: Duration.millis(coalesceMs),
      // A message that failed holds up its channel for so long, hence not the usual six timeouts.
      visibilityTimeout: Duration.seconds(1.5 * workerTimeoutSeconds),
      // More often than the work: another sender may hold the incident for a minute, and rate limits come again.
      deadLetterQueue: { queue: this.outboxDeadLetters, maxReceiveCount: 10 },
    })
  }
}
