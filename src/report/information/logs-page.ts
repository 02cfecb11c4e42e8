import { clip, stripUnsafe } from '../escape.ts'
import { bullet, type Line, paragraph, type Span, text } from '../outline-lines.ts'
import type { Logs } from './logs.ts'
import type { Page } from './page.ts'
import { footOf, gapLines } from './reading.ts'

/** The tail of one log group. Times are ISO 8601. */
export interface TailedGroup {
  readonly group: string
  /** `execution log` where one thing has several. */
  readonly what?: string
  readonly state: 'searched' | 'no-group'
  /** Oldest first. */
  readonly lines: readonly { readonly at: string; readonly text: string }[]
  readonly matched: number
  readonly isCounted: boolean
  readonly searchedFrom: string
  readonly link?: string
}

/** Slack takes about 11,000 characters in a message, and a line longer than this is no longer read. */
const mostCharacters = 7_500
const lineCharacters = 400

/** The newest lines, newest last, with what was searched and whether anything can be missing. */
export function tailPage({ of, pattern, groups, notes, gaps, took }: Logs): Page {
  const room = Math.floor(mostCharacters / Math.max(1, groups.length))
  const isEmpty = groups.every(({ lines }) => lines.length === 0)
  return {
    tone: gaps.length > 0 && isEmpty ? 'unsure' : 'plain',
    title: gaps.length > 0 && groups.length === 0 ? `The logs of ${of} could not be read` : `Logs of ${of}`,
    lines: [
      ...(pattern === undefined
        ? []
        : [
            paragraph(
              'Lines that match ',
              text(pattern.typed, 'code'),
              ...(pattern.filter === pattern.typed ? [] : [', asked as ', text(pattern.filter, 'code')]),
            ),
          ]),
      ...groups.flatMap((group) => groupLines(group, took.window, pattern !== undefined, room)),
      ...notes.map((note) => bullet(note)),
      ...gapLines(gaps),
    ],
    foot: [...footOf(took), 'times in the lines are UTC'],
  }
}

function groupLines(
  group: TailedGroup,
  window: { readonly from: string; readonly to: string },
  isSearch: boolean,
  room: number,
): Line[] {
  const { what, state, link } = group
  const head = [
    text(group.group, 'code'),
    ...(what === undefined ? [] : [` (${what})`]),
    ...(link === undefined ? [] : [' · ', { kind: 'link', text: 'open', url: link } as const]),
  ]
  if (state === 'no-group')
    return [
      paragraph(...head),
      paragraph(
        'This log group is not there: nothing was logged yet, or it was deleted. That says nothing about failures.',
      ),
    ]
  const { kept, left } = fitting(group.lines, room)
  const quote: Line[] = kept.length === 0 ? [] : [{ kind: 'quote', text: kept.join('\n') }]
  return [
    paragraph(...head),
    paragraph(...searchedSpans(group, window, isSearch, kept.length)),
    ...quote,
    ...tooLong(left),
  ]
}

function searchedSpans(
  { lines, matched, isCounted, searchedFrom }: TailedGroup,
  window: { readonly from: string; readonly to: string },
  isSearch: boolean,
  shown: number,
): (Span | string)[] {
  const span = (from: string): (Span | string)[] => [
    { kind: 'time', at: from },
    ' to ',
    { kind: 'time', at: window.to },
  ]
  const one = isSearch ? 'line matches' : 'line'
  const many = isSearch ? 'lines match' : 'lines'
  const count = `${numberWords(matched)} ${matched === 1 ? one : many}`
  if (isCounted && lines.length === 0) return [`No ${one} from `, ...span(window.from), '. The search was complete.']
  if (isCounted && matched <= shown)
    return [`${count} from `, ...span(window.from), ', newest last. The search was complete.']
  if (isCounted)
    return [`${count} from `, ...span(window.from), `; the newest ${shown} stand here, newest last. All were counted.`]
  if (lines.length === 0)
    return [
      `No ${one} from `,
      ...span(searchedFrom),
      '. Earlier lines were not looked at: there are too many. Ask about a shorter window.',
    ]
  return isSearch
    ? [`At least ${count}; the newest ${shown} stand here, newest last. Not every earlier line was looked at.`]
    : [`The newest ${shown} lines, newest last. Earlier lines were not looked at.`]
}

function numberWords(count: number): string {
  return count.toLocaleString('en-US')
}

function tooLong(left: number): Line[] {
  return left === 0 ? [] : [paragraph(`${left} older of these lines are left out: the newer ones are long.`)]
}

/** The newest lines that fit, each with its time. */
function fitting(
  lines: readonly { readonly at: string; readonly text: string }[],
  room: number,
): { readonly kept: readonly string[]; readonly left: number } {
  const kept: string[] = []
  let size = 0
  for (const { at, text: message } of [...lines].reverse()) {
    const line = `${at.slice(11, 23)} ${clip(untimed(message).replace(/\n+/g, '\n             '), lineCharacters)}`
    if (size + line.length > room && kept.length > 0) break
    kept.unshift(line)
    size += line.length + 1
  }
  return { kept, left: lines.length - kept.length }
}

/** Lambda begins its lines with the time, which stands before them already. */
function untimed(message: string): string {
  return stripUnsafe(message).replace(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\s+/, '')
}
