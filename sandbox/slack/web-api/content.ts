import { isObject, type JsonObject, objectsOf, stringOf } from '../json.ts'
import { blockCharacters, blockFaults, messageBlockCharacters } from '../limits/limits.ts'
import { withBlockIds } from '../messages.ts'
import type { Workspace } from '../workspace.ts'
import { refuse } from './refusal.ts'

/** Slack cuts a longer text off; this Slack refuses it, so that nobody loses the end unseen. */
const postedTextCharacters = 40_000
/** Counted in bytes after `&`, `<` and `>` are escaped. */
const updatedTextBytes = 4000
const attachmentsPerMessage = 100

export interface MessageContent {
  readonly text: string
  readonly blocks?: JsonObject[]
  readonly attachments?: JsonObject[]
}

/** Text, blocks and attachments of a message, or the refusal Slack would give for them. */
export function messageContent(workspace: Workspace, fields: JsonObject, write: 'post' | 'update'): MessageContent {
  const text = stringOf(fields.text)
  const blocks = checkedBlocks(workspace, fields.blocks)
  const attachments = checkedAttachments(workspace, fields.attachments)
  if (write === 'post' && text === '' && !blocks?.length && !attachments?.length) refuse('no_text')
  if (text.length > postedTextCharacters) refuse('msg_too_long')
  if (write === 'update' && escapedBytes(text) > updatedTextBytes) refuse('msg_too_long')
  const attachedBlocks = attachments?.flatMap((attachment) => objectsOf(attachment.blocks)) ?? []
  if (blockCharacters([...(blocks ?? []), ...attachedBlocks]) > messageBlockCharacters) refuse('msg_blocks_too_long')
  return { text, ...(blocks && { blocks }), ...(attachments && { attachments }) }
}

function checkedBlocks(workspace: Workspace, blocks: unknown): JsonObject[] | undefined {
  if (blocks === undefined || blocks === null) return undefined
  const faults = blockFaults(blocks)
  if (faults.length > 0) refuse('invalid_blocks', ...faults)
  return withBlockIds(workspace, objectsOf(blocks))
}

function checkedAttachments(workspace: Workspace, attachments: unknown): JsonObject[] | undefined {
  if (attachments === undefined || attachments === null) return undefined
  if (!Array.isArray(attachments) || !attachments.every(isObject)) refuse('invalid_attachments')
  if (attachments.length > attachmentsPerMessage) refuse('too_many_attachments')
  return objectsOf(attachments).map((attachment, index) => {
    const faults = blockFaults(attachment.blocks ?? [], 'message', `/attachments/${index}/blocks`)
    if (faults.length > 0) refuse('invalid_attachments', ...faults)
    const blocks = attachment.blocks ? { blocks: withBlockIds(workspace, objectsOf(attachment.blocks)) } : {}
    return { ...attachment, ...blocks, id: index + 1 }
  })
}

/** What the text weighs once Slack has escaped it. Entities already there are not escaped twice. */
function escapedBytes(text: string): number {
  const escaped = text
    .replace(/&(?!(?:amp|lt|gt);)/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
  return Buffer.byteLength(escaped)
}
