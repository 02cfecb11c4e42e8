import { shellWord } from '../../evidence/cloudwatch/metrics.ts'
import { usageCause } from './usage-cause.ts'

export const costSqsPolling = usageCause({
  id: 'cost-sqs-polling',
  use: 'requests to SQS',
  cause: 'Every poll is a request, empty ones too: short polling and idle consumers multiply them.',
  fix: () => ({
    now: 'Set the wait time of the queues that are polled empty to 20 seconds.',
    proper: 'Long polling everywhere, batches of ten, and fewer pollers on quiet queues.',
    prevent: 'An alarm on NumberOfEmptyReceives.',
    iac: 'CDK: `receiveMessageWaitTime: Duration.seconds(20)`; CloudFormation: `ReceiveMessageWaitTimeSeconds: 20`; Terraform: `receive_wait_time_seconds = 20`.',
  }),
  docs: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-short-and-long-polling.html',
  known: 'confirmed',
  alone: 'possible',
  fixFor: ({ name, region }) => ({
    now: `${name} is polled empty far more often since the rise: set long polling on it, and see which consumer was started that day.`,
    cli: `aws sqs set-queue-attributes --queue-url "$(aws sqs get-queue-url --queue-name ${shellWord(name)} --region ${region} --query QueueUrl --output text)" --attributes ReceiveMessageWaitTimeSeconds=20 --region ${region}`,
  }),
})
