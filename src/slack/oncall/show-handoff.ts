import type { WebClient } from '@slack/web-api'
import type { HandoffContent } from '../../incidents/handoff/content.ts'
import type { Handoff, HandoffChange, Posted } from '../../incidents/handoff/handoff.ts'
import type { LinkOf } from '../../incidents/handoff/handoff-page.ts'
import type { HandoffRecords } from '../../incidents/handoff/handoff-records.ts'
import type { SlackMessage } from '../../report/slack/message.ts'
import { mentionOf } from '../incidents/card.ts'
import { spoken } from '../incidents/spoken.ts'
import { handoffMessage, handoffThread, statusWords } from './handoff-message.ts'

export interface ShowParts {
  /** Must not send a call again by itself. */
  readonly client: WebClient
  readonly handoffs: Pick<HandoffRecords, 'change' | 'get'>
  /** The addresses of incidents' cards. */
  readonly permalink: (incidentId: string) => Promise<string | undefined>
  readonly clock: () => number
  /** Waits, in milliseconds. */
  readonly pause: (ms: number) => Promise<void>
}

const handoffEvent = 'firstlook_handoff'
const quiet = { unfurl_links: false, unfurl_media: false } as const
/** Slack takes about one message a second in a channel. https://docs.slack.dev/apis/web-api/rate-limits */
const betweenPostsMs = 1000
/** Longer than one message takes to be posted and marked. */
const sendingMs = 55_000
/** Each is a call to Slack. */
const mostLinks = 20

/**
 * Brings a handoff's messages up to date: the one in the channel with its thread, and one to each of the two people. What is there is edited, what is
 * missing is posted; where an earlier attempt ended before it could be marked, Slack is asked first. Throws what Slack refuses.
 */
export async function showHandoff(handoff: Handoff, content: HandoffContent, parts: ShowParts): Promise<void> {
  const { client } = parts
  const linkOf = await linksOf(content, parts)
  const message = handoffMessage(handoff, content, linkOf)
  const here = await once(handoff, 'channel', { channel: handoff.channel, message }, parts)
  if (!here.isNew) await client.chat.update({ channel: here.channel, ts: here.ts, ...wire(message) })
  for (const [index, part] of handoffThread(content, linkOf).entries())
    await once(handoff, `thread ${index}`, { channel: handoff.channel, threadTs: here.ts, message: part }, parts)
  for (const user of new Set([handoff.from, handoff.to])) {
    if (user === undefined || handoff.state === 'kept') continue
    const told = await once(handoff, user, { channel: user, message }, parts)
    if (!told.isNew) await client.chat.update({ channel: told.channel, ts: told.ts, ...wire(message) })
  }
  for (const { where, message: news } of newsOf(handoff))
    await once(handoff, where, { channel: handoff.channel, threadTs: here.ts, message: news }, parts)
}

/** What is said in the thread besides, once each: an edit mentions nobody. */
function newsOf(handoff: Handoff): { readonly where: string; readonly message: SlackMessage }[] {
  const { state, to, escalatedTo, acceptances, reminders } = handoff
  return [
    ...(state === 'reminded'
      ? [
          {
            where: `reminder ${to} ${reminders}`,
            message: spoken(`<@${to}>, your shift has begun. ${statusWords(handoff)}`),
          },
        ]
      : []),
    ...(state === 'escalated' && escalatedTo !== undefined
      ? [
          {
            where: `escalation ${escalatedTo.join(' ')} ${handoff.stateSince}`,
            message: spoken(`${escalatedTo.map(mentionOf).join(' ')} ${statusWords(handoff)}`),
          },
        ]
      : []),
    ...acceptances.map(({ by, items }, index) => ({
      where: `acceptance ${index}`,
      message: spoken(
        `:white_check_mark: <@${by}> accepted ${items.length === 1 ? '1 item' : `${items.length} items`}.`,
      ),
    })),
  ]
}

interface Post {
  readonly channel: string
  readonly threadTs?: string
  readonly message: SlackMessage
}

async function once(
  handoff: Handoff,
  where: string,
  post: Post,
  parts: ShowParts,
): Promise<Posted & { readonly isNew: boolean }> {
  const now = (await parts.handoffs.get(handoff.id)) ?? handoff
  const known = now.posted.find((each) => each.where === where)
  if (known !== undefined) return { ...known, isNew: false }
  const { client, pause, clock } = parts
  const begun = now.posting.find((each) => each.where === where)
  const found = begun === undefined ? undefined : await postedBefore(handoff.id, where, post, client)
  const isMine = begun === undefined && (await mark(now, { type: 'posting', where }, `posting ${where}`, parts))
  // Somebody else began to post it and may not be done; whoever began longer ago than that has ended without a word.
  if (!isMine && found === undefined && clock() - (begun?.at ?? clock()) < sendingMs)
    throw new Error(`another sender is posting ${where} of handoff ${handoff.id}`)
  if (found === undefined && post.threadTs !== undefined) await pause(betweenPostsMs)
  const { channel = post.channel, ts } =
    found ??
    (await client.chat.postMessage({
      channel: post.channel,
      ...wire(post.message),
      ...quiet,
      metadata: { event_type: handoffEvent, event_payload: { handoff: handoff.id, where } },
      ...(post.threadTs === undefined ? {} : { thread_ts: post.threadTs }),
    }))
  if (ts === undefined) throw new Error('chat.postMessage returned no ts')
  const posted = { where, channel, ts }
  await mark(now, { type: 'posted', posted }, `posted ${where}`, parts)
  return { ...posted, isNew: true }
}

/** Says whether this was the first to mark it. */
async function mark(
  { id }: Handoff,
  change: HandoffChange,
  eventId: string,
  { handoffs, clock }: ShowParts,
): Promise<boolean> {
  return (await handoffs.change(id, { ...change, id: eventId, at: clock(), by: { kind: 'firstlook' } })).isNew
}

/** A message Slack has already; in a direct message we may not look, and a second one is better than none. */
async function postedBefore(
  handoffId: string,
  where: string,
  { channel, threadTs }: Post,
  client: WebClient,
): Promise<{ readonly channel: string; readonly ts?: string } | undefined> {
  if (/^[UWD]/.test(channel)) return undefined
  const sought = { channel, include_all_metadata: true, limit: 200 } as const
  const { messages = [] } =
    threadTs === undefined
      ? await client.conversations.history(sought)
      : await client.conversations.replies({ ...sought, ts: threadTs })
  for (const each of messages) {
    const { ts, metadata } = each as { ts?: string; metadata?: { event_payload?: Record<string, unknown> } }
    const { handoff, where: place } = metadata?.event_payload ?? {}
    if (handoff === handoffId && place === where && ts !== undefined) return { channel, ts }
  }
  return undefined
}

/** Addresses of the cards that matter most; what has no address is named without. */
async function linksOf(content: HandoffContent, { permalink }: ShowParts): Promise<LinkOf> {
  const { items, recurring, watch, noisy } = content
  const wanted = [
    ...new Set(
      [...items.slice(0, 8), ...watch, ...recurring, ...noisy].map((each) =>
        'incidentId' in each ? each.incidentId : each.id,
      ),
    ),
  ]
  const links = await Promise.all(
    wanted.slice(0, mostLinks).map(async (id) => [id, await permalink(id).catch(() => undefined)] as const),
  )
  const byId = new Map(links)
  return (id) => byId.get(id)
}

function wire({ text, blocks }: SlackMessage) {
  return { text, blocks: [...blocks] }
}
