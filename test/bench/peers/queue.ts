import { readKey, readPrincipal } from './access.ts'
import { functionNameOf, readFunction } from './function.ts'
import { type Runbook, readMetrics, type Script } from './script.ts'

const mostConsumers = 3

/** why-stuck: the queue, what polls it, the function behind that with its role, and the queue’s key. */
export const queueRunbook: Runbook = async (script, { name: given }) => {
  const name = given.split(/[:/]/).at(-1) ?? given
  const url = await script.read(`sqs get-queue-url ${name}`, () => script.sqs.getQueueUrl({ QueueName: name }))
  if (url?.QueueUrl === undefined) return
  const { QueueUrl } = url
  const attributes = await script.read(`sqs get-queue-attributes ${name}`, () =>
    script.sqs.getQueueAttributes({ QueueUrl, AttributeNames: ['All'] }),
  )
  const { QueueArn, KmsMasterKeyId: key, RedrivePolicy = '' } = attributes?.Attributes ?? {}
  const deadLetters = /deadLetterTargetArn":"[^"]+:([^:"]+)"/.exec(RedrivePolicy)?.[1]
  await Promise.all([
    script
      .read(`lambda list-event-source-mappings ${name}`, () =>
        script.lambda.listEventSourceMappings({ EventSourceArn: QueueArn }),
      )
      .then((mappings) =>
        Promise.all(
          (mappings?.EventSourceMappings ?? [])
            .slice(0, mostConsumers)
            .map(({ FunctionArn }) => readConsumer(script, functionNameOf(FunctionArn ?? ''), QueueArn ?? '')),
        ),
      ),
    readMetrics(script, [
      ['AWS/SQS', 'ApproximateAgeOfOldestMessage', 'Maximum', { QueueName: name }],
      ...['NumberOfMessagesSent', 'NumberOfMessagesReceived', 'NumberOfMessagesDeleted'].map(
        (metric) => ['AWS/SQS', metric, 'Sum', { QueueName: name }] as const,
      ),
    ]),
    ...(deadLetters === undefined
      ? []
      : [script.read(`sqs get-queue-url ${deadLetters}`, () => script.sqs.getQueueUrl({ QueueName: deadLetters }))]),
    ...(key === undefined || key === '' ? [] : [readKey(script, key)]),
  ])
}

async function readConsumer(script: Script, name: string, queueArn: string): Promise<void> {
  await Promise.all([
    readFunction(script, name),
    script
      .read(`lambda get-function-configuration ${name}`, () =>
        script.lambda.getFunctionConfiguration({ FunctionName: name }),
      )
      .then((settings) => {
        const arn = settings?.Role
        if (arn === undefined) return undefined
        const role = { kind: 'role', name: arn.split('/').at(-1) ?? arn, arn } as const
        return readPrincipal(script, { principal: role, action: 'sqs:ReceiveMessage', resource: queueArn })
      }),
  ])
}
