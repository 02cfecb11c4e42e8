import { clip } from '../../report/escape.ts'
import type { SlackMessage } from '../../report/slack/message.ts'

/** A sentence in Slack's mrkdwn, with mentions and times; whatever in it comes from outside must be escaped already. */
export function spoken(mrkdwn: string): SlackMessage {
  const text = clip(mrkdwn, 2900)
  return { text, blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }] }
}
