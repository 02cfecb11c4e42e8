import type { KnownBlock } from '@slack/types'
import { clip, escapeMrkdwn, oneLine } from '../escape.ts'
import { outline, type Section, type SectionId } from '../outline.ts'
import { redactReport } from '../redact.ts'
import type { Report } from '../report.ts'
import { charactersIn } from '../slack-limits.ts'
import { summaryFits } from './card.ts'
import type { SlackMessage } from './message.ts'
import { type Atom, atomsOf, richTextBlock } from './rich-text.ts'

/** A message past this size is hard to read, so the next part starts a new one. */
const comfortableCharacters = 3500
const mostCharacters = 9500
const mostAtoms = 80

/** The thread under a card: cause, evidence, ruled out, changes, fix, gaps, notes, in as many messages as it takes. */
export function renderThread(report: Report): SlackMessage[] {
  const safe = redactReport(report)
  const summary: readonly Section[] = summaryFits(safe)
    ? []
    : [
        {
          id: 'cause',
          heading: 'In full',
          lines: [{ kind: 'paragraph', spans: [{ kind: 'text', text: safe.summary }] }],
        },
      ]
  return pack([...summary, ...outline(safe)])
}

/** Only one part of the thread, such as the steps of the fix; empty when the report has none. */
export function renderSection(report: Report, id: SectionId): SlackMessage[] {
  return pack(outline(redactReport(report)).filter((section) => section.id === id))
}

interface Draft {
  readonly blocks: KnownBlock[]
  readonly headings: string[]
  size: number
}

function pack(sections: readonly Section[]): SlackMessage[] {
  const drafts: Draft[] = []
  for (const section of sections) {
    for (const [index, part] of partsOf(section).entries()) {
      const heading = index === 0 ? section.heading : `${section.heading} (continued)`
      const blocks: KnownBlock[] = [
        { type: 'header', text: { type: 'plain_text', text: clip(oneLine(heading), 150), emoji: false } },
        richTextBlock(part),
      ]
      const size = charactersIn(blocks)
      const open = drafts.at(-1)
      if (open !== undefined && open.size + size <= comfortableCharacters) {
        open.blocks.push(...blocks)
        open.headings.push(heading)
        open.size += size
      } else drafts.push({ blocks, headings: [heading], size })
    }
  }
  return drafts.map(({ blocks, headings }) => ({ text: escapeMrkdwn(headings.join(' · ')), blocks }))
}

/** Cuts a section between its atoms so that each part fits a message. */
function partsOf({ lines }: Section): Atom[][] {
  const parts: Atom[][] = [[]]
  let size = 0
  for (const atom of lines.flatMap(atomsOf)) {
    const length = charactersIn(atom)
    const last = parts.at(-1) ?? []
    if (last.length > 0 && (size + length > mostCharacters || last.length >= mostAtoms)) {
      parts.push([atom])
      size = length
      continue
    }
    last.push(atom)
    size += length
  }
  return parts.filter((part) => part.length > 0)
}
