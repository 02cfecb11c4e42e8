import { ListMessageMoveTasksCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { Queue } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { defineProbe } from '../probe.ts'
import { queueAttributes, queueLink } from './attributes.ts'

/** A redrive of a dead-letter queue's messages. */
export interface MoveTask {
  readonly status: string
  readonly moved: number
  readonly toMove?: number
  readonly failureReason?: string
  /** Epoch milliseconds. */
  readonly startedAt?: number
}

/** Redrives of the queue's dead-letter queue, newest first; empty without one. */
export const moveTasks = defineProbe<readonly MoveTask[], Queue>({
  id: 'sqs.move-tasks',
  actions: ['sqs:ListMessageMoveTasks'],
  uses: [queueAttributes],
  key: (target) => target.arn,
  resource: (target) => target.arn,
  async fetch(target, at) {
    const { redrive } = await at.read(queueAttributes, target)
    if (redrive === undefined) return []
    const response = await at.aws
      .client(SQSClient, target.region)
      .send(new ListMessageMoveTasksCommand({ SourceArn: redrive.deadLetterArn, MaxResults: 10 }))
    return (response.Results ?? []).map((each) => ({
      status: each.Status ?? '',
      moved: each.ApproximateNumberOfMessagesMoved ?? 0,
      ...(each.ApproximateNumberOfMessagesToMove !== undefined && { toMove: each.ApproximateNumberOfMessagesToMove }),
      ...(each.FailureReason !== undefined && { failureReason: each.FailureReason }),
      ...(each.StartedTimestamp !== undefined && { startedAt: each.StartedTimestamp }),
    }))
  },
  cite: (target) => ({
    source: `sqs:ListMessageMoveTasks of the dead-letter queue of ${target.name}`,
    account: target.account,
    region: target.region,
    link: queueLink(target),
    cli: `aws sqs list-message-move-tasks --source-arn ${shellWord(target.arn)} --region ${target.region}`,
  }),
})
