import * as z from 'zod'
import type { Question } from './question.ts'

/** An EventBridge event about something other than an alarm's state. */
export type AwsEventReading =
  /** An alarm was edited or deleted. */
  | {
      readonly kind: 'alarm-configured'
      readonly arn: string
      readonly change: 'edited' | 'deleted'
      /** Epoch milliseconds. */
      readonly changedAt: number
      /** Equal for events that tell the same. */
      readonly key: string
    }
  /** Nothing that anybody must hear of, such as a stack that is being built. */
  | { readonly kind: 'unremarkable'; readonly why: string }
  | { readonly kind: 'news'; readonly news: AwsNews }
  | { readonly kind: 'unreadable'; readonly sentence: string }

/** What an event tells people. Its words come from outside: redact and escape them where they are shown. */
export interface AwsNews {
  /** Equal for events that tell the same, however often they arrive. */
  readonly key: string
  readonly account: string
  readonly region: string
  readonly title: string
  readonly lines: readonly string[]
  /** ARNs and ids of what it is about. */
  readonly resources: readonly string[]
  /** Asked at once, because the answer is why anybody wants to hear of it. */
  readonly question?: Omit<Question, 'window'>
  /** Lines to be asked by whoever wants to. */
  readonly offers: readonly string[]
}

const envelopeSchema = z.object({
  id: z.string().optional(),
  source: z.string().min(1).max(256),
  'detail-type': z.string().min(1).max(256),
  account: z.string().regex(/^\d{12}$/),
  region: z.string().min(1).max(40),
  time: z.string().optional(),
  resources: z.array(z.string()).default([]),
  detail: z.record(z.string(), z.unknown()).default({}),
})
export type AwsEnvelope = z.infer<typeof envelopeSchema>

/** What a reader of one kind of event is given and gives; undefined when the detail is not what AWS documents. */
export type NewsOf = (event: AwsEnvelope) => AwsEventReading | undefined

const mostFields = 8

/**
 * Reads an EventBridge event with one of the readers for its detail-type; an event nobody knows is told plainly, with what it holds. Never
 * throws.
 */
export function readAwsEvent(event: unknown, readers: Readonly<Record<string, NewsOf>>): AwsEventReading {
  const parsed = envelopeSchema.safeParse(event)
  if (!parsed.success)
    return {
      kind: 'unreadable',
      sentence: 'The message is no EventBridge event: it has no source, detail-type or account.',
    }
  return readers[parsed.data['detail-type']]?.(parsed.data) ?? { kind: 'news', news: plainly(parsed.data) }
}

/** An event as it is: type, source and the plain fields of its detail. */
export function plainly(event: AwsEnvelope): AwsNews {
  const { source, account, region, resources, detail, id, time } = event
  const type = event['detail-type']
  const fields = Object.entries(detail).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? [`${name}: ${String(value).slice(0, 300)}`]
      : [],
  )
  const rest = Object.keys(detail).length - Math.min(fields.length, mostFields)
  return {
    key: id ?? `${source} ${type} ${time ?? ''} ${resources.join(' ')}`,
    account,
    region,
    title: `${type} (${source})`,
    lines: [...fields.slice(0, mostFields), ...(rest > 0 ? [`${rest} more ${rest === 1 ? 'field' : 'fields'}`] : [])],
    resources: resources.slice(0, 5),
    offers: [],
  }
}
