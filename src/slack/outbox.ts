import { WebAPIPlatformError, WebAPIRateLimitedError, type WebClient } from '@slack/web-api'
import type { TimelineEntry } from '../incidents/event.ts'
import type { Incident } from '../incidents/incident.ts'
import type { IncidentRecords } from '../incidents/records.ts'
import type { Progress } from '../report/answer.ts'
import { hasCharts, withoutCharts } from '../report/information/slack.ts'
import type { Deliveries, Delivery, Held } from '../store/deliveries.ts'
import { type IncidentMessage, wireMessage } from './incidents/message.ts'
import type { Log } from './log.ts'
import { isRefusedBlock, isUninvited } from './venue.ts'

/** How an incident looks in Slack. */
export interface IncidentView {
  /** The parent message; `progress` is how far a diagnosis is that still runs. */
  readonly card: (incident: Incident, progress?: Progress) => Promise<IncidentMessage>
  /** What entries of the timeline add to the thread, in order; entries that say nothing to a reader add nothing. */
  readonly lines: (entries: readonly TimelineEntry[], incident: Incident) => Promise<readonly ThreadPart[]>
}

/** One message of a thread. Its key is the same whenever it is rendered. */
export interface ThreadPart {
  readonly key: string
  readonly message: IncidentMessage
  /** Shown in the channel too, as people do with “Also send to channel”. */
  readonly isForChannel?: boolean
}

export interface OutboxParts {
  readonly records: IncidentRecords
  readonly deliveries: Deliveries
  /** Must not send a call again by itself: see `sendOnceOptions`. */
  readonly client: WebClient
  readonly view: IncidentView
  readonly log: Log
  /** What to do when the incident's channel cannot be posted to: undefined when there is no other. */
  readonly reroute: (incident: Incident, error: unknown) => Promise<Incident | undefined>
  /** Waits, in milliseconds. */
  readonly pause: (ms: number) => Promise<void>
}

export const cardEvent = 'firstlook_incident'
const quiet = { unfurl_links: false, unfurl_media: false } as const
/** Slack takes about one message a second in a channel. https://docs.slack.dev/apis/web-api/rate-limits */
const betweenPostsMs = 1000
const patienceSeconds = 10

/**
 * Brings an incident's card and thread up to date: edits in place, appends what is new, and marks as sent only what Slack has taken. When an
 * earlier attempt ended between posting and marking, Slack is asked what it has before anything is posted again. `busy`: another
 * sender is at it, so try again later. Throws what Slack refuses, a rate limit longer than ten seconds included.
 */
export async function deliver(
  incidentId: string,
  parts: OutboxParts,
  progress?: Progress,
): Promise<'delivered' | 'busy'> {
  const held = await parts.deliveries.hold(incidentId)
  if (held === undefined) return 'busy'
  const incident = await parts.records.get(incidentId)
  let delivery = held.delivery ?? { channel: incident?.channel ?? '', entriesSent: 0 }
  try {
    if (incident !== undefined) delivery = await bring(incident, delivery, held, parts, progress)
  } catch (error) {
    if (incident !== undefined && isDeleted(error)) {
      // Somebody deleted the card: what it says must be seen all the same, so it is told anew.
      delivery = await bring(incident, { channel: delivery.channel, entriesSent: 0 }, held, parts)
      await held.release(delivery)
      return 'delivered'
    }
    if (!isUninvited(error) || incident === undefined) {
      await held.release(await latest(incidentId, delivery, parts))
      throw error
    }
    const moved = await parts.reroute(incident, error)
    // A card in another channel is a new card; what was said in the old thread is said again there.
    delivery = { channel: moved?.channel ?? incident.channel, entriesSent: 0 }
    if (moved !== undefined) delivery = await bring(moved, delivery, held, parts)
    else parts.log.error('an incident has no channel to be shown in', { incident: incidentId, error })
  }
  await held.release(delivery)
  return 'delivered'
}

/** What was saved last: a post that Slack refused must leave the mark that asks to look first. */
async function latest(incidentId: string, known: Delivery, { deliveries }: OutboxParts): Promise<Delivery> {
  return (await deliveries.get(incidentId)) ?? known
}

async function bring(
  incident: Incident,
  start: Delivery,
  held: Held,
  parts: OutboxParts,
  progress?: Progress,
): Promise<Delivery> {
  // An incident whose alarms went elsewhere before anybody saw it needs no card.
  if (incident.mergedInto !== undefined && start.cardTs === undefined && start.uncertainThrough === undefined)
    return start
  if (isAwaited(incident, start)) return start
  const entries = await parts.records.timeline(incident.id, start.entriesSent)
  const through = entries.at(-1)?.sequence ?? start.entriesSent
  const { uncertainThrough: split } = start
  if (split === undefined) return await append(entries, through, new Set(), start)
  // First what an earlier attempt may have posted, of the same entries as then, so that it is made of the same messages.
  const there = await partsInSlack(incident.id, start, parts.client)
  const cardTs = start.cardTs ?? there.get('card')
  const known = cardTs === undefined ? start : { ...start, cardTs }
  const earlier = entries.filter(({ sequence }) => sequence <= split)
  const certain = await append(earlier, Math.min(split, through), new Set(there.keys()), known)
  await held.save(certain)
  const later = entries.filter(({ sequence }) => sequence > split)
  return later.length === 0 ? certain : await append(later, through, new Set(), certain)

  async function append(
    added: readonly TimelineEntry[],
    to: number,
    posted: ReadonlySet<string>,
    from: Delivery,
  ): Promise<Delivery> {
    const { client, view, pause } = parts
    let delivery = from
    const save = async (next: Delivery): Promise<void> => {
      delivery = next
      await held.save(next)
    }
    const card = await view.card(incident, progress)
    const shows = JSON.stringify(card)
    const lines = (await view.lines(added, incident)).filter(({ key }) => !isPosted(key, posted))
    let ts = from.cardTs
    if ((ts === undefined || lines.length > 0) && from.uncertainThrough === undefined)
      await save({ ...delivery, uncertainThrough: to })
    const { channel } = delivery
    if (ts === undefined) {
      ts = await patiently(() => postPart(client, channel, { key: 'card', message: card }, incident.id), pause)
      await save({ ...delivery, cardTs: ts, cardShows: shows })
    } else if (from.cardShows !== shows) {
      await patiently(() => client.chat.update({ channel, ts: ts ?? '', ...wireMessage(card) }), pause)
      await save({ ...delivery, cardTs: ts, cardShows: shows })
    }
    for (const line of lines) {
      await pause(betweenPostsMs)
      await patiently(() => postPart(client, channel, line, incident.id, ts), pause)
    }
    const { uncertainThrough: _, ...certain } = delivery
    return { ...certain, entriesSent: to }
  }
}

function isDeleted(error: unknown): boolean {
  return error instanceof WebAPIPlatformError && error.data.error === 'message_not_found'
}

/** Whether a part, or a message that holds its first entry, is in Slack already. Keys are `3`, `3-7` or `3.0`. */
function isPosted(key: string, posted: ReadonlySet<string>): boolean {
  if (posted.has(key)) return true
  const range = (each: string) => /^(\d+)(?:-(\d+))?$/.exec(each)
  const first = Number(range(key)?.[1])
  return [...posted].some((each) => {
    const [, from, to = from] = range(each) ?? []
    return from !== undefined && first >= Number(from) && first <= Number(to)
  })
}

/** In a storm the account's card speaks first: an incident gets its own when its cause is known, or nobody looks for it any more. */
function isAwaited({ parentId, diagnosis }: Incident, { cardTs }: Delivery): boolean {
  return (
    parentId !== undefined && cardTs === undefined && (diagnosis.status === 'none' || diagnosis.status === 'running')
  )
}

/** Posts one part of something and marks it, so that it can be found again; returns its `ts`. */
export async function postPart(
  client: WebClient,
  channel: string,
  { key, message, isForChannel = false }: ThreadPart,
  incidentId: string,
  threadTs?: string,
): Promise<string> {
  const reply = isForChannel ? { reply_broadcast: true as const } : {}
  const place = threadTs === undefined ? {} : { thread_ts: threadTs, ...reply }
  const post = async (shown: IncidentMessage) =>
    await client.chat.postMessage({
      channel,
      ...wireMessage(shown),
      ...quiet,
      metadata: { event_type: cardEvent, event_payload: { incident: incidentId, part: key } },
      ...place,
    })
  // Not every workspace takes charts yet; their numbers stand in words beside them.
  const { ts } = await post(message).catch(async (error: unknown) => {
    if (!hasCharts(message) || !isRefusedBlock(error)) throw error
    return await post(withoutCharts(message))
  })
  if (ts === undefined) throw new Error('chat.postMessage returned no ts')
  return ts
}

/** The parts of an incident, or of whatever was posted with `postPart` under an id, that Slack has: `ts` by key. */
export async function partsInSlack(
  incidentId: string,
  { channel, cardTs }: Pick<Delivery, 'channel' | 'cardTs'>,
  client: WebClient,
): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  const collect = (messages: readonly object[] = []) => {
    for (const message of messages) {
      const { ts, metadata } = message as { ts?: string; metadata?: { event_payload?: Record<string, unknown> } }
      const { incident, part } = metadata?.event_payload ?? {}
      if (incident === incidentId && typeof part === 'string' && ts !== undefined) found.set(part, ts)
    }
  }
  if (cardTs === undefined) {
    const { messages } = await client.conversations.history({ channel, include_all_metadata: true, limit: 200 })
    collect(messages)
  }
  const ts = cardTs ?? found.get('card')
  let cursor: string | undefined
  while (ts !== undefined) {
    const page = await client.conversations.replies({
      channel,
      ts,
      include_all_metadata: true,
      limit: 200,
      ...(cursor === undefined ? {} : { cursor }),
    })
    collect(page.messages)
    cursor = page.response_metadata?.next_cursor
    if (cursor === undefined || cursor === '') break
  }
  return found
}

/** Waits out one short rate limit; a longer one is thrown, so that the queue tries again later. */
async function patiently<T>(call: () => Promise<T>, pause: OutboxParts['pause']): Promise<T> {
  try {
    return await call()
  } catch (error) {
    if (!(error instanceof WebAPIRateLimitedError) || error.retryAfter > patienceSeconds) throw error
    await pause(error.retryAfter * 1000)
    return await call()
  }
}
