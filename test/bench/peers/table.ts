import { readMetrics, readTrail, type Script, type WantedMetric } from './script.ts'

const capacity = [
  'ReadThrottleEvents',
  'WriteThrottleEvents',
  'ConsumedReadCapacityUnits',
  'ConsumedWriteCapacityUnits',
  'ProvisionedReadCapacityUnits',
  'ProvisionedWriteCapacityUnits',
]

/** What anybody looks at of a table: its settings and indexes, capacity, throttles and latency, scaling, quotas, changes. */
export async function readTable(script: Script, given: string): Promise<void> {
  const name = /table\/([^/]+)/.exec(given)?.[1] ?? given
  const described = script.read(`dynamodb describe-table ${name}`, () =>
    script.dynamodb.describeTable({ TableName: name }),
  )
  const resourceId = `table/${name}`
  await Promise.all([
    described.then((answer) => {
      if (answer === undefined) return undefined
      const indexes = (answer.Table?.GlobalSecondaryIndexes ?? []).flatMap(({ IndexName }) => IndexName ?? [])
      return readMetrics(script, metricsOf(name, indexes))
    }),
    script.read(`application-autoscaling describe-scalable-targets ${name}`, () =>
      script.autoscaling.describeScalableTargets({ ServiceNamespace: 'dynamodb' }),
    ),
    script.read(`application-autoscaling describe-scaling-activities ${name}`, () =>
      script.autoscaling.describeScalingActivities({ ServiceNamespace: 'dynamodb', ResourceId: resourceId }),
    ),
    script.read('dynamodb describe-limits', () => script.dynamodb.describeLimits({})),
    readTrail(script, name),
  ])
}

function metricsOf(name: string, indexes: readonly string[]): WantedMetric[] {
  const of = (metric: string, dimensions: Readonly<Record<string, string>>): WantedMetric => [
    'AWS/DynamoDB',
    metric,
    'Sum',
    { TableName: name, ...dimensions },
  ]
  return [
    ...capacity.map((metric) => of(metric, {})),
    ...indexes.flatMap((index) => capacity.map((metric) => of(metric, { GlobalSecondaryIndexName: index }))),
    ...['GetItem', 'Query', 'Scan', 'PutItem', 'UpdateItem', 'BatchWriteItem'].flatMap((operation): WantedMetric[] => [
      ['AWS/DynamoDB', 'SuccessfulRequestLatency', 'Average', { TableName: name, Operation: operation }],
      of('ThrottledRequests', { Operation: operation }),
    ]),
  ]
}
