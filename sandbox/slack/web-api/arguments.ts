import type { JsonObject } from '../json.ts'
import { isObject, stringOf } from '../json.ts'
import type { SlackChannel, SlackUser, Workspace } from '../workspace.ts'
import { refuse } from './refusal.ts'

/** What every Web API method is given. */
export interface MethodCall {
  readonly workspace: Workspace
  readonly arguments: JsonObject
}

/** Answers with the fields beside `ok`, or throws a `Refusal`. */
export type Method = (call: MethodCall) => JsonObject | Promise<JsonObject>

const jsonFields = ['blocks', 'attachments', 'view', 'metadata', 'files', 'loading_messages', 'document_content']

/** The arguments of a call from its body, JSON or form; JSON inside form fields is opened. */
export function parseArguments(contentType: string, body: string): JsonObject {
  if (contentType.startsWith('application/json')) return parseJsonBody(body)
  const fields: JsonObject = Object.fromEntries(new URLSearchParams(body))
  for (const name of jsonFields) {
    const value = fields[name]
    if (typeof value !== 'string' || value === '') continue
    fields[name] = parseField(name, value)
  }
  return fields
}

function parseJsonBody(body: string): JsonObject {
  try {
    const parsed: unknown = JSON.parse(body || '{}')
    return isObject(parsed) ? parsed : refuse('json_not_object')
  } catch (error) {
    if (error instanceof SyntaxError) refuse('invalid_json')
    throw error
  }
}

function parseField(name: string, value: string): unknown {
  try {
    return JSON.parse(value)
  } catch {
    return refuse(name === 'blocks' ? 'invalid_blocks_format' : 'invalid_arguments', `${name} is not JSON`)
  }
}

/** The string argument, or the refusal Slack gives when it is missing. */
export function required(call: MethodCall, name: string): string {
  const value = call.arguments[name]
  if (typeof value === 'number') return String(value)
  return stringOf(value) || refuse('invalid_arguments', `[ERROR] missing required field: ${name}`)
}

export function optional(call: MethodCall, name: string): string | undefined {
  return stringOf(call.arguments[name]) || undefined
}

/** True for `true`, `'true'`, `1` and `'1'`, as Slack reads flags. */
export function flag(call: MethodCall, name: string): boolean {
  return [true, 'true', 1, '1'].includes(call.arguments[name] as string | number | boolean)
}

/** The page size asked for, within Slack's bounds. */
export function limitOf(call: MethodCall, standard: number, max: number): number {
  const asked = Number(call.arguments.limit ?? standard)
  return Number.isInteger(asked) && asked > 0 ? Math.min(asked, max) : standard
}

/** A channel by id, `#name`, or the id of the person at the other end of a direct message. */
export function channelOf(call: MethodCall, name = 'channel'): SlackChannel {
  const asked = required(call, name)
  for (const channel of call.workspace.channels.values()) {
    if (channel.id === asked || `#${channel.name}` === asked || channel.directMessageWith === asked) return channel
  }
  return refuse('channel_not_found')
}

/** A channel the app may write to. */
export function writableChannelOf(call: MethodCall): SlackChannel {
  const channel = channelOf(call)
  if (!channel.members.includes(call.workspace.app.botUserId)) refuse('not_in_channel')
  if (channel.isArchived) refuse('is_archived')
  return channel
}

export function userOf(call: MethodCall, name = 'user'): SlackUser {
  return call.workspace.users.get(required(call, name)) ?? refuse('user_not_found')
}

/** One page of a list, with the cursor to the next; an empty cursor when it is the last. */
export function page<T>(call: MethodCall, all: readonly T[], limit: number): { items: T[]; nextCursor: string } {
  const start = Number(optional(call, 'cursor')?.replace(/^at:/, '') ?? 0)
  if (!Number.isInteger(start) || start < 0 || start > all.length) refuse('invalid_cursor')
  return { items: all.slice(start, start + limit), nextCursor: start + limit < all.length ? `at:${start + limit}` : '' }
}
