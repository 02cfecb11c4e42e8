import type { ActionsBlock, ContextBlock, KnownBlock } from '@slack/types'
import type { HandoffContent } from '../../incidents/handoff/content.ts'
import { type Handoff, isAwaited, isOpenToAll, remainingItems } from '../../incidents/handoff/handoff.ts'
import { handoffPages, type LinkOf } from '../../incidents/handoff/handoff-page.ts'
import { clip, escapeMrkdwn, oneLine } from '../../report/escape.ts'
import { renderPage } from '../../report/information/slack.ts'
import { redact } from '../../report/redact.ts'
import type { SlackMessage } from '../../report/slack/message.ts'
import { mentionOf } from '../incidents/card.ts'
import { slackTime } from '../incidents/slack-time.ts'
import { onCallActionIds } from './action-ids.ts'

/** The handoff as everybody in the channel and both people see it: what is open, where it stands, what can be pressed. */
export function handoffMessage(
  handoff: Handoff,
  content: HandoffContent,
  linkOf: LinkOf = () => undefined,
): SlackMessage {
  const [first] = renderPage(handoffPages(content, linkOf).summary)
  const status = statusWords(handoff)
  const blocks: KnownBlock[] = [...(first?.blocks ?? []), contextOf(status), ...buttonsOf(handoff)]
  return {
    text: clip(`Handoff of ${escapeMrkdwn(handoff.rotation)}, ${handoff.items.length} open. ${status}`, 2900),
    blocks,
  }
}

/** What did not fit into the message, for its thread. */
export function handoffThread(content: HandoffContent, linkOf: LinkOf): SlackMessage[] {
  const { rest } = handoffPages(content, linkOf)
  return rest === undefined ? [] : renderPage(rest)
}

/** Where a handoff stands, in a sentence of mrkdwn. */
export function statusWords(handoff: Handoff): string {
  const { state, to, from, declined, escalatedTo = [], why, acceptances, items } = handoff
  const remaining = remainingItems(handoff)
  const because = why === undefined ? '' : ` ${why}`
  const told = escalatedTo.length === 0 ? '' : ` ${escalatedTo.map(mentionOf).join(' ')}, somebody has to take it.`
  const refusal =
    declined === undefined
      ? ''
      : `<@${declined.by}> declined${declined.reason === '' ? '' : `: ${said(declined.reason)}`}. `
  switch (state) {
    case 'offered':
      return `:hourglass: Waits for <@${to ?? ''}> to accept.${because}`
    case 'reminded':
      return `:hourglass: Still waits for <@${to ?? ''}> to accept.${because}`
    case 'escalated':
      return `:rotating_light: ${refusal}Not accepted, so it is open to everybody.${because}${told}`
    case 'declined':
      return `:no_entry_sign: ${refusal}It is open to everybody, and each item keeps its name until somebody takes it.`
    case 'accepted':
      return `:white_check_mark: ${acceptances.map(({ by, at, items: taken }) => `<@${by}> accepted ${counted(taken.length)}, ${slackTime(at)}`).join('; ')}.`
    case 'partly':
      return `:large_yellow_circle: ${acceptances.map(({ by, items: taken }) => `<@${by}> accepted ${counted(taken.length)}`).join('; ')}. ${remaining.length} of ${items.length} keep the name they had.`
    case 'kept':
      return `:repeat: <@${from ?? ''}> stays on call, so there is nothing to accept.${because}`
    case 'nobody':
      return `:rotating_light: Nobody is on call next.${because} Whoever accepts takes all of it.${told}`
    case 'lapsed':
      return `:heavy_minus_sign: Over.${because}`
  }
}

function said(reason: string): string {
  return `“${escapeMrkdwn(clip(redact(oneLine(reason)), 300))}”`
}

function counted(count: number): string {
  return count === 1 ? '1 item' : `${count} items`
}

function contextOf(text: string): ContextBlock {
  return { type: 'context', elements: [{ type: 'mrkdwn', text: clip(text, 2900) }] }
}

function buttonsOf(handoff: Handoff): ActionsBlock[] {
  const { id, state, items } = handoff
  const canTake = isAwaited(handoff) || state === 'partly' || isOpenToAll(handoff)
  if (!canTake || state === 'accepted' || state === 'lapsed' || state === 'kept') return []
  const left = remainingItems(handoff).length
  const label =
    items.length === 0
      ? 'Accept'
      : state === 'partly'
        ? `Accept the other ${left}`
        : left === 1
          ? 'Accept'
          : `Accept all ${left}`
  return [
    {
      type: 'actions',
      elements: [
        { ...button(label, onCallActionIds.accept, id), style: 'primary' },
        ...(left > 1 ? [button('Accept some…', onCallActionIds.acceptSome, id)] : []),
        ...(isAwaited(handoff) && state !== 'escalated' ? [button('Decline…', onCallActionIds.decline, id)] : []),
      ],
    },
  ]
}

export function button(text: string, actionId: string, value: string) {
  return {
    type: 'button' as const,
    text: { type: 'plain_text' as const, text, emoji: true },
    action_id: actionId,
    value,
  }
}
