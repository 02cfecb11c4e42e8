import { withStage } from './arguments.ts'
import type { Symptom } from './question.ts'

/** One metric an alarm watches. */
export interface WatchedMetric {
  readonly namespace: string
  readonly name: string
  readonly dimensions: Readonly<Record<string, string>>
}

/** What a metric says is wrong, and where. */
export interface MetricMeaning {
  readonly symptom: Symptom
  /** Empty when the metric covers the whole account. */
  readonly name: string
}

type Rule = readonly [pattern: RegExp, symptom: Symptom]

interface Namespace {
  /** Names the resource from the dimensions; `undefined` when they do not tell. */
  readonly resource: (dimensions: Readonly<Record<string, string>>) => string | undefined
  readonly symptoms: readonly Rule[]
}

/** The Lambda `Resource` dimension is `name`, `name:alias` or `name:version`. */
function functionName(dimensions: Readonly<Record<string, string>>): string | undefined {
  const { FunctionName: name, Resource: resource, ExecutedVersion: version } = dimensions
  if (resource?.includes(':')) return resource
  if (name === undefined) return resource
  return version === undefined || version === '$LATEST' ? name : `${name}:${version}`
}

const functionSymptoms: readonly Rule[] = [
  [
    /^(Throttles|ConcurrentExecutions|UnreservedConcurrentExecutions|ClaimedAccountConcurrency|ProvisionedConcurrencyUtilization)$/,
    'throttled',
  ],
  [/^(AsyncEventAge|AsyncEventsDropped)$/, 'throttled'],
  [/^(Duration|PostRuntimeExtensionsDuration)$/, 'timeout'],
  [/^(ProvisionedConcurrencySpilloverInvocations|RestoreDuration)$/, 'cold-start'],
  [/^(IteratorAge|OffsetLag)$/, 'stuck'],
  [/^Url5xxCount$/, '502'],
  [/^Url4xxCount$/, 'any'],
  [
    /^(Errors|DeadLetterErrors|DestinationDeliveryFailures|Invocations|AsyncEventsReceived|RecursiveInvocationsDropped)$/,
    'errors',
  ],
]

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/aws-services-cloudwatch-metrics.html */
const namespaces: Readonly<Record<string, Namespace>> = {
  'AWS/Lambda': { resource: functionName, symptoms: functionSymptoms },
  LambdaInsights: {
    resource: ({ function_name: name }) => name,
    symptoms: [
      [/^init_duration$/, 'cold-start'],
      [/duration|cpu/, 'timeout'],
      [/^(memory|used_memory|tmp|fd|threads)/, 'errors'],
    ],
  },
  'AWS/ApiGateway': {
    resource: ({ ApiId: id, ApiName: name, DomainName: domain, Stage: stage }) => {
      const api = id ?? name
      return api === undefined ? domain : withStage(api, stage)
    },
    symptoms: [
      [/^(5XXError|5xx|IntegrationError|ExecutionError)$/i, '502'],
      [/^(4XXError|4xx|ClientError)$/i, '4xx'],
      [/Latency$/i, '504'],
    ],
  },
  'AWS/DynamoDB': {
    resource: ({ TableName: table, GlobalSecondaryIndexName: index }) =>
      table === undefined || index === undefined ? table : `${table}/${index}`,
    symptoms: [
      [/Throttle/i, 'throttled'],
      [/^(Consumed|Provisioned|AccountMax|AccountProvisioned|MaxProvisioned|OnlineIndex)/, 'throttled'],
      [/Latency$|^ReplicationLatency$|^AgeOfOldestUnreplicatedRecord$/, 'slow'],
      [/Errors?$|^ConditionalCheckFailedRequests$|^TransactionConflict$/, 'errors'],
    ],
  },
  'AWS/SQS': {
    resource: ({ QueueName: name }) => name,
    symptoms: [[/^(Approximate|NumberOf|SentMessageSize)/, 'stuck']],
  },
  'AWS/Events': {
    resource: ({ RuleName: rule, EventBusName: bus }) =>
      rule === undefined || bus === undefined || bus === 'default' ? rule : `${bus}/${rule}`,
    symptoms: [[/./, 'no-event']],
  },
  'AWS/S3': {
    resource: ({ BucketName: name }) => name,
    symptoms: [
      [/^4xxErrors$/, '403'],
      [/^5xxErrors$/, 'errors'],
    ],
  },
  'AWS/ApplicationELB': {
    resource: ({ LoadBalancer: suffix }) => suffix?.split('/')[1],
    symptoms: [
      [/504|503|TargetResponseTime|RejectedConnection/, '504'],
      [/5XX|502|500|ConnectionError|UnHealthyHost|HealthyHost|LambdaInternalError|LambdaUserError/, '502'],
      [/4XX/, '4xx'],
    ],
  },
  'AWS/Logs': {
    resource: ({ LogGroupName: group }) => group,
    symptoms: [[/./, 'any']],
  },
  'AWS/Billing': {
    resource: ({ ServiceName: name }) => name ?? '',
    symptoms: [[/^EstimatedCharges$/, 'cost']],
  },
}

/** Traffic and capacity say how busy a thing is, not what is wrong; beside another metric they only feed a ratio. */
const traffic =
  /^(Invocations|Count|MatchedEvents|TriggeredRules|RequestCount|NumberOfMessages(Sent|Received|Deleted)|AllRequests)$/

export function isTraffic({ name }: WatchedMetric): boolean {
  return traffic.test(name)
}

/** What a metric means, or a sentence that says why that cannot be told. */
export function meaningOf(metric: WatchedMetric): MetricMeaning | string {
  const label = `${metric.namespace} ${metric.name}`
  const known = namespaces[metric.namespace]
  if (known === undefined) return meaningOfCustom(metric, label)
  const symptom = known.symptoms.find(([pattern]) => pattern.test(metric.name))?.[1]
  if (symptom === undefined) return `its metric ${label} does not point at a symptom`
  const name = known.resource(metric.dimensions)
  if (name === undefined) return `its metric ${label} has no dimension that names a resource`
  return { symptom, name }
}

const customResource: readonly (readonly [RegExp, string])[] = [
  [/^(function_?name|lambda|function)$/i, 'AWS/Lambda'],
  [/^(api_?id|api_?name|api)$/i, 'AWS/ApiGateway'],
  [/^(table_?name|table)$/i, 'AWS/DynamoDB'],
  [/^(queue_?name|queue)$/i, 'AWS/SQS'],
]
const customSymptoms: readonly Rule[] = [
  [/throttl/i, 'throttled'],
  [/time.?out|duration/i, 'timeout'],
  [/5xx|502/i, '502'],
  [/504|503|latency/i, '504'],
  [/4xx|40\d/i, '4xx'],
  [/error|fail|fault|exception|crash/i, 'errors'],
]

/** A custom metric is read when a dimension names a resource or a service; where its name does not say what went wrong, whatever fits is asked. */
function meaningOfCustom({ namespace, name, dimensions }: WatchedMetric, label: string): MetricMeaning | string {
  const symptom = customSymptoms.find(([pattern]) => pattern.test(name))?.[1] ?? 'any'
  for (const [pattern] of customResource) {
    const key = Object.keys(dimensions).find((each) => pattern.test(each))
    const resource = key === undefined ? undefined : dimensions[key]
    if (resource !== undefined) return { symptom, name: resource }
  }
  // A service of Amazon ECS or of AWS/Usage is none of a team's own names.
  const isOfAws = namespace.startsWith('AWS/')
  const serviceKey = /^(service|service_name|servicename)$/i
  const key = isOfAws ? undefined : Object.keys(dimensions).find((each) => serviceKey.test(each))
  const service = key === undefined ? undefined : dimensions[key]
  if (service !== undefined) return { symptom, name: service }
  return `its metric ${label} is not one whose resource Firstlook can tell`
}
