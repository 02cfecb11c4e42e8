import type { RichTextBlock, RichTextBlockElement, RichTextElement, RichTextSection } from '@slack/types'
import { oneLine, stripUnsafe } from '../escape.ts'
import type { Line, Span } from '../outline-lines.ts'
import { richTextCharacters } from '../slack-limits.ts'
import { utcWords } from '../terminal.ts'

/** A part of a rich text that is never cut: one paragraph, one bullet, one stretch of preformatted text. */
export type Atom =
  | { readonly kind: 'paragraph'; readonly elements: RichTextElement[] }
  | { readonly kind: 'bullet'; readonly elements: RichTextElement[]; readonly depth: number }
  | { readonly kind: 'preformatted'; readonly text: string }

const chunk = Math.min(2800, richTextCharacters)

/** A line as atoms small enough for Slack; nothing of it is lost. Text from outside stays plain text, never markup. */
export function atomsOf(line: Line): Atom[] {
  if (line.kind === 'code' || line.kind === 'quote') {
    return textChunks(stripUnsafe(line.text)).map((text) => ({ kind: 'preformatted', text }))
  }
  const groups: RichTextElement[][] = [[]]
  let size = 0
  for (const element of line.spans.flatMap(elementsOf)) {
    const length = element.type === 'text' ? element.text.length : element.type === 'link' ? element.url.length : 20
    if (size + length > chunk && size > 0) {
      groups.push([])
      size = 0
    }
    groups.at(-1)?.push(element)
    size += length
  }
  const filled = groups.filter((elements) => elements.length > 0)
  if (line.kind === 'paragraph') return filled.map((elements) => ({ kind: 'paragraph', elements }))
  return filled.map((elements) => ({ kind: 'bullet', elements, depth: line.depth ?? 0 }))
}

/** Atoms as one `rich_text` block: neighbouring bullets share a list, neighbouring paragraphs a section. */
export function richTextBlock(atoms: readonly Atom[]): RichTextBlock {
  const elements: RichTextBlockElement[] = []
  for (const atom of atoms) {
    const last = elements.at(-1)
    if (atom.kind === 'preformatted') {
      elements.push({ type: 'rich_text_preformatted', elements: [{ type: 'text', text: atom.text }] })
      continue
    }
    const section: RichTextSection = { type: 'rich_text_section', elements: [...atom.elements] }
    if (atom.kind === 'paragraph') {
      // Slack runs neighbouring sections together unless the first ends its line.
      if (last?.type === 'rich_text_section') last.elements.push({ type: 'text', text: '\n' })
      elements.push(section)
    } else if (last?.type === 'rich_text_list' && (last.indent ?? 0) === atom.depth) last.elements.push(section)
    else elements.push({ type: 'rich_text_list', style: 'bullet', indent: atom.depth, elements: [section] })
  }
  return { type: 'rich_text', elements }
}

/** Plain text as rich text elements, cut into runs that Slack takes. */
export function textElements(text: string, style?: 'bold' | 'code' | 'italic'): RichTextElement[] {
  return textChunks(text.replace(/\n+/g, ' ')).map((part) => ({
    type: 'text',
    text: part,
    ...(style === undefined ? {} : { style: { [style]: true } }),
  }))
}

function elementsOf(span: Span): RichTextElement[] {
  if (span.kind === 'time') return [dateElement(span.at, span.isToMinute)]
  if (span.kind === 'link') return [linkElement(span.text, span.url)]
  if (span.kind === 'person') return [{ type: 'user', user_id: span.user }]
  const text = stripUnsafe(span.text)
  if (span.style === 'strong') return textElements(text, 'bold')
  if (span.style === 'code') return textElements(text.trim() === '' ? '(empty)' : text, 'code')
  if (span.style === 'quiet') return textElements(text, 'italic')
  return text.split(/`([^`\n]+)`/).flatMap((part, index) => {
    if (part === '') return []
    return textElements(part, index % 2 === 1 && part.trim() !== '' ? 'code' : undefined)
  })
}

/** A moment as each reader's own clock shows it; text that is no time stays text. */
function dateElement(at: string, isToMinute = false): RichTextElement {
  const ms = Date.parse(at)
  if (Number.isNaN(ms)) return { type: 'text', text: oneLine(at) || '(no time)' }
  return {
    type: 'date',
    timestamp: Math.floor(ms / 1000),
    format: `{date_short_pretty} ${isToMinute ? '{time}' : '{time_secs}'}`,
    fallback: utcWords(at),
  }
}

/** Only addresses of the web, and of this machine, are linked, and only whole ones; anything else is shown as text. */
function linkElement(text: string, url: string): RichTextElement {
  const isWeb = url.length <= 3000 && /^(https:\/\/|http:\/\/127\.0\.0\.1[:/])[^\s<>"|]+$/.test(url)
  return isWeb
    ? { type: 'link', url, text: oneLine(text) || 'link' }
    : { type: 'text', text: `${oneLine(text)}: ${oneLine(url)}`.slice(0, chunk) }
}

/** Cuts text at line breaks where it can, else anywhere but inside a character; joined again it is the same text. */
function textChunks(text: string): string[] {
  const chunks: string[] = []
  let rest = text
  while (rest.length > chunk) {
    const lineEnd = rest.lastIndexOf('\n', chunk - 1)
    let end = lineEnd > chunk / 2 ? lineEnd + 1 : chunk
    if (/[\uD800-\uDBFF]/.test(rest[end - 1] ?? '')) end -= 1
    chunks.push(rest.slice(0, end))
    rest = rest.slice(end)
  }
  return rest === '' ? chunks : [...chunks, rest]
}
