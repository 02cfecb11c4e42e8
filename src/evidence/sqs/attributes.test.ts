import { expect, it } from 'vitest'
import { attributesOf } from './attributes.ts'

const queue = { arn: 'arn:aws:sqs:eu-west-1:123456789012:orders', name: 'orders' }

it('reads SQS’s strings', () => {
  expect(
    attributesOf(
      {
        ApproximateNumberOfMessages: '1250',
        ApproximateNumberOfMessagesNotVisible: '7',
        VisibilityTimeout: '180',
        RedrivePolicy: '{"deadLetterTargetArn":"arn:aws:sqs:eu-west-1:123456789012:orders-dlq","maxReceiveCount":"5"}',
        KmsMasterKeyId: 'alias/aws/sqs',
        CreatedTimestamp: '1700000000',
      },
      queue,
    ),
  ).toMatchObject({
    visible: 1250,
    notVisible: 7,
    delayed: 0,
    visibilityTimeoutSeconds: 180,
    retentionSeconds: 345_600,
    redrive: { deadLetterArn: 'arn:aws:sqs:eu-west-1:123456789012:orders-dlq', maxReceiveCount: 5 },
    kmsKeyId: 'alias/aws/sqs',
    isFifo: false,
    createdAt: 1_700_000_000_000,
  })
})

it('takes SQS’s own defaults for what is not said', () => {
  const read = attributesOf({ RedrivePolicy: '', Policy: '', KmsMasterKeyId: '' }, { ...queue, name: 'orders.fifo' })
  expect(read).toEqual({
    arn: queue.arn,
    visible: 0,
    notVisible: 0,
    delayed: 0,
    visibilityTimeoutSeconds: 30,
    delaySeconds: 0,
    retentionSeconds: 345_600,
    isFifo: true,
  })
})
