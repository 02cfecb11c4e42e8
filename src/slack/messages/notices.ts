import type { KnownBlock, PlainTextOption } from '@slack/types'
import { clip, escapeMrkdwn, oneLine } from '../../report/escape.ts'
import { actionIds, type SlackMessage } from '../../report/slack/message.ts'

/** A sentence to a person, in which backticks mark what to type; everything else is plain. */
export function notice(sentence: string, more: readonly KnownBlock[] = []): SlackMessage {
  const text = clip(escapeMrkdwn(sentence), 2900) || 'Nothing to say.'
  return { text, blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }, ...more] }
}

/** A sentence with a button for each line that would work instead. `linesId` finds the lines again. */
export function suggestion(sentence: string, lines: readonly string[], linesId: string): SlackMessage {
  const buttons = lines.slice(0, 5).map((line, index) => ({
    type: 'button' as const,
    action_id: `${actionIds.runLine}:${index}`,
    text: { type: 'plain_text' as const, text: clip(oneLine(line), 75), emoji: false },
    value: `${linesId}:${index}`,
  }))
  return notice(sentence, buttons.length === 0 ? [] : [{ type: 'actions', elements: buttons }])
}

/** A menu of up to twenty things of the same name. */
export function picker(sentence: string, labels: readonly string[], linesId: string): SlackMessage {
  const options: PlainTextOption[] = labels.slice(0, 20).map((label, index) => ({
    text: { type: 'plain_text', text: clip(oneLine(label) || `${index + 1}`, 75), emoji: false },
    value: `${linesId}:${index}`,
  }))
  const select: KnownBlock = {
    type: 'actions',
    elements: [
      {
        type: 'static_select',
        action_id: actionIds.chosen,
        placeholder: { type: 'plain_text', text: 'Choose one' },
        options,
      },
    ],
  }
  return notice(sentence, options.length === 0 ? [] : [select])
}

/** What a person sees when Firstlook itself failed. */
export function brokenNotice(reference: string): SlackMessage {
  return notice(
    `Firstlook could not finish: something in it broke, not in what you asked. Try again; if it stays, give its operators the reference \`${reference}\`.`,
  )
}
