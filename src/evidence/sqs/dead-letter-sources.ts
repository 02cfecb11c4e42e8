import { ListDeadLetterSourceQueuesCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { Queue } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { defineProbe } from '../probe.ts'
import { queueLink } from './attributes.ts'

/** The queues whose redrive policy names this one: when there are any, it is a dead-letter queue. At most a hundred. */
export const deadLetterSources = defineProbe<readonly Queue[], Queue>({
  id: 'sqs.dead-letter-sources',
  actions: ['sqs:ListDeadLetterSourceQueues'],
  key: (target) => target.arn,
  resource: (target) => target.arn,
  async fetch(target, { aws }) {
    const response = await aws
      .client(SQSClient, target.region)
      .send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: target.url, MaxResults: 100 }))
    return (response.queueUrls ?? []).map((url) => sourceOf(url, target))
  },
  cite: (target) => ({
    source: `sqs:ListDeadLetterSourceQueues QueueUrl=${target.url}`,
    account: target.account,
    region: target.region,
    link: queueLink(target),
    cli: `aws sqs list-dead-letter-source-queues --queue-url ${shellWord(target.url)} --region ${target.region}`,
  }),
})

/** Source and dead-letter queue live in one account and region. */
function sourceOf(url: string, beside: Queue): Queue {
  const name = url.split('/').at(-1) ?? url
  return { ...beside, id: name, name, url, arn: beside.arn.replace(/[^:]+$/, name) }
}
