import { oneLine, stripUnsafe } from './escape.ts'
import { type Line, outline, type Span } from './outline.ts'
import { redactReport } from './redact.ts'
import type { Report } from './report.ts'
import { spanWords, utcWords } from './terminal.ts'
import { costLine, verdictWords } from './verdict-words.ts'

/** A report as CommonMark for a ticket or a file. Times are UTC; text from outside cannot format or link. */
export function renderMarkdown(report: Report): string {
  const safe = redactReport(report)
  const words = verdictWords(safe)
  const { target, window } = safe
  const head = [
    `# ${words.state}: ${literal(safe.command)}`,
    '',
    literal(safe.summary),
    '',
    literal(
      `${target.kind.replaceAll('-', ' ')} ${target.name} · account ${target.account} · ${target.region} · ${spanWords(window.from, window.to)}`,
    ),
  ]
  const body = outline(safe).flatMap(({ heading, lines }) => ['', `## ${literal(heading)}`, '', ...lines.map(lineText)])
  const ids = safe.causes.map(({ id, strength }) => `${id} (${strength})`).join(', ')
  return `${[...head, ...body, '', '---', '', literal([ids, costLine(safe)].filter((part) => part !== '').join(' · '))].join('\n')}\n`
}

/** Lines of any outline as CommonMark; text in them is taken as it is, so it must be redacted. */
export function linesForMarkdown(lines: readonly Line[]): string[] {
  return lines.map(lineText)
}

function lineText(line: Line): string {
  if (line.kind === 'code' || line.kind === 'quote') return fenced(line.text)
  const spans = line.spans.map(spanText).join('').trim().replace(/\s*·$/, '')
  if (line.kind === 'paragraph') return `\n${spans}\n`
  return line.depth === 1 ? `  - ${spans}` : `- ${spans}`
}

function spanText(span: Span): string {
  if (span.kind === 'time') return literal(utcWords(span.at))
  if (span.kind === 'person') return literal(span.user)
  if (span.kind === 'link')
    return `[${literal(span.text)}](<${oneLine(span.url).replace(/[<>\s]/g, encodeURIComponent)}>)`
  const { style } = span
  const text = span.text.replace(/[\n\r]+/g, ' ')
  if (style === 'code') return inlineCode(text)
  const [, before = '', inner = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(stripUnsafe(text)) ?? []
  return style === 'strong' && inner !== ''
    ? `${before}**${literal(inner)}**${after}`
    : `${before}${literal(inner)}${after}`
}

function inlineCode(text: string): string {
  const plain = oneLine(text)
  if (plain === '') return ''
  const longest = Math.max(0, ...[...plain.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return longest === 0 ? `${fence}${plain}${fence}` : `${fence} ${plain} ${fence}`
}

/** A fence longer than any run of backticks inside, so nothing can close it. */
function fenced(text: string): string {
  const plain = stripUnsafe(text)
  const longest = Math.max(2, ...[...plain.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `\n${fence}\n${plain}\n${fence}\n`
}

/** Text on one line, in which nothing formats: backslash-escapes what CommonMark would read as formatting, a link, HTML or a list. */
export function literal(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_[\]<>|~!&]/g, '\\$&')
    .replace(/^(\s*)(#{1,6}\s|[-+]\s|>)/, '$1\\$2')
    .replace(/^(\s*\d+)([.)]\s)/, '$1\\$2')
}
