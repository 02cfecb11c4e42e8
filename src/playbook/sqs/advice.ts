import type { Advice } from '../cause.ts'

export const sqsAdvice: readonly Advice[] = [
  {
    id: 'sqs-duplicate-delivery',
    symptoms: ['stuck'],
    cause: 'A standard queue may deliver a message more than once, and the consumer does not expect it.',
    advice: 'Make the consumer idempotent: keep the ids it has worked on, for example with Powertools for AWS Lambda.',
    why: 'Which message came twice stands only in messages and in what the consumer itself logs; SQS counts no duplicates, and messages are never read here.',
    docs: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html',
  },
  {
    id: 'sqs-maxconcurrency-and-provisioned',
    symptoms: ['stuck'],
    cause: 'MaximumConcurrency and provisioned pollers exclude each other.',
    advice: 'Choose one: MaximumConcurrency to protect what the function calls, provisioned pollers to take bursts.',
    why: 'Lambda refuses the setting when it is made, so no mapping can be in this state: the error stands in the deployment.',
    docs: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html',
  },
]
