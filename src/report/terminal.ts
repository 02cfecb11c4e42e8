import pc from 'picocolors'
import { oneLine, stripUnsafe } from './escape.ts'
import { type Line, outline, type Section, type Span } from './outline.ts'
import { redactReport } from './redact.ts'
import type { Report } from './report.ts'
import { costLine, verdictWords } from './verdict-words.ts'
import { wrap } from './wrap.ts'

/** How a terminal looks. `columns` bounds prose only: commands and log lines keep their own line breaks, to be copied. */
export interface TerminalStyle {
  readonly isColour: boolean
  readonly columns: number
}

type Paint = (text: string) => string
interface Palette {
  readonly strong: Paint
  readonly quiet: Paint
  readonly code: Paint
  readonly link: Paint
  readonly bad: Paint
  readonly unsure: Paint
  readonly good: Paint
}

/** A report as text for a terminal or a pipe, ending in a line break. Times are UTC. */
export function renderTerminal(report: Report, style: TerminalStyle): string {
  const safe = redactReport(report)
  const palette = paletteOf(style.isColour)
  const columns = Math.max(40, Math.min(style.columns, 120))
  const words = verdictWords(safe)
  const paint = palette[words.tone]
  const { target, window } = safe
  const head = [
    paint(`${words.sign} ${words.state}`) + palette.quiet(`  ${oneLine(safe.command)}`),
    ...(safe.summary === safe.causes[0]?.summary ? [] : wrap(oneLine(safe.summary), columns).map(palette.strong)),
    ...wrap(
      `${target.kind.replaceAll('-', ' ')} ${oneLine(target.name)} · account ${target.account} · ${target.region} · ${spanWords(window.from, window.to)}`,
      columns,
    ).map(palette.quiet),
  ]
  const body = outline(safe).flatMap((section) => ['', ...sectionLines(section, palette, columns)])
  const ids = safe.causes.map(({ id, strength }) => `${id} (${strength})`).join(', ')
  const foot = [
    '',
    ...wrap([ids, costLine(safe)].filter((part) => part !== '').join(' · '), columns).map(palette.quiet),
  ]
  return `${[...head, ...body, ...foot].join('\n')}\n`
}

/** Lines of any outline for a terminal; text in them is taken as it is, so it must be redacted. */
export function linesForTerminal(lines: readonly Line[], { isColour, columns }: TerminalStyle): string[] {
  const palette = paletteOf(isColour)
  return lines.flatMap((line) => lineLines(line, palette, Math.max(40, Math.min(columns, 120))))
}

/** `2026-11-23 14:05:09 UTC`; text that is no time is shown as it is. */
export function utcWords(at: string): string {
  const ms = Date.parse(at)
  return Number.isNaN(ms) ? oneLine(at) : `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

/** `2026-11-23 14:00 to 15:00 UTC`, with the second date only when it differs. */
export function spanWords(from: string, to: string): string {
  const [start, end] = [utcWords(from), utcWords(to)]
  const sameDay = start.slice(0, 10) === end.slice(0, 10)
  return `${start.slice(0, 16)} to ${sameDay ? end.slice(11, 16) : end.slice(0, 16)} UTC`
}

function paletteOf(isColour: boolean): Palette {
  const colours = pc.createColors(isColour)
  return {
    strong: colours.bold,
    quiet: colours.dim,
    code: colours.cyan,
    link: colours.blue,
    bad: (text) => colours.bold(colours.red(text)),
    unsure: (text) => colours.bold(colours.yellow(text)),
    good: (text) => colours.bold(colours.green(text)),
  }
}

function sectionLines({ heading, lines }: Section, palette: Palette, columns: number): string[] {
  return [palette.strong(oneLine(heading)), ...lines.flatMap((line) => lineLines(line, palette, columns))]
}

function lineLines(line: Line, palette: Palette, columns: number): string[] {
  if (line.kind === 'code')
    return stripUnsafe(line.text)
      .split('\n')
      .map((row) => `      ${palette.code(row)}`)
  if (line.kind === 'quote')
    return stripUnsafe(line.text)
      .split('\n')
      .map((row) => `    ${palette.quiet('│')} ${row}`)
  const [first, rest] = indents(line)
  const text = line.spans.map(plain).join('')
  const links = line.spans.flatMap((span) =>
    span.kind === 'link' ? [`${rest}${palette.link(oneLine(span.url))}`] : [],
  )
  const rows = wrap(text.trim().replace(/\s*·\s*$/, ''), columns - first.length)
  const strong = line.spans[0]?.kind === 'text' && line.spans[0].style === 'strong' ? plain(line.spans[0]).trim() : ''
  return [
    ...rows.map((row, index) => `${index === 0 ? first : rest}${index === 0 ? emphasised(row, strong, palette) : row}`),
    ...links,
  ]
}

function emphasised(row: string, strong: string, palette: Palette): string {
  if (strong === '') return row
  return row.startsWith(strong)
    ? `${palette.strong(strong)}${row.slice(strong.length)}`
    : strong.startsWith(row)
      ? palette.strong(row)
      : row
}

function indents(line: Line): readonly [first: string, rest: string] {
  if (line.kind !== 'bullet') return ['  ', '  ']
  return line.depth === 1 ? ['    - ', '      '] : ['  - ', '    ']
}

/** Links are written out on a line of their own, so here they are nothing. */
function plain(span: Span): string {
  if (span.kind === 'link') return ''
  if (span.kind === 'time') return utcWords(span.at)
  if (span.kind === 'person') return oneLine(span.user)
  return span.text.replace(/[\n\r]+/g, ' ') === span.text ? stripUnsafe(span.text) : oneLine(span.text)
}
