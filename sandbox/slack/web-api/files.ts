import { objectsOf, stringOf } from '../json.ts'
import { addMessage } from '../messages.ts'
import type { SlackFile, Workspace } from '../workspace.ts'
import { channelOf, type Method, optional, required, writableChannelOf } from './arguments.ts'
import { messageContent } from './content.ts'
import { refuse } from './refusal.ts'

const mimetypes: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  gif: 'image/gif',
  json: 'application/json',
  md: 'text/markdown',
  txt: 'text/plain',
  csv: 'text/csv',
}

const getUploadUrl: Method = (call) => {
  const { workspace } = call
  const name = required(call, 'filename')
  const size = Number(required(call, 'length'))
  if (!Number.isInteger(size) || size <= 0) refuse('invalid_arguments', '[ERROR] length must be greater than 0')
  const id = workspace.nextId('F')
  const mimetype = mimetypes[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream'
  const file: SlackFile = { id, name, title: name, mimetype, size, url_private: `${workspace.url}/files/${id}` }
  workspace.files.set(id, { file, content: undefined })
  return { upload_url: `${workspace.url}/upload/${id}`, file_id: id }
}

/** Takes the bytes of an upload; false when there is no such upload or its size is not the one announced. */
export function storeUpload(workspace: Workspace, id: string, content: Buffer): boolean {
  const entry = workspace.files.get(id)
  if (!entry || content.length !== entry.file.size) return false
  entry.content = content
  return true
}

const completeUpload: Method = (call) => {
  const { workspace } = call
  const asked = objectsOf(call.arguments.files)
  if (asked.length === 0) refuse('invalid_arguments', '[ERROR] missing required field: files')
  const files = asked.map((one) => {
    const entry = workspace.files.get(stringOf(one.id)) ?? refuse('file_not_found')
    if (!entry.content) return refuse('file_update_failed')
    const file = { ...entry.file, title: stringOf(one.title) || entry.file.title }
    workspace.files.set(file.id, { ...entry, file })
    return file
  })
  if (optional(call, 'channel_id')) {
    const channel = writableChannelOf({ ...call, arguments: { channel: call.arguments.channel_id } })
    const text = optional(call, 'initial_comment') ?? ''
    const content = call.arguments.blocks ? messageContent(workspace, { blocks: call.arguments.blocks }, 'post') : {}
    const threadTs = optional(call, 'thread_ts')
    addMessage(workspace, {
      type: 'message',
      channel: channel.id,
      ts: workspace.nextTs(),
      user: workspace.app.botUserId,
      bot_id: workspace.app.botId,
      app_id: workspace.app.id,
      ...content,
      text,
      files,
      ...(threadTs && { thread_ts: threadTs }),
    })
  }
  return { files }
}

const canvasCharacters = 1024 * 1024

const createCanvas: Method = (call) => {
  const { workspace } = call
  const document = call.arguments.document_content
  const markdown = stringOf((document as { markdown?: unknown } | undefined)?.markdown)
  if (document !== undefined && (document as { type?: unknown }).type !== 'markdown') refuse('invalid_arguments')
  if (markdown.length > canvasCharacters) refuse('canvas_creation_failed')
  const channel = optional(call, 'channel_id') ? channelOf(call, 'channel_id') : undefined
  const canvas = {
    id: workspace.nextId('F'),
    title: optional(call, 'title') ?? 'Untitled',
    markdown,
    ...(channel && { channel: channel.id }),
  }
  workspace.canvases.set(canvas.id, canvas)
  workspace.publish({ type: 'canvas', canvas })
  return { canvas_id: canvas.id }
}

const createChannelCanvas: Method = (call) => {
  const channel = channelOf(call, 'channel_id')
  const existing = [...call.workspace.canvases.values()].some((canvas) => canvas.channel === channel.id)
  if (existing) refuse('channel_canvas_already_exists')
  return createCanvas(call)
}

export const fileMethods: Readonly<Record<string, Method>> = {
  'files.getUploadURLExternal': getUploadUrl,
  'files.completeUploadExternal': completeUpload,
  'canvases.create': createCanvas,
  'conversations.canvases.create': createChannelCanvas,
}
