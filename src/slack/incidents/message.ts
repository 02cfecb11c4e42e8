import type { SlackMessage } from '../../report/slack/message.ts'

/** A message that may have a coloured bar. With one, `text` is its first line and the blocks stand beside the bar. */
export interface IncidentMessage extends SlackMessage {
  readonly color?: string
}

/** A message as `chat.postMessage` and `chat.update` take it. */
export function wireMessage({ text, blocks, color }: IncidentMessage) {
  if (color === undefined) return { text, blocks: [...blocks] }
  return { text, blocks: [], attachments: [{ color, blocks: [...blocks] }] }
}
