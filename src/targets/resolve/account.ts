import {
  ConfigServiceClient,
  DescribeComplianceByConfigRuleCommand,
  DescribeConfigRulesCommand,
} from '@aws-sdk/client-config-service'
import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms'
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { GetBucketLocationCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3'
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs'
import { loadEc2 } from '../../aws/ec2.ts'
import { AbsentError, classify } from '../../aws/failure.ts'
import type { AwsReader } from '../../aws/reader.ts'
import type { Symptom } from '../symptom.ts'
import { type AccountRegion, lambdaFunction, type Place, placeOf, type Target } from '../target.ts'
import { functionHint } from './function.ts'
import { queueHint, queueTarget } from './queue.ts'
import type { Lookup } from './resolution.ts'

/** What the account's target is called by where one rule of AWS Config is asked about. */
export const configRulePrefix = 'config-rule/'

const accountSymptoms: readonly Symptom[] = ['cost', 'security']

/** Words people type for a service, and the names Cost Explorer gives it. */
const spoken: Readonly<Record<string, RegExp>> = {
  apigateway: /api gateway/i,
  'api-gateway': /api gateway/i,
  bedrock: /bedrock/i,
  cloudfront: /cloudfront/i,
  cloudtrail: /cloudtrail/i,
  cloudwatch: /cloudwatch/i,
  config: /config/i,
  ddb: /dynamodb/i,
  dynamodb: /dynamodb/i,
  ec2: /elastic compute cloud|^ec2/i,
  ecs: /container service/i,
  elb: /load balancing/i,
  eventbridge: /events|eventbridge/i,
  fargate: /container service|fargate/i,
  glue: /glue/i,
  guardduty: /guardduty/i,
  kinesis: /kinesis/i,
  kms: /key management/i,
  lambda: /lambda/i,
  logs: /cloudwatch/i,
  macie: /macie/i,
  marketplace: /marketplace/i,
  nat: /^ec2 - other|virtual private/i,
  opensearch: /opensearch|elasticsearch/i,
  rds: /relational database/i,
  redshift: /redshift/i,
  s3: /simple storage/i,
  secretsmanager: /secrets manager/i,
  'secrets-manager': /secrets manager/i,
  sns: /notification service/i,
  sqs: /queue service/i,
  'step-functions': /step functions/i,
  stepfunctions: /step functions/i,
  support: /support/i,
  vpc: /virtual private/i,
  xray: /x-?ray/i,
}

/** The services that a typed word means; undefined when it names none. */
export function serviceNamed(word: string): RegExp | undefined {
  return spoken[
    word
      .toLowerCase()
      .replace(/^(amazon|aws)[\s-]+/, '')
      .replaceAll(' ', '-')
  ]
}

/** The whole account in one region as a target; a service that was asked about gives it its name. */
export function accountRegion(place: Place, service?: string): AccountRegion {
  return {
    kind: 'account',
    id: place.account,
    name: service ?? place.account,
    arn: `arn:${place.partition}:iam::${place.account}:root`,
    ...placeOf(place),
  }
}

function isAccountWord(text: string, { account }: AwsReader): boolean {
  const name = text.trim()
  return name === '' || name === account || /^(account|everything|all)$/i.test(name)
}

/** The account itself: for no name, for its own id, and where a name means nothing smaller. */
export const accountLookup: Lookup = {
  id: 'account',
  actions: [],
  resource: () => '*',
  fits: (_, symptom) => accountSymptoms.includes(symptom),
  round: (symptom) => (symptom === 'cost' ? 1 : 3),
  isFallback: (text, aws) => !isAccountWord(text, aws),
  async find(text, aws, symptom) {
    const name = text.trim()
    const isAccount = isAccountWord(text, aws)
    const isService = symptom === 'cost' && !isAccount && serviceNamed(name) !== undefined
    const target = accountRegion(aws, isService ? name : undefined)
    const note =
      symptom === 'cost'
        ? `“${name}” is no service known by that word, so the cost of the whole account was looked at.`
        : `Nothing called “${name}” was found that can be looked at by itself, so the whole account was looked at.`
    return {
      exact: [{ target, label: isService ? `cost of ${name}` : `account ${aws.account}`, hint: target.name }],
      others: [],
      notes: isAccount || isService ? [] : [note],
      isInstead: !isAccount && !isService,
    }
  },
}

/** One kind of resource whose security can be asked about by itself. */
function resourceLookup(
  id: string,
  actions: `${string}:${string}` | readonly `${string}:${string}`[],
  hint: (text: string) => string | undefined,
  find: (name: string, aws: AwsReader) => Promise<Target>,
): Lookup {
  return {
    id: `security.${id}`,
    actions: [actions].flat(),
    resource: () => '*',
    fits: (text, symptom) => symptom === 'security' && hint(text.trim()) !== undefined,
    round: () => 1,
    async find(text, aws) {
      const name = hint(text.trim())
      if (name === undefined) return { exact: [], others: [] }
      const target = await find(name, aws)
      return { exact: [{ target, label: `${id} ${target.name}`, hint: target.arn }], others: [] }
    },
  }
}

/** Bucket names are everybody's: a refusal may come from a stranger's bucket, which the account's own list tells. */
async function bucketRegion(name: string, aws: AwsReader): Promise<string> {
  const client = aws.client(S3Client)
  try {
    const { LocationConstraint: where } = await client.send(new GetBucketLocationCommand({ Bucket: name }))
    return where === undefined ? 'us-east-1' : where === 'EU' ? 'eu-west-1' : where
  } catch (error) {
    if (classify(error).status !== 'denied') throw error
    const own = await client.send(new ListBucketsCommand({})).catch(() => undefined)
    if (own !== undefined && !(own.Buckets ?? []).some((each) => each.Name === name))
      throw new AbsentError(`No bucket of this account is called ${name}.`)
    throw error
  }
}

const isOther = (text: string, service: string): boolean => text.startsWith('arn:') && text.split(':')[2] !== service

/** Resources whose security can be asked about by name or ARN, and the account around them. */
export const securityLookups: readonly Lookup[] = [
  resourceLookup(
    'bucket',
    ['s3:GetBucketLocation', 's3:ListAllMyBuckets'],
    (text) => (isOther(text, 's3') ? undefined : /^(?:arn:[\w-]+:s3:::)?([a-z0-9][a-z0-9.-]{2,62})$/.exec(text)?.[1]),
    async (name, aws) => {
      const region = await bucketRegion(name, aws)
      return { kind: 'bucket', id: name, name, arn: `arn:${aws.partition}:s3:::${name}`, ...placeOf(aws), region }
    },
  ),
  resourceLookup(
    'function',
    'lambda:GetFunctionConfiguration',
    (text) => functionHint(text)?.name,
    async (name, aws) => {
      await aws.client(LambdaClient).send(new GetFunctionConfigurationCommand({ FunctionName: name }))
      return lambdaFunction(placeOf(aws), name)
    },
  ),
  resourceLookup(
    'queue',
    'sqs:GetQueueUrl',
    (text) => (isOther(text, 'sqs') ? undefined : queueHint(text)?.name),
    async (name, aws) => {
      const { QueueUrl: url = '' } = await aws.client(SQSClient).send(new GetQueueUrlCommand({ QueueName: name }))
      return queueTarget(aws, name, url)
    },
  ),
  resourceLookup(
    'kms-key',
    'kms:DescribeKey',
    (text) =>
      /^(?:arn:[\w-]+:kms:[\w-]+:\d{12}:)?(?:key\/)?((?:mrk-)?[0-9a-f-]{32,36})$/.exec(text)?.[1] ??
      /^alias\/[\w/-]+$/.exec(text)?.[0],
    async (name, aws) => {
      const { KeyMetadata: key } = await aws.client(KMSClient).send(new DescribeKeyCommand({ KeyId: name }))
      const id = key?.KeyId ?? name
      const arn = key?.Arn ?? `arn:${aws.partition}:kms:${aws.region}:${aws.account}:key/${id}`
      return { kind: 'kms-key', id, name, arn, ...placeOf(aws) }
    },
  ),
  resourceLookup(
    'config-rule',
    ['config:DescribeConfigRules', 'config:DescribeComplianceByConfigRule'],
    (text) =>
      text.includes('-') && /^[A-Za-z][\w-]{4,127}$/.test(text) && !/^sg-[0-9a-f]+$/.test(text) ? text : undefined,
    async (name, aws) => {
      const client = aws.client(ConfigServiceClient)
      try {
        await client.send(new DescribeConfigRulesCommand({ ConfigRuleNames: [name] }))
      } catch (error) {
        if (classify(error).status === 'absent') throw error
        // What follows reads a rule's results, which tells as well that it is there.
        await client.send(new DescribeComplianceByConfigRuleCommand({ ConfigRuleNames: [name] }))
      }
      return { ...accountRegion(aws), name: `${configRulePrefix}${name}` }
    },
  ),
  resourceLookup(
    'security-group',
    'ec2:DescribeSecurityGroups',
    (text) => /^(?:arn:[\w-]+:ec2:[\w-]+:\d{12}:security-group\/)?(sg-[0-9a-z-]+)$/.exec(text)?.[1],
    async (name, aws) => {
      const { DescribeSecurityGroupsCommand, EC2Client } = await loadEc2()
      await aws.client(EC2Client).send(new DescribeSecurityGroupsCommand({ GroupIds: [name] }))
      return {
        ...accountRegion(aws),
        name: `arn:${aws.partition}:ec2:${aws.region}:${aws.account}:security-group/${name}`,
      }
    },
  ),
]

/** Every look-up of this file. */
export const accountLookups: readonly Lookup[] = [...securityLookups, accountLookup]
