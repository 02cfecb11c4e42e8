import { ConflictException, CreateScheduleCommand, type SchedulerClient } from '@aws-sdk/client-scheduler'
import { ChangeMessageVisibilityCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs'
import type { Due } from '../../incidents/due.ts'
import type { Incident } from '../../incidents/incident.ts'
import type { Job } from '../../incidents/job.ts'
import type { OnCallDue } from '../../incidents/oncall/on-call-due.ts'

/** Changes within one such bucket are one message; the outbox delays messages by as much, so the last change is shown too. */
export const coalesceMs = 3000

/** Has an incident's card brought up to date through the outbox, a FIFO queue with a group for each channel. */
export function wakingByQueue(options: {
  readonly client: SQSClient
  readonly outboxUrl: string
  /** Epoch milliseconds. */
  readonly clock: () => number
}): (incident: Pick<Incident, 'id' | 'channel'>) => Promise<void> {
  const { client, outboxUrl, clock } = options
  return async ({ id, channel }) => {
    const job: Job = { job: 'deliver', incidentId: id }
    await client.send(
      new SendMessageCommand({
        QueueUrl: outboxUrl,
        MessageBody: JSON.stringify(job),
        MessageGroupId: channel,
        MessageDeduplicationId: `${id}-${Math.floor(clock() / coalesceMs)}`,
      }),
    )
  }
}

/**
 * Plans what is due with EventBridge Scheduler, which sends it to the work queue and then forgets it. Planned twice it comes once.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-delete.html
 */
export function schedulingByEventBridge(options: {
  readonly client: SchedulerClient
  readonly group: string
  readonly queueArn: string
  readonly roleArn: string
}): (due: Due | OnCallDue) => Promise<void> {
  const { client, group, queueArn, roleArn } = options
  return async (due) => {
    const job: Job = 'incidentId' in due ? { job: 'due', due } : { job: 'on-call', due }
    try {
      await client.send(
        new CreateScheduleCommand({
          Name: scheduleName(due),
          GroupName: group,
          ScheduleExpression: `at(${new Date(due.at).toISOString().slice(0, 19)})`,
          FlexibleTimeWindow: { Mode: 'OFF' },
          ActionAfterCompletion: 'DELETE',
          Target: { Arn: queueArn, RoleArn: roleArn, Input: JSON.stringify(job) },
        }),
      )
    } catch (error) {
      if (!(error instanceof ConflictException)) throw error
    }
  }
}

/** At most 64 letters, digits, dots, dashes and underscores. */
function scheduleName(due: Due | OnCallDue): string {
  const about = 'incidentId' in due ? due.incidentId : (due.handoffId ?? due.rotationId)
  return `${about}-${due.kind}-${Math.round(due.at / 1000)}`.replace(/[^\w.-]/g, '_').slice(-64)
}

/**
 * Lets a message that failed come back after a time of our own choosing, in seconds. The queue's address has the host of
 * `siblingUrl`, a queue of the same account and region: each partition has a domain of its own.
 */
export function delayingMessages(
  client: SQSClient,
  siblingUrl: string,
): (queueArn: string, receiptHandle: string, seconds: number) => Promise<void> {
  return async (queueArn, receiptHandle, seconds) => {
    const [, , , , account, name] = queueArn.split(':')
    await client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: new URL(`/${account}/${name}`, siblingUrl).href,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: Math.min(43_200, Math.max(0, Math.ceil(seconds))),
      }),
    )
  }
}
