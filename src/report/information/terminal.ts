import pc from 'picocolors'
import { oneLine } from '../escape.ts'
import { mapStrings, redact } from '../redact.ts'
import { linesForTerminal, type TerminalStyle } from '../terminal.ts'
import { wrap } from '../wrap.ts'
import type { Chart, Page } from './page.ts'

const signOf = { bad: '✗', unsure: '?', good: '✓', plain: '·' } as const
const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const

/** A page as text for a terminal or a pipe, ending in a line break. Times are UTC. */
export function renderPageText(page: Page, command: string, style: TerminalStyle): string {
  const { tone, title, lines, charts = [], offers = [], foot, document } = mapStrings(page, redact)
  if (document !== undefined) return document.endsWith('\n') ? document : `${document}\n`
  const colours = pc.createColors(style.isColour)
  const columns = Math.max(40, Math.min(style.columns, 120))
  const paint = { bad: colours.red, unsure: colours.yellow, good: colours.green, plain: colours.bold }[tone]
  return `${[
    colours.bold(paint(`${signOf[tone]} ${oneLine(title)}`)) + colours.dim(`  ${oneLine(command)}`),
    '',
    ...linesForTerminal(lines, style),
    ...charts.flatMap((chart) => ['', ...chartLines(chart)]),
    ...(offers.length === 0
      ? []
      : ['', colours.bold('Ask next'), ...offers.map(({ line }) => `  ${colours.cyan(oneLine(line))}`)]),
    '',
    ...wrap(foot.map(oneLine).join(' · '), columns).map(colours.dim),
  ].join('\n')}\n`
}

/** One row for each series: its shape, and its lowest and highest value. */
function chartLines({ title, categories, series, unit }: Chart): string[] {
  const width = Math.max(...series.map(({ name }) => name.length))
  return [
    `  ${title} (${unit}), ${categories[0] ?? ''} to ${categories.at(-1) ?? ''} UTC`,
    ...series.map(({ name, values }) => {
      const highest = Math.max(0, ...values)
      const shape = values.map((value) => bars[barOf(value, highest)] ?? '▁').join('')
      return `    ${name.padEnd(width)}  ${shape}  highest ${Math.round(highest * 100) / 100}`
    }),
  ]
}

function barOf(value: number, highest: number): number {
  return highest === 0 ? 0 : Math.max(value > 0 ? 1 : 0, Math.round((value / highest) * (bars.length - 1)))
}
