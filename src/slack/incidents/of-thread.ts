import { WebAPIPlatformError, type WebClient } from '@slack/web-api'
import { cardEvent } from '../outbox.ts'

/** A message of a conversation as far as it tells where it stands. */
export interface Said {
  readonly ts?: string
  readonly thread_ts?: string
  readonly user?: string
  readonly bot_id?: string
  readonly text?: string
  readonly metadata?: { readonly event_type?: string; readonly event_payload?: Readonly<Record<string, unknown>> }
}

/** Who we are in Slack: only our own cards name incidents. */
export interface Ourselves {
  readonly botUserId?: string
  readonly botId?: string
}

/** The incident whose card begins a thread; undefined for any other thread, and where we may not read it. */
export async function incidentOfThread(
  client: WebClient,
  { channel, threadTs }: { readonly channel: string; readonly threadTs: string },
  ourselves: Ourselves,
): Promise<string | undefined> {
  const root = await messageAt(client, channel, threadTs)
  if (root === undefined || !isOurs(root, ourselves) || root.metadata?.event_type !== cardEvent) return undefined
  const { incident, part } = root.metadata.event_payload ?? {}
  return part === 'card' && typeof incident === 'string' ? incident : undefined
}

/** One message, of a thread or not. */
export async function messageAt(client: WebClient, channel: string, ts: string): Promise<Said | undefined> {
  try {
    const found = await client.conversations.replies({
      channel,
      ts,
      oldest: ts,
      latest: ts,
      inclusive: true,
      include_all_metadata: true,
      limit: 2,
    })
    return ((found.messages ?? []) as Said[]).find((message) => message.ts === ts)
  } catch (error) {
    if (error instanceof WebAPIPlatformError) return undefined
    throw error
  }
}

export function isOurs({ user, bot_id: botId }: Said, ourselves: Ourselves): boolean {
  return (user !== undefined && user === ourselves.botUserId) || (botId !== undefined && botId === ourselves.botId)
}
