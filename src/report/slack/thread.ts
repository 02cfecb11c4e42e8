import type { ActionsBlock, KnownBlock } from '@slack/types'
import { clip, escapeMrkdwn, oneLine } from '../escape.ts'
import { outline, type Section, type SectionId } from '../outline.ts'
import { paragraph, text } from '../outline-lines.ts'
import { redactReport } from '../redact.ts'
import type { Report } from '../report.ts'
import { charactersIn } from '../slack-limits.ts'
import { summaryFits } from './card.ts'
import { commandsSection, evidenceSection } from './evidence.ts'
import { actionIds, type SlackMessage } from './message.ts'
import { type Atom, atomsOf, richTextBlock, textElements } from './rich-text.ts'
import { everyVerdictSection, gapsSection, isFolded, ruledOutSection, undecidedLines } from './unsettled.ts'

/** A message past this size is hard to read, so the next part starts a new one. */
const comfortableCharacters = 3500
const mostCharacters = 9500
const mostAtoms = 80
const oneSentence = 250

/** What a thread's buttons need. */
export interface ThreadPlace {
  /** Finds the report again when a button is pressed. */
  readonly reportId: string
}

/** The thread under a card: cause, evidence, ruled out, changes, fix, gaps, notes, commands, in as many messages as it takes. */
export function renderThread(report: Report, place: ThreadPlace): SlackMessage[] {
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
  return pack([...summary, ...sectionsOf(safe)], isFolded(safe) ? showAllButton(safe, place) : undefined)
}

/** The thread where a channel wants it short: the cause, the fix, and what could not be read. */
export function renderBrief(report: Report): SlackMessage[] {
  return pack(sectionsOf(redactReport(report)).filter(({ id }) => id === 'cause' || id === 'fix' || id === 'gaps'))
}

/** Only one part of the thread, in full, such as the steps of the fix; empty when the report has none. */
export function renderSection(report: Report, id: SectionId): SlackMessage[] {
  const safe = redactReport(report)
  if (id === 'ruled-out') return pack([everyVerdictSection(safe)])
  return pack(outline(safe).filter((section) => section.id === id))
}

/** The outline as a thread shows it: long lists folded, commands after everything that is read first. */
function sectionsOf(report: Report): readonly Section[] {
  const isOpen = report.verdict === 'insufficient-evidence' || report.verdict === 'several-possible'
  const open = isOpen ? undecidedLines(report) : []
  const sections = outline({ ...report, undecided: [] }).map((section): Section => {
    switch (section.id) {
      case 'cause': {
        // The card above has just said the only cause in full.
        const isSaid = report.causes.length === 1 && report.summary === report.causes[0]?.summary && summaryFits(report)
        const lead = open.length === 0 ? [] : [paragraph(text('Could not be decided:', 'strong'))]
        return { ...section, lines: [...(isSaid ? section.lines.slice(1) : section.lines), ...lead, ...open] }
      }
      case 'evidence':
        return evidenceSection(report)
      case 'ruled-out':
        return ruledOutSection(report)
      case 'gaps':
        return gapsSection(report)
      default:
        return section
    }
  })
  const commands = commandsSection(report)
  return commands === undefined ? sections : [...sections, commands]
}

function showAllButton({ ruledOut, undecided }: Report, { reportId }: ThreadPlace): ActionsBlock {
  const label = `Show all ${ruledOut.length + undecided.length} checked causes`
  return {
    type: 'actions',
    elements: [
      { type: 'button', text: { type: 'plain_text', text: label }, action_id: actionIds.showChecked, value: reportId },
    ],
  }
}

interface Draft {
  readonly blocks: KnownBlock[]
  readonly headings: string[]
  size: number
}

function pack(sections: readonly Section[], afterRuledOut?: ActionsBlock): SlackMessage[] {
  const drafts: Draft[] = []
  for (const section of sections) {
    const parts = partsOf(section)
    for (const [index, part] of parts.entries()) {
      const heading = index === 0 ? section.heading : `${section.heading} (continued)`
      const isLast = index === parts.length - 1
      const blocks: KnownBlock[] = [
        ...headed(heading, part),
        ...(section.id === 'ruled-out' && isLast && afterRuledOut !== undefined ? [afterRuledOut] : []),
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

/** A heading over its text; a text of one sentence stands behind its heading instead. */
function headed(heading: string, part: readonly Atom[]): KnownBlock[] {
  const [only] = part
  if (part.length === 1 && only?.kind === 'paragraph' && charactersIn(only.elements) <= oneSentence) {
    const elements = [...textElements(`${oneLine(heading)}: `, 'bold'), ...only.elements]
    return [richTextBlock([{ kind: 'paragraph', elements }])]
  }
  return [
    { type: 'header', text: { type: 'plain_text', text: clip(oneLine(heading), 150), emoji: false } },
    richTextBlock(part),
  ]
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
