/** A metric that shows which resource uses what is billed; its dimensions must be exactly these. */
export interface UsageMetric {
  readonly namespace: string
  readonly metric: string
  readonly stat: 'Sum' | 'Average'
  readonly dimensions: readonly string[]
  /** What the first dimension names. */
  readonly resource: string
}

/** Usage types that are billed for one reason; `id` is the reason's name in the playbook. */
export interface UsageFamily {
  readonly id: string
  readonly service: RegExp
  readonly usageType: RegExp
  readonly metric?: UsageMetric
}

const any = /./
const s3 = /simple storage|^amazons3/i
const sum = (namespace: string, metric: string, dimension: string, resource: string): UsageMetric => ({
  namespace,
  metric,
  stat: 'Sum',
  dimensions: [dimension],
  resource,
})

/** In order: the first that fits names the usage. https://docs.aws.amazon.com/cur/latest/userguide/product-columns.html */
const families: readonly UsageFamily[] = [
  {
    id: 'cost-nat',
    service: any,
    usageType: /NatGateway-/i,
    metric: sum('AWS/NATGateway', 'BytesOutToDestination', 'NatGatewayId', 'NAT gateway'),
  },
  { id: 'cost-guardduty-macie', service: /guardduty|macie|inspector|detective|security hub/i, usageType: any },
  {
    id: 'cost-s3-egress',
    service: s3,
    usageType: /(Out|Regional)-Bytes|S3RTC|AWS-In-Bytes/i,
    metric: {
      namespace: 'AWS/S3',
      metric: 'BytesDownloaded',
      stat: 'Sum',
      dimensions: ['BucketName', 'FilterId'],
      resource: 'bucket',
    },
  },
  {
    id: 'cost-s3-requests',
    service: s3,
    usageType: /Requests-|Retrieval|Select-/i,
    metric: {
      namespace: 'AWS/S3',
      metric: 'AllRequests',
      stat: 'Sum',
      dimensions: ['BucketName', 'FilterId'],
      resource: 'bucket',
    },
  },
  {
    id: 'cost-s3-storage',
    service: s3,
    usageType: /TimedStorage|EarlyDelete|Monitoring-Automation|StorageAnalytics|Inventory/i,
    metric: {
      namespace: 'AWS/S3',
      metric: 'BucketSizeBytes',
      stat: 'Average',
      dimensions: ['BucketName', 'StorageType'],
      resource: 'bucket',
    },
  },
  { id: 'cost-lambda-pc', service: /lambda/i, usageType: /Provisioned/i },
  {
    id: 'cost-lambda-duration',
    service: /lambda/i,
    usageType: /GB-Second|Request/i,
    metric: sum('AWS/Lambda', 'Duration', 'FunctionName', 'function'),
  },
  {
    id: 'cost-cwlogs-ingest',
    service: /cloudwatch|logs/i,
    usageType: /DataProcessing(IA)?-Bytes|VendedLog/i,
    metric: sum('AWS/Logs', 'IncomingBytes', 'LogGroupName', 'log group'),
  },
  { id: 'cost-cwlogs-insights', service: /cloudwatch|logs/i, usageType: /(Data|Query)Scanned-Bytes|Logs-Query/i },
  { id: 'cost-cw-alarms', service: /cloudwatch/i, usageType: /AlarmMonitorUsage/i },
  {
    id: 'cost-cw-metrics',
    service: /cloudwatch/i,
    usageType: /MetricMonitorUsage|GMD-Metrics|MetricStream|CW:Requests|Metrics?Insights/i,
  },
  {
    id: 'cost-eventbridge',
    service: /cloudwatch ?events|eventbridge/i,
    usageType: any,
    metric: sum('AWS/Events', 'MatchedEvents', 'RuleName', 'rule'),
  },
  {
    id: 'cost-eventbridge',
    service: any,
    usageType: /Event-64K-Chunks/i,
    metric: sum('AWS/Events', 'MatchedEvents', 'RuleName', 'rule'),
  },
  { id: 'cost-xray', service: any, usageType: /XRay-Traces/i },
  {
    id: 'cost-ddb-provisioned',
    service: /dynamodb/i,
    usageType: /CapacityUnit-(Hrs|Hours)/i,
    metric: {
      namespace: 'AWS/DynamoDB',
      metric: 'ProvisionedWriteCapacityUnits',
      stat: 'Average',
      dimensions: ['TableName'],
      resource: 'table',
    },
  },
  {
    id: 'cost-ddb-ondemand',
    service: /dynamodb/i,
    usageType: /ReadRequestUnits/i,
    metric: sum('AWS/DynamoDB', 'ConsumedReadCapacityUnits', 'TableName', 'table'),
  },
  {
    id: 'cost-ddb-ondemand',
    service: /dynamodb/i,
    usageType: /RequestUnits/i,
    metric: sum('AWS/DynamoDB', 'ConsumedWriteCapacityUnits', 'TableName', 'table'),
  },
  { id: 'cost-ddb-storage-backup', service: /dynamodb/i, usageType: /TimedStorage|PITR|Export|Import|Restore|Backup/i },
  { id: 'cost-kms', service: any, usageType: /KMS-Requests/i },
  {
    id: 'cost-apigw',
    service: /api gateway/i,
    usageType: /ApiGateway|CacheUsage/i,
    metric: sum('AWS/ApiGateway', 'Count', 'ApiName', 'API'),
  },
  {
    id: 'cost-sqs-polling',
    service: /queue service|sqs/i,
    usageType: /Requests/i,
    metric: sum('AWS/SQS', 'NumberOfEmptyReceives', 'QueueName', 'queue'),
  },
  {
    id: 'cost-step-functions',
    service: /step functions|states/i,
    usageType: /StateTransition|GB-Second|Request/i,
    metric: sum('AWS/States', 'ExecutionsStarted', 'StateMachineArn', 'state machine'),
  },
  { id: 'cost-secretsmanager', service: /secrets manager/i, usageType: any },
  { id: 'cost-config', service: /config/i, usageType: any },
  {
    id: 'cost-cloudtrail-data-events',
    service: /cloudtrail/i,
    usageType: /EventsRecorded|DataEvents|InsightsEvents|Ingestion-Bytes/i,
  },
  {
    id: 'cost-data-transfer',
    service: any,
    usageType: /DataTransfer|-(Out|In)-Bytes|DataXfer/i,
    metric: sum('AWS/ApplicationELB', 'ProcessedBytes', 'LoadBalancer', 'load balancer'),
  },
  { id: 'cost-ec2-other-idle', service: any, usageType: /EBS:(Volume|Snapshot)|ElasticIP|PublicIPv4:|SnapshotUsage/i },
]

/** The family that a usage type belongs to; undefined for those without a known reason, such as instance hours. */
export function familyOf(service: string, usageType: string): UsageFamily | undefined {
  return families.find((family) => family.service.test(service) && family.usageType.test(usageType))
}

const prefixes: Readonly<Record<string, string>> = {
  USE1: 'us-east-1',
  USE2: 'us-east-2',
  USW1: 'us-west-1',
  USW2: 'us-west-2',
  EU: 'eu-west-1',
  EUW1: 'eu-west-1',
  EUW2: 'eu-west-2',
  EUW3: 'eu-west-3',
  EUC1: 'eu-central-1',
  EUC2: 'eu-central-2',
  EUN1: 'eu-north-1',
  EUS1: 'eu-south-1',
  EUS2: 'eu-south-2',
  APN1: 'ap-northeast-1',
  APN2: 'ap-northeast-2',
  APN3: 'ap-northeast-3',
  APS1: 'ap-southeast-1',
  APS2: 'ap-southeast-2',
  APS3: 'ap-south-1',
  APS4: 'ap-southeast-3',
  APS5: 'ap-south-2',
  APE1: 'ap-east-1',
  CAN1: 'ca-central-1',
  SAE1: 'sa-east-1',
  MES1: 'me-south-1',
  MEC1: 'me-central-1',
  AFS1: 'af-south-1',
  ILC1: 'il-central-1',
}

/** The region that a usage type's prefix names; us-east-1 mostly has none, so nothing is said then. */
export function regionOfUsage(usageType: string): string | undefined {
  return prefixes[/^([A-Z]{2,3}\d?)-/.exec(usageType)?.[1] ?? '']
}
