import * as z from 'zod'
import type { AwsEnvelope, AwsNews, NewsOf } from './aws-event.ts'

const configuredSchema = z.object({ operation: z.string().optional() })

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html */
const alarmConfigured: NewsOf = ({ resources, detail, time }) => {
  const parsed = configuredSchema.safeParse(detail)
  const [arn] = resources
  const changedAt = Date.parse(time ?? '')
  if (!parsed.success || arn === undefined || Number.isNaN(changedAt)) return undefined
  const { operation } = parsed.data
  if (operation === 'create') return { kind: 'unremarkable', why: 'an alarm was made' }
  const change = operation === 'delete' ? 'deleted' : 'edited'
  return { kind: 'alarm-configured', arn, change, changedAt, key: `${arn} ${change} ${time}` }
}

const stackSchema = z.object({
  'stack-id': z.string().startsWith('arn:'),
  'status-details': z.object({ status: z.string(), 'status-reason': z.string().optional() }),
})
/** The first sign of a failure; what follows it tells the same. */
const failingStack =
  /^(CREATE_FAILED|DELETE_FAILED|(UPDATE_|IMPORT_)?ROLLBACK_IN_PROGRESS|(UPDATE_|IMPORT_)?ROLLBACK_FAILED)$/

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/eventbridge.html */
const stackStatus: NewsOf = (event) => {
  const parsed = stackSchema.safeParse(event.detail)
  if (!parsed.success) return undefined
  const { 'stack-id': arn, 'status-details': details } = parsed.data
  const { status, 'status-reason': reason } = details
  if (!failingStack.test(status)) return { kind: 'unremarkable', why: `a stack is ${status}` }
  const name = arn.split('/')[1] ?? arn
  return news(event, {
    key: `${arn} ${status} ${event.time ?? ''}`,
    title: `Stack ${name} is ${status}`,
    lines: reason === undefined ? [] : [reason],
    resources: [arn],
    question: { symptom: 'failed', name, command: `event ${status}: why-failed ${name}` },
  })
}

const complianceSchema = z.object({
  resourceId: z.string(),
  resourceType: z.string(),
  configRuleName: z.string(),
  newEvaluationResult: z.object({ complianceType: z.string(), annotation: z.string().optional() }),
})

/** https://docs.aws.amazon.com/config/latest/developerguide/monitor-config-with-cloudwatchevents.html */
const compliance: NewsOf = (event) => {
  const parsed = complianceSchema.safeParse(event.detail)
  if (!parsed.success) return undefined
  const { resourceId, resourceType, configRuleName, newEvaluationResult } = parsed.data
  const { complianceType, annotation } = newEvaluationResult
  if (complianceType !== 'NON_COMPLIANT')
    return { kind: 'unremarkable', why: `${configRuleName} finds a resource ${complianceType}` }
  return news(event, {
    key: `${configRuleName} ${resourceId} ${event.time ?? ''}`,
    title: `${resourceId} is against the Config rule ${configRuleName}`,
    lines: [`type: ${resourceType}`, ...(annotation === undefined ? [] : [annotation])],
    resources: [resourceId],
    question: {
      symptom: 'security',
      name: configRuleName,
      command: `event ${complianceType}: why-security ${configRuleName}`,
    },
  })
}

const healthSchema = z.object({
  eventArn: z.string().optional(),
  service: z.string(),
  eventTypeCode: z.string(),
  eventTypeCategory: z.string(),
  statusCode: z.string().optional(),
  startTime: z.string().optional(),
  endTime: z.string().optional(),
  communicationId: z.string().optional(),
  eventDescription: z.array(z.object({ latestDescription: z.string() })).default([]),
  affectedEntities: z.array(z.object({ entityValue: z.string() })).default([]),
})
const healthWords: Readonly<Record<string, string>> = {
  issue: 'AWS has an issue',
  scheduledChange: 'AWS plans a change',
  accountNotification: 'AWS has a notice',
  investigation: 'AWS investigates',
}

/** https://docs.aws.amazon.com/health/latest/ug/aws-health-events-eventbridge-schema.html */
const health: NewsOf = (event) => {
  const parsed = healthSchema.safeParse(event.detail)
  if (!parsed.success) return undefined
  const { eventArn, service, eventTypeCode, eventTypeCategory, statusCode, startTime, endTime } = parsed.data
  const { communicationId, eventDescription, affectedEntities } = parsed.data
  const what = healthWords[eventTypeCategory] ?? 'AWS Health'
  const entities = affectedEntities.map(({ entityValue }) => entityValue)
  return news(event, {
    key: `${eventArn ?? eventTypeCode} ${communicationId ?? event.time ?? ''}`,
    title: `${what} with ${service}${statusCode === 'closed' ? ', now closed' : ''}: ${eventTypeCode}`,
    lines: [
      ...(eventDescription[0] === undefined ? [] : [eventDescription[0].latestDescription.slice(0, 1500)]),
      ...(startTime === undefined ? [] : [`from ${startTime}${endTime === undefined ? '' : ` to ${endTime}`}`]),
      ...(entities.length === 0
        ? []
        : [`affects ${entities.slice(0, 10).join(', ')}${entities.length > 10 ? ' …' : ''}`]),
    ],
    resources: [...event.resources, ...entities].slice(0, 50),
  })
}

const destinationSchema = z.object({
  requestContext: z.object({
    functionArn: z.string().startsWith('arn:'),
    condition: z.string().optional(),
    approximateInvokeCount: z.number().optional(),
  }),
  responsePayload: z
    .object({ errorType: z.string().optional(), errorMessage: z.string().optional() })
    .optional()
    .catch(undefined),
})
const gatheredMs = 10 * 60_000

/**
 * The payload of the request is never looked at. Failures of one function within ten minutes tell the same.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
const destination: NewsOf = (event) => {
  const parsed = destinationSchema.safeParse(event.detail)
  if (!parsed.success) return undefined
  const { requestContext, responsePayload } = parsed.data
  const [, , , , , , name = requestContext.functionArn] = requestContext.functionArn.split(':')
  const { condition, approximateInvokeCount: count } = requestContext
  const time = Date.parse(event.time ?? '')
  const { errorType, errorMessage } = responsePayload ?? {}
  return news(event, {
    key: `${requestContext.functionArn} ${Number.isNaN(time) ? '' : Math.floor(time / gatheredMs)}`,
    title: `${name} gave an event up`,
    lines: [
      ...(condition === undefined ? [] : [`${condition}${count === undefined ? '' : ` after ${count} attempts`}`]),
      ...(errorType === undefined && errorMessage === undefined
        ? []
        : [[errorType, errorMessage?.slice(0, 300)].filter((each) => each !== undefined).join(': ')]),
    ],
    resources: [requestContext.functionArn],
    question: { symptom: 'errors', name, command: `event of a failed invocation: why-errors ${name}` },
  })
}

const anomalySchema = z.object({
  impact: z.object({ totalImpact: z.number().optional(), maxImpact: z.number().optional() }).optional(),
  rootCauses: z
    .array(
      z.object({ service: z.string().optional(), region: z.string().optional(), usageType: z.string().optional() }),
    )
    .default([]),
})

/** https://docs.aws.amazon.com/cost-management/latest/userguide/cad-eventbridge.html */
const anomaly: NewsOf = (event) => {
  const parsed = anomalySchema.safeParse(event.detail)
  if (!parsed.success) return undefined
  const { impact, rootCauses } = parsed.data
  const dollars = impact?.totalImpact ?? impact?.maxImpact
  return news(event, {
    key: String(event.detail.anomalyId ?? event.id ?? event.time),
    title: `Costs are unusual${dollars === undefined ? '' : `: about $${dollars.toFixed(2)} more than expected`}`,
    lines: rootCauses
      .slice(0, 5)
      .map(({ service, region, usageType }) => [service, usageType, region].filter(Boolean).join(', ')),
    resources: [],
    offers: ['why-cost last 7d'],
  })
}

/** Budgets tell by SNS or by a rule of one's own, so the names of the fields vary. */
const budget: NewsOf = (event) => {
  const { detail } = event
  const name = detail.budgetName ?? detail.BudgetName ?? detail.name
  const told = ['actualAmount', 'forecastedAmount', 'budgetLimit', 'budgetedAmount', 'threshold', 'notificationType']
  return news(event, {
    key: event.id ?? `${String(name)} ${event.time ?? ''}`,
    title: `Budget${name === undefined ? '' : ` ${String(name)}`}: threshold passed`,
    lines: told.flatMap((field) =>
      detail[field] === undefined ? [] : [`${field}: ${JSON.stringify(detail[field]).slice(0, 200)}`],
    ),
    resources: event.resources,
    offers: ['why-cost last 7d'],
  })
}

/** Readers by detail-type. */
export const newsReaders: Readonly<Record<string, NewsOf>> = {
  'CloudWatch Alarm Configuration Change': alarmConfigured,
  'CloudFormation Stack Status Change': stackStatus,
  'Config Rules Compliance Change': compliance,
  'AWS Health Event': health,
  'Lambda Function Invocation Result - Failure': destination,
  'Anomaly Detected': anomaly,
  'AWS Budgets Notification': budget,
  'Budget Threshold Exceeded': budget,
}

type Told = Pick<AwsNews, 'key' | 'title' | 'lines' | 'resources'> & {
  readonly question?: Pick<NonNullable<AwsNews['question']>, 'symptom' | 'name' | 'command'>
  readonly offers?: readonly string[]
}

function news({ account, region }: AwsEnvelope, { question, offers = [], ...told }: Told) {
  return {
    kind: 'news' as const,
    news: {
      ...told,
      account,
      region,
      offers,
      ...(question === undefined ? {} : { question: { ...question, account, region } }),
    },
  }
}
