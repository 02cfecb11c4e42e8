import { LambdaClient, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda'
import { GetQueueUrlCommand, type GetQueueUrlCommandOutput, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { AwsReader } from '../../aws/reader.ts'
import { percentDecoded } from '../percent-decoded.ts'
import type { Symptom } from '../symptom.ts'
import { placeOf, type Queue } from '../target.ts'
import type { Candidate, Lookup } from './resolution.ts'

const queueSymptoms: readonly Symptom[] = ['stuck']
const mostPages = 4
const mostQueuesOfFunction = 5

/** `orders`, an SQS ARN, a queue URL or a console address: the name, and the account when it is said. */
export function queueHint(text: string): { readonly name: string; readonly account?: string } | undefined {
  const decoded = /%2F/i.test(text) ? percentDecoded(text) : text
  const [, account, name] =
    /^arn:[\w-]+:sqs:[\w-]+:(\d{12}):([\w-]+(?:\.fifo)?)$/.exec(decoded) ??
    /\/\/[\w.:-]+\/(\d{12})\/([\w-]+(?:\.fifo)?)$/.exec(decoded) ??
    []
  if (name !== undefined && account !== undefined) return { name, account }
  return /^[\w-]{1,80}(\.fifo)?$/.test(decoded) ? { name: decoded } : undefined
}

/** A queue as a target. */
export function queueTarget(aws: AwsReader, name: string, url: string): Queue {
  const account = /\/(\d{12})\/[^/]+$/.exec(url)?.[1] ?? aws.account
  const place = { ...placeOf(aws), account }
  return {
    kind: 'queue',
    id: name,
    name,
    url,
    arn: `arn:${place.partition}:sqs:${place.region}:${account}:${name}`,
    ...place,
  }
}

function queueCandidate(aws: AwsReader, name: string, url: string): Candidate {
  return { target: queueTarget(aws, name, url), label: `queue ${name}`, hint: name }
}

function queueUrl(aws: AwsReader, name: string, account?: string): Promise<GetQueueUrlCommandOutput> {
  return aws
    .client(SQSClient)
    .send(
      new GetQueueUrlCommand({ QueueName: name, ...(account !== undefined && { QueueOwnerAWSAccountId: account }) }),
    )
}

/** A queue of exactly this name. */
export async function queueByName(aws: AwsReader, name: string, account: string | undefined): Promise<Candidate> {
  const isOther = account !== undefined && account !== '' && account !== aws.account
  const { QueueUrl: url } = await queueUrl(aws, name, isOther ? account : undefined)
  if (url === undefined) throw new Error(`SQS named no address for the queue ${name}`)
  return queueCandidate(aws, name, url)
}

/** A queue by name, ARN or address; a FIFO queue without its suffix too. */
export const queueLookup: Lookup = {
  id: 'sqs.queue',
  actions: ['sqs:GetQueueUrl'],
  resource: (text, aws) => `arn:${aws.partition}:sqs:${aws.region}:${aws.account}:${queueHint(text)?.name ?? '*'}`,
  fits: (text, symptom) => queueSymptoms.includes(symptom) && queueHint(text) !== undefined,
  round: () => 1,
  begin(text, aws) {
    const hint = queueHint(text)
    // Whose queue it is matters only where it is said, and then the account has to be known.
    return hint === undefined || hint.account !== undefined ? [] : [queueUrl(aws, hint.name)]
  },
  async find(text, aws) {
    const hint = queueHint(text)
    if (hint === undefined) return { exact: [], others: [] }
    try {
      return { exact: [await queueByName(aws, hint.name, hint.account)], others: [] }
    } catch (error) {
      if (!isAbsent(error) || hint.name.endsWith('.fifo')) throw error
      return { exact: [await queueByName(aws, `${hint.name}.fifo`, hint.account)], others: [] }
    }
  },
}

/** `why-stuck orders-worker`: the queues that a function of this name is fed from. */
export const consumerLookup: Lookup = {
  id: 'lambda.queues-of-function',
  actions: ['lambda:ListEventSourceMappings'],
  resource: () => '*',
  fits: (text, symptom) => queueSymptoms.includes(symptom) && functionName(text) !== undefined,
  round: () => 2,
  async find(text, aws) {
    const answer = await aws
      .client(LambdaClient)
      .send(new ListEventSourceMappingsCommand({ FunctionName: functionName(text) ?? text }))
    const names = (answer.EventSourceMappings ?? []).flatMap(({ EventSourceArn: arn }) => queueHint(arn ?? '') ?? [])
    const unique = [...new Map(names.map((each) => [each.name, each])).values()].slice(0, mostQueuesOfFunction)
    const exact = await Promise.all(unique.map((each) => queueByName(aws, each.name, each.account)))
    return {
      exact,
      others: [],
      isGroup: exact.length > 1,
      notes: exact.length > 0 ? [`${text} is a function; looked at the queues that feed it.`] : [],
    }
  },
}

/** Only to say what may have been meant. */
export const queueNames: Lookup = {
  id: 'sqs.queues',
  actions: ['sqs:ListQueues'],
  resource: () => '*',
  fits: (_, symptom) => queueSymptoms.includes(symptom),
  round: () => 3,
  async find(_, aws) {
    const names: string[] = []
    let token: string | undefined
    for (let page = 0; page < mostPages; page += 1) {
      const answer = await aws
        .client(SQSClient)
        .send(new ListQueuesCommand({ MaxResults: 1000, ...(token !== undefined && { NextToken: token }) }))
      names.push(...(answer.QueueUrls ?? []).map((url) => url.split('/').at(-1) ?? url))
      token = answer.NextToken
      if (token === undefined || token === '') break
    }
    return { exact: [], others: names }
  },
}

export const queueLookups: readonly Lookup[] = [queueLookup, consumerLookup, queueNames]

function functionName(text: string): string | undefined {
  if (/^arn:[\w-]+:lambda:[\w-]+:\d{12}:function:[\w-]+(:[\w$-]+)?$/.test(text)) return text
  return /^[\w-]{1,64}(:[\w$-]+)?$/.test(text) ? text : undefined
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && /NonExistent|QueueDoesNotExist/.test(`${error.name} ${error.message}`)
}
