import type { ActionsBlock, ContextBlock, KnownBlock } from '@slack/types'
import { clip, escapeMrkdwn, oneLine } from '../escape.ts'
import { redactReport } from '../redact.ts'
import type { Report } from '../report.ts'
import { spanWords, utcWords } from '../terminal.ts'
import { costLine, verdictWords } from '../verdict-words.ts'
import { actionIds, moreItems, type SlackMessage } from './message.ts'
import { richTextBlock, textElements } from './rich-text.ts'

/** Where a card stands, which decides what can be done from it. */
export interface CardPlace {
  /** Finds the report again when a button is pressed. */
  readonly reportId: string
  /** Shown to one person only, who may share it. */
  readonly isPrivate?: boolean
  /** `<@U…>` of who asked, shown where a card answers a person. */
  readonly askedBy?: string
}

const summaryCharacters = 420
const observedShown = 2
const teamNotesShown = 2

/** Whether the card shows the whole summary; if not, the thread opens with it. */
export function summaryFits({ summary }: Report): boolean {
  return oneLine(summary).length <= summaryCharacters
}

/** The card of a report: state and question, cause in a sentence, where and since when, buttons, what it took. */
export function renderCard(report: Report, place: CardPlace): SlackMessage {
  const safe = redactReport(report)
  const { emoji, state } = verdictWords(safe)
  const summary = clip(oneLine(safe.summary) || state, summaryCharacters)
  const blocks: KnownBlock[] = [
    richTextBlock([
      {
        kind: 'paragraph',
        elements: [
          { type: 'emoji', name: emoji.replaceAll(':', '') },
          ...textElements(` ${state}  `, 'bold'),
          ...textElements(clip(oneLine(safe.command) || 'no command', 150), 'code'),
          { type: 'text', text: '\n' },
          ...textElements(summary),
        ],
      },
    ]),
    context(whereLine(safe)),
    ...observedBlocks(safe),
    ...teamBlocks(safe),
    buttons(safe, place),
    context(footLine(safe, place)),
  ]
  return { text: escapeMrkdwn(`${state}: ${summary}`), blocks }
}

function context(text: string): ContextBlock {
  return { type: 'context', elements: [{ type: 'mrkdwn', text: clip(text, 2900) }] }
}

function whereLine({ target, window, gaps }: Report): string {
  const parts = [
    `${target.kind === 'unknown' ? '' : `${escapeMrkdwn(clip(target.kind.replaceAll('-', ' '), 40))} `}*${bold(target.name)}*`,
    `account ${escapeMrkdwn(clip(target.account, 60))}`,
    escapeMrkdwn(clip(target.region, 60)),
    slackSpan(window.from, window.to),
  ]
  if (gaps.length > 0) parts.push(`:warning: ${gaps.length} ${gaps.length === 1 ? 'read' : 'reads'} could not be made`)
  return parts.join('  ·  ')
}

function observedBlocks({ observed }: Report): ContextBlock[] {
  if (observed.length === 0) return []
  const shown = observed
    .slice(0, observedShown)
    .map(({ label, value }) => `${escapeMrkdwn(clip(label, 80))}: *${bold(clip(value, 120))}*`)
  const rest = observed.length - observedShown
  return [context([...shown, ...(rest > 0 ? [`${rest} more in the thread`] : [])].join('  ·  '))]
}

/** What the team has written down about the first cause. */
function teamBlocks({ causes }: Report): ContextBlock[] {
  const lines = (causes[0]?.teamNotes ?? [])
    .slice(0, teamNotesShown)
    .map(({ note, runbook }) =>
      [
        ...(note === undefined ? [] : [escapeMrkdwn(clip(oneLine(note), 300))]),
        ...(runbook === undefined
          ? []
          : [`<${escapeMrkdwn(runbook.replace(/[<>|\s]/g, encodeURIComponent))}|Runbook>`]),
      ].join('  ·  '),
    )
  return lines.length === 0 ? [] : [context(`:notebook: From your team: ${lines.join('  ·  ')}`)]
}

/** Text between asterisks: an asterisk of its own would end the emphasis, so it is replaced. */
function bold(text: string): string {
  return escapeMrkdwn(clip(text, 200)).replaceAll('*', '∗') || '–'
}

function buttons({ causes, earlier, verdict }: Report, { reportId, isPrivate = false }: CardPlace): ActionsBlock {
  const hasFix = [...causes, ...earlier].some(({ fix }) => Object.keys(fix).length > 0)
  const recheck = button('Re-check', actionIds.recheck, reportId)
  const fix = {
    ...button('Fix steps', actionIds.fixSteps, reportId),
    ...(verdict === 'cause-found' ? { style: 'primary' as const } : {}),
  }
  const share = button('Share in channel', actionIds.share, reportId)
  const option = (text: string, item: string) => ({
    text: { type: 'plain_text' as const, text },
    value: `${item}:${reportId}`,
  })
  return {
    type: 'actions',
    elements: [
      ...(isPrivate ? [share] : []),
      recheck,
      ...(hasFix ? [fix] : []),
      {
        type: 'overflow',
        action_id: actionIds.more,
        options: [
          option('Markdown for a ticket', moreItems.markdown),
          ...(isPrivate ? [option('Show the evidence', moreItems.thread)] : []),
        ],
      },
    ],
  }
}

function button(text: string, actionId: string, value: string) {
  return {
    type: 'button' as const,
    text: { type: 'plain_text' as const, text, emoji: true },
    action_id: actionId,
    value,
  }
}

function footLine(report: Report, { askedBy }: CardPlace): string {
  const [first, ...others] = report.causes
  const named =
    first === undefined ? [] : [`\`${escapeMrkdwn(clip(first.id, 100)).replaceAll('`', "'")}\``, first.strength]
  const more = others.length > 0 ? [`${others.length} more`] : []
  const asker = askedBy === undefined ? [] : [`asked by ${askedBy}`]
  return [...named, ...more, costLine(report), ...asker].join('  ·  ')
}

/** A window in each reader's own time; the fallback is UTC. https://docs.slack.dev/messaging/formatting-message-text#date-formatting */
export function slackSpan(from: string, to: string): string {
  const [start, end] = [Date.parse(from), Date.parse(to)]
  if (Number.isNaN(start) || Number.isNaN(end)) return escapeMrkdwn(spanWords(from, to))
  const token = (ms: number, format: string) =>
    `<!date^${Math.floor(ms / 1000)}^${format}|${utcWords(new Date(ms).toISOString())}>`
  return `${token(start, '{date_short_pretty} {time}')} – ${token(end, end - start > 12 * 3_600_000 ? '{date_short_pretty} {time}' : '{time}')}`
}
