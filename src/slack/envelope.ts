import * as z from 'zod'

/** A verified request of Slack's on its way from the ingress to the worker. */
export interface Envelope {
  readonly v: 1
  readonly contentType: string
  /** The body as text, exactly as it was signed. */
  readonly raw: string
  readonly retryNum?: number
  readonly retryReason?: string
  /** Epoch milliseconds. */
  readonly receivedAt: number
}

export const envelopeSchema = z.object({
  v: z.literal(1),
  contentType: z.string(),
  raw: z.string(),
  retryNum: z.number().optional(),
  retryReason: z.string().optional(),
  receivedAt: z.number(),
})

/** The body of a request: JSON for events, a form for commands, a form with JSON inside for interactions. Throws on anything else. */
export function slackBody({ contentType, raw }: Pick<Envelope, 'contentType' | 'raw'>): Record<string, unknown> {
  const parsed: unknown = contentType.toLowerCase().startsWith('application/json') ? JSON.parse(raw) : formBody(raw)
  if (parsed === null || typeof parsed !== 'object' || Array.isArray(parsed))
    throw new Error('the body of a Slack request is not an object')
  return Object.fromEntries(Object.entries(parsed))
}

function formBody(raw: string): unknown {
  const form = Object.fromEntries(new URLSearchParams(raw))
  return form.payload === undefined ? form : JSON.parse(form.payload)
}

const keysSchema = z.object({
  event_id: z.string().optional(),
  trigger_id: z.string().optional(),
  view: z.object({ id: z.string(), hash: z.string().optional() }).optional(),
})

/** One string for one thing a person or Slack did: retries of it have the same. Undefined when the request names none. */
export function dedupeKey(body: Record<string, unknown>): string | undefined {
  const { event_id: event, trigger_id: trigger, view } = keysSchema.safeParse(body).data ?? {}
  return event ?? trigger ?? (view === undefined ? undefined : `${view.id}:${view.hash ?? ''}`)
}
