import { expect, it } from 'vitest'
import { queueHint } from './queue.ts'

it.each([
  ['orders', { name: 'orders' }],
  ['orders.fifo', { name: 'orders.fifo' }],
  ['arn:aws:sqs:eu-west-1:123456789012:orders.fifo', { name: 'orders.fifo', account: '123456789012' }],
  ['https://sqs.eu-west-1.amazonaws.com/123456789012/orders', { name: 'orders', account: '123456789012' }],
  [
    'https://eu-west-1.console.aws.amazon.com/sqs/v3/home?region=eu-west-1#/queues/https%3A%2F%2Fsqs.eu-west-1.amazonaws.com%2F123456789012%2Forders',
    { name: 'orders', account: '123456789012' },
  ],
  ['http://127.0.0.1:4566/000000000000/orders', { name: 'orders', account: '000000000000' }],
  ['two words', undefined],
  ['arn:aws:lambda:eu-west-1:123456789012:function:orders', undefined],
])('%s', (text, hint) => expect(queueHint(text)).toEqual(hint))
