import { isObject, type JsonObject } from '../json.ts'
import { addMessage, slackbotSays } from '../messages.ts'
import { Refusal } from '../web-api/refusal.ts'
import type { SlackChannel, Workspace } from '../workspace.ts'
import { deliver, failureWord, type Outgoing } from './delivery.ts'
import { answerAt } from './response-urls.ts'

/** A slash command the app declares in its manifest, with the hints the composer shows. */
export interface SlashCommand {
  /** With the slash: `/aws`. */
  readonly command: string
  readonly description: string
  readonly usageHint?: string
  /** Send people and channels as ids, as the manifest's `should_escape` asks. */
  readonly shouldEscape?: boolean
  readonly verbs?: readonly { readonly verb: string; readonly usage?: string; readonly description: string }[]
}

export interface TypedLine {
  readonly user: string
  readonly channel: string
  readonly text: string
  readonly threadTs?: string
}

/** What Slack made of a command: `ok`, or the word in its error message. */
export type CommandOutcome =
  | 'ok'
  | 'operation_timeout'
  | 'dispatch_failed'
  | 'invalid_command_response'
  | 'unknown'
  | 'in_thread'

/** Sends a typed slash command and shows what Slack shows. Resolves when the app has answered or failed. */
export async function sendCommand(
  outgoing: Outgoing,
  commands: readonly SlashCommand[],
  line: TypedLine,
): Promise<CommandOutcome> {
  const { workspace } = outgoing
  const [word = '', ...rest] = line.text.trim().split(/\s+/)
  const say = (text: string) => slackbotSays(workspace, line.user, line.channel, text, line.threadTs)
  const command = commands.find((one) => one.command === word.toLowerCase())
  if (!command) {
    say(
      `\`${word}\` is not a valid command. In Slack, all messages that start with the "/" character are interpreted as commands.`,
    )
    return 'unknown'
  }
  if (line.threadTs) {
    say(`${word} is not supported in threads. Sorry!`)
    return 'in_thread'
  }
  const typed = line.text.trim().slice(word.length).trim()
  const text = command.shouldEscape === false ? typed : escapeNames(workspace, rest.length > 0 ? typed : '')
  let echoed = false
  const origin = {
    user: line.user,
    channel: line.channel,
    beforeInChannel() {
      if (echoed) return
      echoed = true
      addMessage(workspace, {
        type: 'message',
        channel: line.channel,
        ts: workspace.nextTs(),
        text: line.text,
        user: line.user,
      })
    },
  }
  const body = new URLSearchParams(commandFields(outgoing, line, command.command, text, origin)).toString()
  const delivered = await deliver(outgoing, 'application/x-www-form-urlencoded', body)
  if (delivered.outcome !== 'ok') {
    const failure = failureWord(delivered)
    say(`${word} failed with the error "${failure}"`)
    return failure === 'operation_timeout' ? 'operation_timeout' : 'dispatch_failed'
  }
  const answer = commandAnswer(delivered.contentType, delivered.body)
  if (!answer) return 'ok'
  try {
    answerAt(workspace, origin, answer)
    return 'ok'
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    workspace.calls.push({ method: word, arguments: answer, at: workspace.now(), status: 200, error: error.message })
    say(`${word} failed with the error "invalid_command_response"`)
    return 'invalid_command_response'
  }
}

function commandFields(
  { workspace, responseUrls, triggers }: Outgoing,
  line: TypedLine,
  command: string,
  text: string,
  origin: Parameters<typeof responseUrls.issue>[0],
): Record<string, string> {
  const { app } = workspace
  const channel: SlackChannel | undefined = workspace.channels.get(line.channel)
  return {
    token: 'verification-token-is-deprecated',
    team_id: app.teamId,
    team_domain: app.teamDomain,
    channel_id: line.channel,
    channel_name: channel?.directMessageWith ? 'directmessage' : (channel?.name ?? ''),
    user_id: line.user,
    user_name: workspace.users.get(line.user)?.name ?? line.user,
    command,
    text,
    api_app_id: app.id,
    is_enterprise_install: 'false',
    response_url: responseUrls.issue(origin),
    trigger_id: triggers.issue(line.user),
  }
}

/** The message in the response to a command; nothing when it is empty, and plain text is a message too. */
function commandAnswer(contentType: string, body: string): JsonObject | undefined {
  if (body.trim() === '') return undefined
  if (!contentType.includes('json') && !body.trimStart().startsWith('{')) return { text: body }
  try {
    const parsed: unknown = JSON.parse(body)
    return isObject(parsed) && Object.keys(parsed).length > 0 ? parsed : undefined
  } catch {
    return { text: body }
  }
}

/** Escapes text and turns `@name` and `#channel` into ids, as Slack does with what people type. */
export function escapeNames(workspace: Workspace, text: string): string {
  const escaped = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
  return escaped.replace(/(^|\s)([@#])([\p{L}\d._-]+)/gu, (whole, before: string, sign: string, name: string) => {
    const wanted = name.toLowerCase()
    if (sign === '#') {
      const channel = [...workspace.channels.values()].find((one) => one.name === wanted && !one.directMessageWith)
      return channel ? `${before}<#${channel.id}|${channel.name}>` : whole
    }
    const user = [...workspace.users.values()].find((one) => one.name === wanted)
    return user ? `${before}<@${user.id}>` : whole
  })
}
