import { DynamoDBClient, GetResourcePolicyCommand as GetTablePolicyCommand } from '@aws-sdk/client-dynamodb'
import { DescribeEventBusCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { GetPolicyCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { GetBucketPolicyCommand } from '@aws-sdk/client-s3'
import { GetResourcePolicyCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { GetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns'
import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { AwsReader } from '../../aws/reader.ts'
import { s3Client } from '../../aws/s3.ts'
import { accountOf } from '../../targets/principal-arn.ts'
import { type Denial, kmsKey } from '../../targets/target.ts'
import { EvidenceMissing } from '../evidence.ts'
import { keyPolicy } from '../kms/key-policy.ts'
import { defineProbe, type ReadContext } from '../probe.ts'
import { type PolicyDocument, readPolicyDocument } from './policy-document.ts'

/** The policy on the resource that was refused; a read that is skipped when the resource belongs to another account. */
export type ResourcePolicy =
  | { readonly state: 'none' | 'not-read'; readonly service: string }
  | { readonly state: 'read'; readonly service: string; readonly policy: PolicyDocument }

type Reader = (arn: string, aws: AwsReader) => Promise<string | undefined>

const readers: Readonly<Record<string, Reader>> = {
  s3: async (arn, aws) =>
    (await s3Client(aws).send(new GetBucketPolicyCommand({ Bucket: lastPart(arn).split('/')[0] ?? '' }))).Policy,
  sqs: async (arn, aws) => {
    const sqs = aws.client(SQSClient, regionOf(arn, aws))
    const { QueueUrl: url } = await sqs.send(new GetQueueUrlCommand({ QueueName: lastPart(arn) }))
    const answer = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url ?? '', AttributeNames: ['Policy'] }))
    return answer.Attributes?.Policy
  },
  sns: async (arn, aws) =>
    (await aws.client(SNSClient, regionOf(arn, aws)).send(new GetTopicAttributesCommand({ TopicArn: arn }))).Attributes
      ?.Policy,
  lambda: async (arn, aws) => {
    const [, name = '', qualifier] = /:function:([\w-]+)(?::([\w$-]+))?/.exec(arn) ?? []
    const answer = await aws
      .client(LambdaClient, regionOf(arn, aws))
      .send(new GetPolicyCommand({ FunctionName: name, ...(qualifier !== undefined && { Qualifier: qualifier }) }))
    return answer.Policy
  },
  secretsmanager: async (arn, aws) =>
    (await aws.client(SecretsManagerClient, regionOf(arn, aws)).send(new GetResourcePolicyCommand({ SecretId: arn })))
      .ResourcePolicy,
  dynamodb: async (arn, aws) =>
    (
      await aws
        .client(DynamoDBClient, regionOf(arn, aws))
        .send(new GetTablePolicyCommand({ ResourceArn: arn.replace(/(:table\/[^/]+).*/, '$1') }))
    ).Policy,
  events: async (arn, aws) => {
    if (!arn.includes(':event-bus/')) return undefined
    const answer = await aws
      .client(EventBridgeClient, regionOf(arn, aws))
      .send(new DescribeEventBusCommand({ Name: arn.split(':event-bus/')[1] ?? 'default' }))
    return answer.Policy
  },
}

/** Services whose resources may carry a policy that no probe reads. */
const unreadable = /^(ecr|es|aoss|execute-api|kinesis|glue|codeartifact|backup|s3express|s3-object-lambda|states)$/

const reads: Readonly<Record<string, string>> = {
  s3: 's3:GetBucketPolicy',
  sqs: 'sqs:GetQueueAttributes',
  sns: 'sns:GetTopicAttributes',
  lambda: 'lambda:GetPolicy',
  kms: 'kms:GetKeyPolicy',
  events: 'events:DescribeEventBus',
  ecr: 'ecr:GetRepositoryPolicy',
  es: 'es:DescribeDomain',
  iam: 'iam:GetRole',
}

function skipped(service: string, error: string): EvidenceMissing {
  return new EvidenceMissing({ status: 'skipped', error, action: reads[service] ?? `${service}:GetResourcePolicy` })
}

/** What the resource itself says of who may use it. */
export const resourcePolicy = defineProbe<ResourcePolicy, Denial>({
  id: 'iam.resource-policy',
  actions: [
    'dynamodb:GetResourcePolicy',
    'events:DescribeEventBus',
    'lambda:GetPolicy',
    's3:GetBucketPolicy',
    'secretsmanager:GetResourcePolicy',
    'sns:GetTopicAttributes',
    'sqs:GetQueueAttributes',
    'sqs:GetQueueUrl',
  ],
  uses: [keyPolicy],
  key: (target) => `${target.account} ${target.region} ${target.resource ?? ''}`,
  resource: (target) => target.resource ?? '*',
  async fetch(target, at): Promise<ResourcePolicy> {
    const arn = target.resource ?? ''
    const service = arn.split(':')[2] ?? ''
    if (!arn.startsWith('arn:') || /[*?]/.test(service)) return { state: 'not-read', service }
    const account = accountOf(arn)
    if (account !== undefined && account !== at.aws.account)
      throw skipped(service, `${arn} belongs to account ${account}: its policy cannot be seen from ${at.aws.account}.`)
    if (unreadable.test(service))
      throw skipped(service, `Firstlook does not read the policies of ${service} resources.`)
    const text = service === 'kms' ? undefined : await policyText(arn, service, at)
    if (service === 'kms') return { state: 'read', service, policy: await at.read(keyPolicy, kmsKey(target, arn)) }
    if (text === null) return { state: 'not-read', service }
    if (text === undefined || text === '') return { state: 'none', service }
    return { state: 'read', service, policy: readPolicyDocument(`policy of ${lastPart(arn)}`, text) }
  },
  cite: (target) => ({
    source: `the resource policy of ${target.resource ?? 'the resource'}`,
    account: target.account,
    region: target.region,
    cli: commandOf(target),
  }),
})

/** Null for services whose policies are not read; undefined for a resource without one. */
async function policyText(arn: string, service: string, { aws }: ReadContext): Promise<string | undefined | null> {
  const read = readers[service]
  if (read === undefined) return null
  try {
    return await read(arn, aws)
  } catch (error) {
    if (
      error instanceof Error &&
      /^(NoSuchBucketPolicy|NotFound|NotFoundException|NoSuchBucket|PolicyNotFoundException|ResourceNotFoundException|QueueDoesNotExist|AWS\.SimpleQueueService\.NonExistentQueue)$/.test(
        error.name,
      )
    )
      return undefined
    throw error
  }
}

function commandOf({ resource = '', region }: Denial): string {
  const name = lastPart(resource)
  switch (resource.split(':')[2]) {
    case 's3':
      return `aws s3api get-bucket-policy --bucket ${name.split('/')[0]} --query Policy --output text`
    case 'sqs':
      return `aws sqs get-queue-attributes --queue-url $(aws sqs get-queue-url --queue-name ${name} --query QueueUrl --output text --region ${region}) --attribute-names Policy --region ${region}`
    case 'sns':
      return `aws sns get-topic-attributes --topic-arn ${resource} --query Attributes.Policy --output text --region ${region}`
    case 'lambda':
      return `aws lambda get-policy --function-name ${resource} --region ${region}`
    case 'kms':
      return `aws kms get-key-policy --key-id ${resource} --policy-name default --output text --region ${region}`
    case 'secretsmanager':
      return `aws secretsmanager get-resource-policy --secret-id ${resource} --region ${region}`
    case 'dynamodb':
      return `aws dynamodb get-resource-policy --resource-arn ${resource} --region ${region}`
    default:
      return `aws events describe-event-bus --name ${name} --region ${region}`
  }
}

function lastPart(arn: string): string {
  return arn.split(':').slice(5).join(':')
}

function regionOf(arn: string, aws: AwsReader): string {
  const region = arn.split(':')[3]
  return region === undefined || region === '' ? aws.region : region
}
