import * as z from 'zod'
import { partitionOf } from '../aws/partition.ts'
import { isTraffic, meaningOf, type WatchedMetric } from './alarm-metrics.ts'
import { watchedByInsights } from './alarm-query.ts'
import { readAlarmRule } from './alarm-rule.ts'
import type { Question } from './question.ts'
import { isRegion } from './regions.ts'
import { availableVerbs, verbOfSymptom } from './verbs.ts'

/** The alarm an event speaks of. */
export interface AlarmHead {
  readonly name: string
  readonly arn: string
  readonly account: string
  readonly region: string
  readonly state: 'ALARM' | 'OK' | 'INSUFFICIENT_DATA'
  /** Epoch milliseconds of the state change. */
  readonly firedAt: number
  /** Equal for events that tell of one change, however often they arrive. */
  readonly key: string
  /** CloudWatch's own words for the change. */
  readonly reason?: string
  /** Of the values that were judged, the one farthest from the threshold. */
  readonly peak?: number
  readonly threshold?: number
  /** Present where the alarm's tags are propagated into its events. */
  readonly tags?: Readonly<Record<string, string>>
}

/** What an alarm event asks. */
export type AlarmReading =
  | { readonly kind: 'questions'; readonly alarm: AlarmHead; readonly questions: readonly [Question, ...Question[]] }
  /** A composite alarm: the alarms under it that fired, to be looked up with `DescribeAlarms`. */
  | { readonly kind: 'composite'; readonly alarm: AlarmHead; readonly childArns: readonly string[] }
  /** Read, but it points at nothing that can be asked; or no alarm event at all, when `alarm` is absent. */
  | {
      readonly kind: 'unanswerable'
      readonly sentence: string
      readonly alarm?: AlarmHead
      /** Set where its metrics are the team's own and name nothing, so that what it is about may be guessed: when to look. */
      readonly window?: Question['window']
    }

const dimensionsSchema = z
  .union([
    z.record(z.string(), z.string()),
    z
      .array(z.object({ name: z.string(), value: z.string() }))
      .transform((list) => Object.fromEntries(list.map(({ name, value }) => [name, value]))),
    z
      .array(z.object({ Name: z.string(), Value: z.string() }))
      .transform((list) => Object.fromEntries(list.map(({ Name, Value }) => [Name, Value]))),
  ])
  .optional()
const metricSchema = z.object({
  id: z.string().optional(),
  accountId: z.string().optional(),
  expression: z.string().optional(),
  returnData: z.boolean().optional(),
  metricStat: z
    .object({
      metric: z.object({ namespace: z.string(), name: z.string(), dimensions: dimensionsSchema }),
      period: z.number().optional(),
    })
    .optional(),
})
const eventSchema = z.object({
  source: z.literal('aws.cloudwatch'),
  'detail-type': z.literal('CloudWatch Alarm State Change'),
  account: z.string().regex(/^\d{12}$/),
  region: z.string().refine(isRegion),
  resources: z.array(z.string()).default([]),
  detail: z.object({
    alarmName: z.string().min(1),
    alarmTags: z.record(z.string(), z.string()).optional().catch(undefined),
    state: z.object({
      value: z.enum(['ALARM', 'OK', 'INSUFFICIENT_DATA']),
      timestamp: z.string(),
      reason: z.string().optional(),
      reasonData: z.string().optional(),
    }),
    configuration: z
      .object({ alarmRule: z.string().optional(), metrics: z.array(metricSchema).optional() })
      .default({}),
  }),
})
type AlarmEvent = z.infer<typeof eventSchema>
type AlarmMetric = z.infer<typeof metricSchema>

const reasonSchema = z.object({
  startDate: z.string().optional(),
  period: z.number().optional(),
  threshold: z.number().optional().catch(undefined),
  recentDatapoints: z.array(z.number().nullable()).optional().catch(undefined),
  triggeringAlarms: z.array(z.object({ arn: z.string() })).optional(),
})

const minuteMs = 60_000
const questionLimit = 5
/** A change this recent is looked at until now, so that what has recovered meanwhile is seen to have. */
const followedMs = 3 * 60 * minuteMs

/**
 * Reads an EventBridge "CloudWatch Alarm State Change" event. Never throws; anything else becomes a sentence.
 * The window starts an hour before the change, or earlier when the alarm looked back further. It ends now, or five minutes after a change
 * that is more than three hours old.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
 */
export function readAlarmEvent(
  event: unknown,
  options: { readonly now?: number; readonly available?: readonly string[] } = {},
): AlarmReading {
  const parsed = eventSchema.safeParse(event)
  if (!parsed.success) return { kind: 'unanswerable', sentence: notAnAlarm(event, parsed.error) }
  const alarm = headOf(parsed.data)
  if (alarm === undefined) {
    return {
      kind: 'unanswerable',
      sentence: 'The event’s state.timestamp is not a time. Pass the event as EventBridge delivered it.',
    }
  }
  const { configuration } = parsed.data.detail
  if (configuration.alarmRule !== undefined) return composite(parsed.data, alarm, configuration.alarmRule)
  return fromMetrics(parsed.data, alarm, options)
}

function headOf({ account, region, resources, detail }: AlarmEvent): AlarmHead | undefined {
  const firedAt = timeOf(detail.state.timestamp)
  if (firedAt === undefined) return undefined
  const partition = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
  const arn =
    resources.find((each) => each.includes(':alarm:')) ??
    `arn:${partition}:cloudwatch:${region}:${account}:alarm:${detail.alarmName}`
  const { value: state, timestamp } = detail.state
  const key = `${arn}|${state}|${timestamp}`
  const { reason } = detail.state
  return {
    ...{ name: detail.alarmName, arn, account, region, state, firedAt, key },
    ...valuesOf(reasonOf(detail.state.reasonData)),
    ...(reason === undefined ? {} : { reason: reason.slice(0, 500) }),
    ...(detail.alarmTags === undefined ? {} : { tags: detail.alarmTags }),
  }
}

function valuesOf({
  threshold,
  recentDatapoints = [],
}: z.infer<typeof reasonSchema>): Pick<AlarmHead, 'peak' | 'threshold'> {
  const values = recentDatapoints.filter((value) => value !== null)
  if (threshold === undefined || values.length === 0) return threshold === undefined ? {} : { threshold }
  const peak = values.reduce((a, b) => (Math.abs(b - threshold) > Math.abs(a - threshold) ? b : a))
  return { threshold, peak }
}

/** CloudWatch writes `+0000`, which not every parser takes. */
function timeOf(text: string): number | undefined {
  const ms = Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'))
  return Number.isNaN(ms) ? undefined : ms
}

function reasonOf(reasonData: string | undefined): z.infer<typeof reasonSchema> {
  try {
    return reasonSchema.safeParse(JSON.parse(reasonData ?? '{}')).data ?? {}
  } catch {
    return {}
  }
}

function composite({ detail, region, account }: AlarmEvent, alarm: AlarmHead, rule: string): AlarmReading {
  const triggering = (reasonOf(detail.state.reasonData).triggeringAlarms ?? []).map(({ arn }) => arn)
  const prefix =
    alarm.arn.slice(0, alarm.arn.indexOf(':alarm:') + ':alarm:'.length) ||
    `arn:${partitionOf(region)}:cloudwatch:${region}:${account}:alarm:`
  const arnOf = (name: string) => (name.startsWith('arn:') ? name : `${prefix}${name}`)
  const { suspects, others } = readAlarmRule(rule)
  const wellOnes = new Set(others.map(arnOf))
  const told = triggering.filter((arn) => !wellOnes.has(arn))
  const childArns = [...new Set(told.length > 0 ? told : suspects.map(arnOf))]
  if (childArns.length > 0) return { kind: 'composite', alarm, childArns }
  return {
    kind: 'unanswerable',
    alarm,
    sentence: `The composite alarm ${alarm.name} names no alarms under it. Ask about one of them by hand.`,
  }
}

function fromMetrics(
  event: AlarmEvent,
  alarm: AlarmHead,
  options: { readonly now?: number; readonly available?: readonly string[] },
): AlarmReading {
  const metrics = event.detail.configuration.metrics ?? []
  const watched = metrics.flatMap(watchedBy)
  const telling = watched.some((each) => !isTraffic(each.metric))
    ? watched.filter((each) => !isTraffic(each.metric))
    : watched
  const reason = reasonOf(event.detail.state.reasonData)
  const window = windowOf(
    alarm,
    reason,
    Math.max(60, ...metrics.map(({ metricStat }) => metricStat?.period ?? 60)),
    options.now,
  )
  const why: string[] = []
  const questions = new Map<string, Question>()
  for (const { metric, account } of telling) {
    const meaning = meaningOf(metric)
    if (typeof meaning === 'string') {
      why.push(meaning)
      continue
    }
    const { symptom, name } = meaning
    if (!(options.available ?? availableVerbs).includes(verbOfSymptom(symptom))) {
      why.push(`\`${verbOfSymptom(symptom)}\` cannot be asked here yet`)
      continue
    }
    questions.set(`${symptom} ${name}`, {
      symptom,
      name,
      account: account ?? alarm.account,
      region: alarm.region,
      window,
      command: `alarm ${alarm.name}: ${verbOfSymptom(symptom)} ${name}`.trim(),
      alarm: { name: alarm.name, arn: alarm.arn, firedAt: alarm.firedAt },
    })
  }
  const [first, ...rest] = [...questions.values()]
  if (first !== undefined) return { kind: 'questions', alarm, questions: [first, ...rest.slice(0, questionLimit - 1)] }
  const isOwn = telling.length > 0 && telling.every(({ metric }) => !metric.namespace.startsWith('AWS/'))
  const because = [...new Set(why)].slice(0, 3).join('; ') || 'the event names no metric'
  return {
    kind: 'unanswerable',
    alarm,
    ...(isOwn ? { window } : {}),
    sentence: `The alarm ${alarm.name} points at nothing Firstlook can ask: ${because}. Ask by hand, for example \`why-errors <function>\`.`,
  }
}

function watchedBy({ metricStat, expression, accountId }: AlarmMetric): { metric: WatchedMetric; account?: string }[] {
  const place = accountId === undefined ? {} : { account: accountId }
  if (metricStat !== undefined) {
    const { namespace, name, dimensions = {} } = metricStat.metric
    return [{ metric: { namespace, name, dimensions }, ...place }]
  }
  const metric = expression === undefined ? undefined : watchedByInsights(expression)
  return metric === undefined ? [] : [{ metric, ...place }]
}

function windowOf(
  alarm: AlarmHead,
  reason: z.infer<typeof reasonSchema>,
  periodSeconds: number,
  now?: number,
): { from: number; to: number } {
  const start = reason.startDate === undefined ? undefined : timeOf(reason.startDate)
  const periodMs = (reason.period ?? periodSeconds) * 1000
  const evaluatedFrom = start === undefined || start > alarm.firedAt ? alarm.firedAt : start
  const from = Math.min(evaluatedFrom - periodMs, alarm.firedAt - 60 * minuteMs)
  const isRecent = now !== undefined && now - alarm.firedAt <= followedMs
  const to = isRecent ? now : alarm.firedAt + 5 * minuteMs
  return { from: Math.max(from, alarm.firedAt - 7 * 24 * 60 * minuteMs), to: Math.max(to, alarm.firedAt) }
}

function notAnAlarm(event: unknown, error: z.ZodError): string {
  const shape = z.object({ 'detail-type': z.string() }).safeParse(event)
  const type = shape.data?.['detail-type'].slice(0, 80)
  if (type === 'CloudWatch Alarm Configuration Change') {
    return 'This event tells that an alarm was edited, not that it fired. Pass a "CloudWatch Alarm State Change" event.'
  }
  if (type !== undefined && type !== 'CloudWatch Alarm State Change') {
    return `This is a "${type}" event. Pass a "CloudWatch Alarm State Change" event from EventBridge.`
  }
  const [issue] = error.issues
  const field = issue?.path.join('.') ?? ''
  if (type === undefined)
    return 'This is not an EventBridge event of a CloudWatch alarm: it has no detail-type. Pass the event as EventBridge delivered it.'
  return `The alarm event cannot be read: ${field === '' ? 'it' : field} ${issue?.message.toLowerCase() ?? 'is malformed'}. Pass the event as EventBridge delivered it.`
}
