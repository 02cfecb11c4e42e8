import { APIGateway } from '@aws-sdk/client-api-gateway'
import { ApiGatewayV2 } from '@aws-sdk/client-apigatewayv2'
import { ApplicationAutoScaling } from '@aws-sdk/client-application-auto-scaling'
import { CloudFormation } from '@aws-sdk/client-cloudformation'
import { CloudTrail } from '@aws-sdk/client-cloudtrail'
import { CloudWatch } from '@aws-sdk/client-cloudwatch'
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs'
import { ConfigService } from '@aws-sdk/client-config-service'
import { CostExplorer } from '@aws-sdk/client-cost-explorer'
import { DynamoDB } from '@aws-sdk/client-dynamodb'
import { EC2 } from '@aws-sdk/client-ec2'
import { EventBridge } from '@aws-sdk/client-eventbridge'
import { IAM } from '@aws-sdk/client-iam'
import { KMS } from '@aws-sdk/client-kms'
import { Lambda } from '@aws-sdk/client-lambda'
import { S3 } from '@aws-sdk/client-s3'
import { S3Control } from '@aws-sdk/client-s3-control'
import { SQS } from '@aws-sdk/client-sqs'
import { STS } from '@aws-sdk/client-sts'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import type { Question } from '../../../src/intake/question.ts'

/** A runbook written down as a script: reads for one symptom, and no verdict. */
export type Runbook = (script: Script, question: Question) => Promise<void>

/** What a runbook reads with. */
export type Script = ReturnType<typeof openScript>

const connections = new NodeHttpHandler({ httpAgent: { keepAlive: true, maxSockets: 64 } })

/**
 * Opens the clients of a script. In sequence one call is in flight at a time, as lines of a shell are; in parallel as many as do not need each
 * other. Its clients are made beforehand and connections are kept, which a command line does not do: that is to the script’s favour.
 */
export function openScript(endpoint: string, region: string, isSequential: boolean, window: Question['window']) {
  const config = {
    endpoint,
    region,
    credentials: { accessKeyId: 'AKIARUNBOOKSCRIPT000', secretAccessKey: 'not-a-real-secret' },
    requestHandler: connections,
  }
  const lines: string[] = []
  let before: Promise<unknown> = Promise.resolve()

  /** Makes one call and keeps what it says. A call that fails is kept in its words, and the script goes on. */
  async function read<T extends object>(step: string, call: () => Promise<T>): Promise<T | undefined> {
    const run = isSequential ? before.then(call) : call()
    before = run.catch(() => undefined)
    try {
      const answer = await run
      lines.push(`${step} → ${plain(answer)}`)
      return answer
    } catch (error) {
      lines.push(`${step} → refused: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`)
      return undefined
    }
  }

  return {
    /** Every call with its answer. */
    lines,
    read,
    window,
    start: new Date(window.from),
    end: new Date(window.to),
    region,
    apigateway: new APIGateway(config),
    apigatewayv2: new ApiGatewayV2(config),
    autoscaling: new ApplicationAutoScaling(config),
    ce: new CostExplorer(config),
    cloudformation: new CloudFormation(config),
    cloudtrail: new CloudTrail(config),
    cloudwatch: new CloudWatch(config),
    config: new ConfigService(config),
    dynamodb: new DynamoDB(config),
    ec2: new EC2(config),
    events: new EventBridge(config),
    iam: new IAM(config),
    kms: new KMS(config),
    lambda: new Lambda(config),
    logs: new CloudWatchLogs(config),
    s3: new S3({ ...config, forcePathStyle: true }),
    s3control: new S3Control({ ...config, endpointProvider: () => ({ url: new URL(endpoint) }) }),
    sqs: new SQS(config),
    sts: new STS(config),
  }
}

/** Policies arrive with their quotes escaped, and from IAM percent-encoded besides; a person reads through both. */
function plain(answer: object): string {
  const text = JSON.stringify(answer, (key, value) => (key === '$metadata' ? undefined : value)).replaceAll('\\"', '"')
  return text.includes('%22')
    ? text.replaceAll(/%[0-9A-F]{2}/g, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)))
    : text
}

/** One metric to read: namespace, name, statistic, dimensions. */
export type WantedMetric = readonly [
  namespace: string,
  name: string,
  stat: string,
  dimensions: Readonly<Record<string, string>>,
]

/** Reads metrics a minute at a time in one call, as `get-metric-data` takes them. */
export async function readMetrics(script: Script, wanted: readonly WantedMetric[]): Promise<void> {
  const answer = await script.read('cloudwatch get-metric-data', () =>
    script.cloudwatch.getMetricData({
      StartTime: script.start,
      EndTime: script.end,
      MetricDataQueries: wanted.map(([namespace, name, stat, dimensions], index) => ({
        Id: `m${index}`,
        MetricStat: {
          Metric: {
            Namespace: namespace,
            MetricName: name,
            Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
          },
          Period: 60,
          Stat: stat,
        },
      })),
    }),
  )
  for (const [index, [namespace, name, stat, dimensions]] of wanted.entries()) {
    const values = answer?.MetricDataResults?.find(({ Id }) => Id === `m${index}`)?.Values ?? []
    script.lines.push(`${namespace} ${name} ${stat} ${Object.values(dimensions).join(' ')} → ${values.join(' ')}`)
  }
}

const mostPages = 6
const wantedEvents = 100

/** Reads the lines of a log group that match, as `filter-log-events --max-items 100` does. */
export async function readLog(script: Script, logGroupName: string, filterPattern: string): Promise<void> {
  let nextToken: string | undefined
  let seen = 0
  for (let page = 0; page < mostPages && seen < wantedEvents; page += 1) {
    const answer = await script.read(`logs filter-log-events ${logGroupName}`, () =>
      script.logs.filterLogEvents({
        logGroupName,
        filterPattern,
        startTime: script.window.from,
        endTime: script.window.to,
        ...(nextToken !== undefined && { nextToken }),
      }),
    )
    seen += answer?.events?.length ?? 0
    nextToken = answer?.nextToken
    if (nextToken === undefined) return
  }
}

/** Reads who changed a resource, or what happened in the account at all where none is given. */
export async function readTrail(script: Script, resource?: string): Promise<void> {
  await script.read(`cloudtrail lookup-events ${resource ?? ''}`, () =>
    script.cloudtrail.lookupEvents({
      StartTime: script.start,
      EndTime: script.end,
      ...(resource !== undefined && {
        LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: resource }],
      }),
    }),
  )
}
