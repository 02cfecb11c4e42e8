import type { Queue } from '../../targets/target.ts'
import { placeOf } from '../../targets/target.ts'
import { EvidenceMissing } from '../evidence.ts'
import { defineProbe } from '../probe.ts'
import { citeAttributes, type QueueAttributes, queueAttributes } from './attributes.ts'

/** The dead-letter queue that a queue's redrive policy names. */
export interface DeadLetterQueue {
  readonly queue: Queue
  /** Undefined when the queue that is named does not exist. */
  readonly attributes: QueueAttributes | undefined
  readonly maxReceiveCount: number
}

/** A queue by its ARN; its address follows the one of a queue beside it. */
export function queueByArn(arn: string, beside: Queue): Queue {
  const [, partition = beside.partition, , region = beside.region, account = beside.account, name = ''] = arn.split(':')
  const url = beside.url.replace(/[^/]+\/[^/]+$/, `${account}/${name}`).replace(`.${beside.region}.`, `.${region}.`)
  return { kind: 'queue', id: name, name, arn, url, ...placeOf({ account, region, partition }) }
}

/** Reads the attributes of the dead-letter queue; null without a redrive policy. */
export const deadLetterQueue = defineProbe<DeadLetterQueue | null, Queue>({
  id: 'sqs.dead-letter',
  actions: ['sqs:GetQueueAttributes'],
  uses: [queueAttributes],
  key: (target) => target.arn,
  resource: (target) => target.arn,
  async fetch(target, at) {
    const { redrive } = await at.read(queueAttributes, target)
    if (redrive === undefined) return null
    const queue = queueByArn(redrive.deadLetterArn, target)
    try {
      return { queue, attributes: await at.read(queueAttributes, queue), maxReceiveCount: redrive.maxReceiveCount }
    } catch (error) {
      if (!(error instanceof EvidenceMissing) || error.evidence.status !== 'absent') throw error
      return { queue, attributes: undefined, maxReceiveCount: redrive.maxReceiveCount }
    }
  },
  cite: (target) => citeAttributes(target),
})
