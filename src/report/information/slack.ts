import type { ActionsBlock, KnownBlock } from '@slack/types'
import { clip, escapeMrkdwn, oneLine } from '../escape.ts'
import { mapStrings, redact } from '../redact.ts'
import { actionIds, type SlackMessage } from '../slack/message.ts'
import { atomsOf, richTextBlock, textElements } from '../slack/rich-text.ts'
import { charactersIn } from '../slack-limits.ts'
import type { Chart, Offer, Page } from './page.ts'

const emojiOf = { bad: 'red_circle', unsure: 'large_yellow_circle', good: 'large_green_circle', plain: 'mag' } as const
/** Of a message, heads and feet not counted. */
const bodyCharacters = 9_000
const bodyAtoms = 90
const mostOffers = 20

/** Where a page stands. */
export interface PagePlace {
  /** The line as it was asked; absent where nobody asked, as in a handoff. */
  readonly command?: string
  /** Finds the lines of the offers again when a button is pressed; needed where there are offers. */
  readonly linesId?: string
  /** `<@U…>` of who asked, shown where everybody sees the page. */
  readonly askedBy?: string
}

/** A page as messages: the first holds the head, the charts and the buttons, further ones what did not fit. */
export function renderPage(page: Page, { command, linesId, askedBy }: PagePlace = {}): SlackMessage[] {
  const { tone, title, lines, charts = [], offers = [], foot, document } = mapStrings(page, redact)
  const head = richTextBlock([
    {
      kind: 'paragraph',
      elements: [
        { type: 'emoji', name: emojiOf[tone] },
        ...textElements(` ${oneLine(title)}${command === undefined ? '' : '  '}`, 'bold'),
        ...(command === undefined ? [] : textElements(clip(oneLine(command), 150) || 'no command', 'code')),
      ],
    },
  ])
  const bodies = bodiesOf(document === undefined ? lines : [...lines, { kind: 'code', text: document }])
  const feet = [...foot, ...(askedBy === undefined ? [] : [`asked by ${askedBy}`])]
  const context: KnownBlock = {
    type: 'context',
    elements: [{ type: 'mrkdwn', text: clip(feet.map(footWords).join('  ·  '), 2900) || 'Firstlook' }],
  }
  const buttons = linesId === undefined ? [] : offerBlocks(offers.slice(0, mostOffers), linesId)
  const [first, ...rest] = bodies
  const text = clip(escapeMrkdwn(title), 300) || 'Firstlook'
  return [
    {
      text,
      blocks: [
        head,
        ...(first === undefined ? [] : [first]),
        ...charts.slice(0, 2).map(chartBlock),
        ...buttons,
        context,
      ],
    },
    ...rest.map((body) => ({ text: `${text} (continued)`, blocks: [body] })),
  ]
}

/** The same message for a workspace that does not take charts; the numbers stand in the text already. */
export function withoutCharts({ text, blocks }: SlackMessage): SlackMessage {
  const note: KnownBlock = {
    type: 'context',
    elements: [{ type: 'mrkdwn', text: 'This workspace does not show charts yet; the numbers are the same.' }],
  }
  return { text, blocks: [...blocks.filter((block) => !isChart(block)), note] }
}

export function hasCharts({ blocks }: SlackMessage): boolean {
  return blocks.some(isChart)
}

function isChart(block: KnownBlock): boolean {
  return String(block.type) === 'data_visualization'
}

/** A mention in a foot is ours; everything else is text. */
function footWords(words: string): string {
  const mention = /^asked by <@[UW][A-Z0-9]+>$/.exec(words)
  return mention === null ? escapeMrkdwn(words) : words
}

function bodiesOf(lines: Page['lines']): KnownBlock[] {
  const parts: ReturnType<typeof atomsOf>[] = []
  let size = 0
  for (const atom of lines.flatMap(atomsOf)) {
    const length = charactersIn(atom)
    const last = parts.at(-1)
    if (last === undefined || size + length > bodyCharacters || last.length >= bodyAtoms) {
      parts.push([atom])
      size = length
      continue
    }
    last.push(atom)
    size += length
  }
  return parts.map((part) => richTextBlock(part))
}

function offerBlocks(offers: readonly Offer[], linesId: string): ActionsBlock[] {
  if (offers.length === 0) return []
  return [
    {
      type: 'actions',
      elements: offers.map(({ label }, index) => ({
        type: 'button',
        action_id: `${actionIds.runLine}:${index}`,
        text: { type: 'plain_text', text: clip(oneLine(label), 75) || 'Ask', emoji: false },
        value: `${linesId}:${index}`,
      })),
    },
  ]
}

/**
 * Slack's own chart: a title of 50 characters, up to six series over up to twenty shared categories of 20 characters.
 * https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
 */
function chartBlock({ title, categories, series, unit }: Chart): KnownBlock {
  const labels = categories.slice(0, 20).map((label) => clip(oneLine(label), 20))
  const block = {
    type: 'data_visualization',
    title: clip(oneLine(title), 50),
    chart: {
      type: 'line',
      series: series.slice(0, 6).map(({ name, values }) => ({
        name: clip(oneLine(name), 20),
        data: labels.map((label, index) => ({ label, value: values[index] ?? 0 })),
      })),
      axis_config: { categories: labels, x_label: 'UTC', y_label: clip(oneLine(unit), 50) },
    },
  }
  // The block is newer than the types of it.
  return block as unknown as KnownBlock
}
