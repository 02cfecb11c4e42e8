import { isObject, type JsonObject } from '../json.ts'
import { addMessage, findMessage, removeMessage, replaceMessage } from '../messages.ts'
import { messageContent } from '../web-api/content.ts'
import { Refusal } from '../web-api/refusal.ts'
import type { SlackMessage, Workspace } from '../workspace.ts'

const lifetimeMs = 30 * 60 * 1000
const usesPerUrl = 5

/** Where the answers through a response_url go. */
export interface Origin {
  readonly user: string
  readonly channel: string
  readonly threadTs?: string
  /** The message whose button was pressed: what `replace_original` replaces. */
  readonly messageTs?: string
  /** Called before the first answer everybody sees. */
  readonly beforeInChannel?: () => void
}

export interface ResponseUrls {
  readonly issue: (origin: Origin) => string
  /** Answers a POST to a response_url; good for 30 minutes and five uses. */
  readonly use: (id: string, body: string) => { readonly status: number; readonly body: JsonObject }
}

export function createResponseUrls(workspace: Workspace): ResponseUrls {
  const issued = new Map<string, { readonly origin: Origin; readonly at: number; uses: number }>()
  return {
    issue(origin) {
      const id = workspace.nextId('R')
      issued.set(id, { origin, at: workspace.now(), uses: 0 })
      return `${workspace.url}/response/${id}`
    },
    use(id, body) {
      const entry = issued.get(id)
      if (!entry) return refused(404, 'no_service')
      if (workspace.now() - entry.at > lifetimeMs) return refused(404, 'expired_url')
      if (entry.uses >= usesPerUrl) return refused(404, 'used_url')
      const fields = parsed(body)
      if (!fields) return refused(400, 'invalid_payload')
      try {
        const answered = answerAt(workspace, entry.origin, fields)
        if (!answered) return refused(404, 'message_not_found')
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        return refused(400, error.message, error.details)
      }
      entry.uses += 1
      return { status: 200, body: { ok: true } }
    },
  }
}

/**
 * Posts, replaces or deletes as the answer to a command or a click asks; false when the message it
 * would replace is gone. Throws a `Refusal` for content Slack would not take.
 */
export function answerAt(workspace: Workspace, origin: Origin, fields: JsonObject): boolean {
  const original = origin.messageTs ? findMessage(workspace, origin.channel, origin.messageTs) : undefined
  if (fields.delete_original === true) {
    if (!original) return false
    removeMessage(workspace, original)
    return true
  }
  const content = messageContent(workspace, fields, 'post')
  if (original && fields.replace_original === true) {
    const edited = { user: workspace.app.botUserId, ts: workspace.nextTs() }
    const { blocks, attachments, ...kept } = original
    replaceMessage(workspace, { ...kept, ...content, ...(!original.ephemeral_to && { edited }) })
    return true
  }
  if (fields.replace_original === true && origin.messageTs) return false
  const everybody = fields.response_type === 'in_channel'
  if (everybody) origin.beforeInChannel?.()
  const threadTs = typeof fields.thread_ts === 'string' ? fields.thread_ts : origin.threadTs
  addMessage(workspace, {
    ...fromApp(workspace),
    channel: origin.channel,
    ts: workspace.nextTs(),
    ...content,
    ...(threadTs && { thread_ts: threadTs }),
    ...(!everybody && { ephemeral_to: origin.user }),
  })
  return true
}

function fromApp({ app }: Workspace): Pick<SlackMessage, 'type' | 'user' | 'bot_id' | 'app_id'> {
  return { type: 'message', user: app.botUserId, bot_id: app.botId, app_id: app.id }
}

function parsed(body: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(body)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function refused(status: number, error: string, details: readonly string[] = []) {
  return { status, body: { ok: false, error, ...(details.length > 0 && { errors: details }) } }
}
