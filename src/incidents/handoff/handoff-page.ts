import type { Page } from '../../report/information/page.ts'
import { bullet, type Line, paragraph, subBullet, type Span as TextSpan, text } from '../../report/outline-lines.ts'
import type { HandoffContent, ItemGroup, OpenItem } from './content.ts'

/** Where an incident is to be read; undefined where no link is known. */
export type LinkOf = (incidentId: string) => string | undefined

/** A handoff for people: what fits into one message, and the rest for its thread. */
export interface HandoffPages {
  readonly summary: Page
  /** Absent when the summary says it all. */
  readonly rest?: Page
}

const shownItems = 8
const groupWords: Readonly<Record<ItemGroup, string>> = {
  firing: 'firing, nobody at it',
  acknowledged: 'acknowledged',
  snoozed: 'snoozed',
  'still-there': 'recovered, but the cause is still there',
  recovered: 'recovered, waiting to close',
}
const trendWords = {
  new: 'new',
  more: 'more often than before',
  fewer: 'less often than before',
  same: 'as often as before',
} as const

/** A handoff in words, the most urgent first. */
export function handoffPages(content: HandoffContent, linkOf: LinkOf = () => undefined): HandoffPages {
  const { items, rotation, from, shift, until } = content
  const shown = items.slice(0, shownItems)
  const more = items.slice(shownItems)
  const sections = detailSections(content, linkOf)
  const isBlind = (content.access ?? []).length > 0
  const page = (title: string, lines: readonly Line[], foot: readonly string[]): Page => ({
    tone: items.some(({ group }) => group === 'firing') ? 'bad' : content.isQuiet && !isBlind ? 'good' : 'unsure',
    title,
    lines,
    foot,
  })
  const summary = page(
    `Handoff of ${rotation}`,
    [
      paragraph(...whoLine(content)),
      paragraph(text(headline(content), 'strong')),
      ...shown.flatMap((item) => itemLines(item, linkOf)),
      ...(more.length === 0 ? [] : [paragraph(`… and ${counted(more.length, 'more open item')} in the thread.`)]),
      ...(content.isQuiet ? [] : [paragraph(glance(content))]),
    ],
    [
      from === undefined ? 'nobody was on call' : 'from the records of the shift',
      `a shift of ${lengthWords(shift)}, then one of ${lengthWords({ from: shift.to, to: until })}`,
    ],
  )
  const restLines = [
    ...(more.length === 0 ? [] : [heading('More open items'), ...more.flatMap((item) => briefLines(item, linkOf))]),
    ...sections,
  ]
  return restLines.length === 0
    ? { summary }
    : { summary, rest: page(`Handoff of ${rotation}: the rest`, restLines, [counted(items.length, 'open item')]) }
}

function whoLine({ from, to, shift }: HandoffContent): (TextSpan | string)[] {
  const person = (user: string | undefined, nobody: string): TextSpan | string =>
    user === undefined ? nobody : { kind: 'person', user }
  const at = minute(shift.to)
  if (from !== undefined && from === to) return [person(from, ''), ' stays on call after ', at, '.']
  return [person(from, 'Nobody'), ' → ', person(to, 'nobody'), ' at ', at, '.']
}

function headline(content: HandoffContent): string {
  const { items, closed } = content
  if (content.isQuiet) {
    const over = closed.count === 0 ? '' : ` ${counted(closed.count, 'incident')} came and went.`
    const blind = content.access?.length ?? 0
    const nothing = 'nothing is open, nothing keeps coming back, and nothing was noted'
    if (blind === 0) return `Nothing notable: ${nothing}.${over}`
    const where = counted(blind, 'account and region').replace(/account and regions$/, 'accounts and regions')
    return `Nothing notable as far as Firstlook can see: ${nothing}.${over} It cannot see all of ${where}.`
  }
  return `${items.length} open, ${closed.count} closed in the shift.`
}

function glance({ items, recurring, noisy, changes, watch, notes, gaps, access = [] }: HandoffContent): string {
  const groups = (Object.keys(groupWords) as ItemGroup[])
    .map((group) => [items.filter((item) => item.group === group).length, groupWords[group]] as const)
    .filter(([count]) => count > 0)
    .map(([count, words]) => `${count} ${words}`)
  const due = items.filter(({ dueAt }) => dueAt !== undefined).length
  return [
    ...groups,
    ...(due === 0 ? [] : [`${counted(due, 'snooze')} ${due === 1 ? 'ends' : 'end'} in the next shift`]),
    recurring.length === 0 ? 'no recurring cause' : counted(recurring.length, 'recurring cause'),
    ...(noisy.length === 0 ? [] : [counted(noisy.length, 'noisy alarm')]),
    ...(watch.length === 0 ? [] : [`${counted(watch.length, 'alarm')} to watch`]),
    changes.length === 0 ? 'no changes seen around the incidents' : counted(changes.length, 'change'),
    ...(notes.length === 0 ? [] : [counted(notes.length, 'note')]),
    ...(gaps.length + access.length === 0 ? [] : [`${gaps.length + access.length} not seen`]),
  ].join(' · ')
}

function itemLines(item: OpenItem, linkOf: LinkOf): Line[] {
  const { cause, nextAction, stopWhen, note } = item
  return [
    bullet(...titleSpans(item, linkOf)),
    ...(cause === undefined ? [subBullet('Cause: not known yet.')] : [subBullet(short(cause, 220))]),
    subBullet(text('Next: ', 'strong'), short(nextAction, 260)),
    subBullet(text('Done when ', 'strong'), `${stopWhen}.`),
    ...(note === undefined
      ? []
      : [subBullet('Noted by ', { kind: 'person', user: note.by }, `: ${short(note.text, 160)}`)]),
  ]
}

/** One line and its next action: for what does not fit above. */
function briefLines(item: OpenItem, linkOf: LinkOf): Line[] {
  return [bullet(...titleSpans(item, linkOf)), subBullet(text('Next: ', 'strong'), short(item.nextAction, 140))]
}

function titleSpans(
  { id, title, group, owner, openedAt, dueAt, severity }: OpenItem,
  linkOf: LinkOf,
): (TextSpan | string)[] {
  return [
    ...linked(short(title, 100), id, linkOf),
    ` · ${groupWords[group]}${severity === 'high' ? '' : ` · ${severity}`} · since `,
    minute(openedAt),
    ' · ',
    owner === undefined ? 'nobody’s yet' : { kind: 'person', user: owner },
    ...(dueAt === undefined ? [] : [' · snooze ends ', minute(dueAt)]),
  ]
}

function detailSections(content: HandoffContent, linkOf: LinkOf): Line[] {
  const { recurring, noisy, watch, changes, notes, gaps, access = [] } = content
  return [
    ...section(
      'Watch',
      watch.map(({ alarm, causeId, resource, times, of, incidentId }) =>
        bullet(
          'If ',
          text(alarm, 'code'),
          ' fires, it is probably ',
          text(causeId, 'code'),
          ` on ${resource}: so it was ${times} of ${of} times. `,
          ...linked('The last one', incidentId, linkOf),
        ),
      ),
    ),
    ...section(
      'Recurring causes',
      recurring.map(({ causeId, resource, summary, count, before, trend, incidentId }) =>
        bullet(
          text(causeId, 'code'),
          ` on ${resource}: ${count}× this shift${before.length === 0 ? '' : `, before ${before.join(', ')}`}, ${trendWords[trend]}. ${short(summary, 160)} `,
          ...linked('The newest', incidentId, linkOf),
        ),
      ),
    ),
    ...section(
      'Noisiest alarms',
      noisy.map(({ name, firings, suggestion, incidentId }) =>
        bullet(...linked(name, incidentId, linkOf), `: fired ${firings.toLocaleString('en-US')}×. ${suggestion}`),
      ),
    ),
    ...section(
      'What changed',
      changes.map(({ at, who, what, resource, tiedTo }) =>
        bullet(
          { kind: 'time', at },
          ` ${short(what, 140)} on ${short(resource, 100)}, by ${short(who, 80)}${tiedTo === undefined ? '' : ` (touches ${tiedTo})`}`,
        ),
      ),
    ),
    ...section(
      'Notes of the shift',
      notes.map(({ text: words, by, at, incidentId }) =>
        bullet(
          minute(at),
          ' ',
          { kind: 'person', user: by },
          `: ${short(words, 300)} `,
          ...(incidentId === undefined ? [] : linked('Incident', incidentId, linkOf)),
        ),
      ),
    ),
    ...section(
      'What could not be seen',
      [...access, ...gaps].map((gap) => bullet(short(gap, 300))),
    ),
  ]
}

function section(title: string, lines: readonly Line[]): Line[] {
  return lines.length === 0 ? [] : [heading(title), ...lines]
}

function heading(title: string): Line {
  return paragraph(text(title, 'strong'))
}

/** The words as a link; where no link is known, words that say something by themselves stand alone. */
function linked(words: string, incidentId: string, linkOf: LinkOf): (TextSpan | string)[] {
  const url = linkOf(incidentId)
  if (url !== undefined) return [{ kind: 'link', text: words, url }]
  return /^(The |Incident$)/.test(words) ? [] : [text(words, 'strong')]
}

function minute(ms: number): TextSpan {
  return { kind: 'time', at: new Date(ms).toISOString(), isToMinute: true }
}

/** Shifts are 7 days long even when a clock was changed in one. */
function lengthWords({ from, to }: { readonly from: number; readonly to: number }): string {
  const hours = Math.round((to - from) / 3600_000)
  return hours < 47 ? counted(hours, 'hour') : counted(Math.round(hours / 24), 'day')
}

function counted(count: number, word: string): string {
  return `${count.toLocaleString('en-US')} ${word}${count === 1 ? '' : 's'}`
}

function short(words: string, most: number): string {
  const plain = words.replace(/\s+/g, ' ').trim()
  return plain.length <= most ? plain : `${plain.slice(0, most - 1)}…`
}
