import type { AwsRequest } from '../wire/request.ts'

interface At {
  readonly account: string
  readonly region: string
}

type ResourceRule = (input: Readonly<Record<string, unknown>>, at: At, operation: string) => string | undefined

/** The resource ARN that IAM compares with for a call; `*` where the action knows none. */
export function resourceOf({ service, operation, input }: AwsRequest, at: At): string {
  return rules[service.id]?.(input, at, operation.name) ?? '*'
}

const rules: Readonly<Record<string, ResourceRule>> = {
  lambda: (input, at) => {
    const name = text(input.FunctionName)
    if (name === undefined) return text(input.LayerName) ?? text(input.Arn)
    const bare = name.startsWith('arn:')
      ? name
      : `arn:aws:lambda:${at.region}:${at.account}:function:${name.split(':function:').at(-1)}`
    const qualifier = text(input.Qualifier)
    return qualifier === undefined ? bare : `${bare}:${qualifier}`
  },
  logs: (input, { account, region }, operation) => {
    const group =
      text(input.logGroupName) ??
      text(input.logGroupIdentifier) ??
      first(input.logGroupNames) ??
      first(input.logGroupIdentifiers)
    if (['GetQueryResults', 'StopQuery', 'DescribeQueries', 'ListLogGroups'].includes(operation)) return '*'
    const name =
      group === undefined
        ? (text(input.logGroupNamePrefix) ?? '')
        : group.replace(/^arn:aws[\w-]*:logs:[\w-]+:\d+:log-group:/, '').replace(/:\*$/, '')
    return `arn:aws:logs:${region}:${account}:log-group:${name}:log-stream:${text(input.logStreamName) ?? ''}`
  },
  cloudformation: (input, { account, region }) => {
    const name = text(input.StackName)
    if (name === undefined) return '*'
    return name.startsWith('arn:') ? name : `arn:aws:cloudformation:${region}:${account}:stack/${name}/*`
  },
  iam: (input, { account }) => {
    if (text(input.PolicySourceArn) !== undefined) return text(input.PolicySourceArn)
    if (text(input.PolicyArn) !== undefined) return text(input.PolicyArn)
    if (text(input.RoleName) !== undefined) return `arn:aws:iam::${account}:role/${text(input.RoleName)}`
    if (text(input.UserName) !== undefined) return `arn:aws:iam::${account}:user/${text(input.UserName)}`
    return text(input.GroupName) === undefined ? undefined : `arn:aws:iam::${account}:group/${text(input.GroupName)}`
  },
  dynamodb: (input, { account, region }) => {
    const name = text(input.TableName) ?? text(input.ResourceArn)
    if (name === undefined || name.startsWith('arn:')) return name
    const index = text(input.IndexName)
    return `arn:aws:dynamodb:${region}:${account}:table/${name}${index === undefined ? '' : `/index/${index}`}`
  },
  sqs: (input, { account, region }) => {
    const name = text(input.QueueUrl)?.split('/').at(-1) ?? text(input.QueueName)
    return name === undefined ? undefined : `arn:aws:sqs:${region}:${account}:${name}`
  },
  sns: (input) => text(input.TopicArn),
  events: (input, { account, region }) => {
    const bus = text(input.EventBusName)
    const rule = text(input.Rule) ?? (bus === undefined ? text(input.Name) : undefined)
    if (rule !== undefined && !rule.startsWith('arn:'))
      return `arn:aws:events:${region}:${account}:rule/${bus === undefined || bus === 'default' ? '' : `${bus}/`}${rule}`
    return bus === undefined
      ? undefined
      : bus.startsWith('arn:')
        ? bus
        : `arn:aws:events:${region}:${account}:event-bus/${bus}`
  },
  kms: (input, { account, region }) => {
    const key = text(input.KeyId)
    if (key === undefined || key.startsWith('arn:')) return key
    return `arn:aws:kms:${region}:${account}:${key.startsWith('alias/') ? key : `key/${key}`}`
  },
  s3: (input) => {
    const bucket = text(input.Bucket)
    if (bucket === undefined) return undefined
    const key = text(input.Key)
    return `arn:aws:s3:::${bucket}${key === undefined ? '' : `/${key}`}`
  },
  s3control: (input, { account, region }) => {
    const name = text(input.Name)
    return name === undefined ? undefined : `arn:aws:s3:${region}:${account}:accesspoint/${name}`
  },
  secretsmanager: (input, { account, region }) => {
    const id = text(input.SecretId)
    return id === undefined || id.startsWith('arn:')
      ? id
      : `arn:aws:secretsmanager:${region}:${account}:secret:${id}-AbCdEf`
  },
  cloudwatch: (input, { account, region }, operation) => {
    if (operation === 'ListTagsForResource') return text(input.ResourceARN)
    const alarm = first(input.AlarmNames) ?? text(input.AlarmName)
    return alarm === undefined || !operation.startsWith('DescribeAlarm')
      ? undefined
      : `arn:aws:cloudwatch:${region}:${account}:alarm:${alarm}`
  },
  wafv2: (input) => text(input.ResourceArn) ?? text(input.WebAclArn) ?? text(input.ARN),
  sts: (input) => text(input.RoleArn),
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function first(value: unknown): string | undefined {
  return Array.isArray(value) ? text(value[0]) : undefined
}
