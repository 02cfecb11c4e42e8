import { SQSClient } from '@aws-sdk/client-sqs'
import { expect, it } from 'vitest'
import { delayingMessages } from './queues.ts'

it.each([
  ['aws', 'eu-west-1', 'https://sqs.eu-west-1.amazonaws.com'],
  ['aws-us-gov', 'us-gov-west-1', 'https://sqs.us-gov-west-1.amazonaws.com'],
  ['aws-cn', 'cn-north-1', 'https://sqs.cn-north-1.amazonaws.com.cn'],
  ['aws-eusc', 'eusc-de-east-1', 'https://sqs.eusc-de-east-1.amazonaws.eu'],
])('a message is put back in %s at the address its queue has there', async (partition, region, host) => {
  const sent: { readonly host: string; readonly body: unknown }[] = []
  const client = new SQSClient({
    region,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    requestHandler: {
      handle: async (request: { readonly hostname: string; readonly body: Uint8Array }) => {
        sent.push({ host: `https://${request.hostname}`, body: JSON.parse(Buffer.from(request.body).toString()) })
        throw new Error('the test needs no answer')
      },
    },
    maxAttempts: 1,
  })
  const delay = delayingMessages(client, `${host}/123456789012/Outbox.fifo`)
  await expect(delay(`arn:${partition}:sqs:${region}:123456789012:Work`, 'receipt', 12.2)).rejects.toThrow('no answer')

  expect(sent).toEqual([
    { host, body: { QueueUrl: `${host}/123456789012/Work`, ReceiptHandle: 'receipt', VisibilityTimeout: 13 } },
  ])
})
