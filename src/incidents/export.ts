import { linesForMarkdown, literal } from '../report/markdown.ts'
import { bullet, type Line, paragraph, type Span, subBullet, text } from '../report/outline-lines.ts'
import { mapStrings, redact } from '../report/redact.ts'
import type { Report, ReportCause } from '../report/report.ts'
import { strengthSentence } from '../report/verdict-words.ts'
import { verdictOn } from './accuracy.ts'
import type { TimelineEntry } from './event.ts'
import type { Incident, IncidentAlarm } from './incident.ts'
import { deedWords, entryWords, numberWords, time, whoSpan } from './timeline-words.ts'

/** What a postmortem is drafted from. */
export interface ExportParts {
  readonly incident: Incident
  readonly timeline: readonly TimelineEntry[]
  /** The kept report of the newest diagnosis, while there is one. */
  readonly report?: Report
  /** How somebody is called; their Slack id when nobody knows. */
  readonly nameOf?: (user: string) => string
  /** Epoch milliseconds. */
  readonly now: number
}

interface Part {
  readonly heading: string
  readonly lines: readonly Line[]
}

/** Past this many lines a timeline leaves out its middle. */
const mostLines = 160
const mostFacts = 12

/** An incident as a postmortem draft in Markdown: what is known is filled in, what only people know is asked for. Redacted; times are UTC. */
export function exportMarkdown(exported: ExportParts): string {
  const { incident, now } = exported
  const parts = mapStrings(
    [
      summaryPart(exported),
      impactPart(exported),
      causePart(exported),
      changesPart(exported),
      deedsPart(exported),
      timelinePart(exported),
      followUpsPart(exported),
    ],
    redact,
  )
  const nameOf = exported.nameOf ?? ((user: string) => user)
  const head = `# Incident: ${literal(redact(incident.title))}`
  const drafted = paragraph('Drafted by Firstlook from its record on ', time(now), '. Times are UTC.')
  const body = parts.flatMap(({ heading, lines }) => [
    '',
    `## ${heading}`,
    '',
    ...linesForMarkdown(named(lines, nameOf)),
  ])
  return `${[head, ...linesForMarkdown([drafted]), ...body].join('\n').replace(/\n{3,}/g, '\n\n')}\n`
}

function named(lines: readonly Line[], nameOf: (user: string) => string): Line[] {
  const name = (span: Span): Span => (span.kind === 'person' ? text(nameOf(span.user)) : span)
  return lines.map((line) => ('spans' in line ? { ...line, spans: line.spans.map(name) } : line))
}

function summaryPart({ incident }: ExportParts): Part {
  const { diagnosis, account, region, id, state, severity, owner, resolution, stateSince } = incident
  const known = diagnosis.summary ?? diagnosis.sentence ?? 'No diagnosis came to an end.'
  const stands = resolution === undefined ? state : 'resolved'
  return {
    heading: 'Summary',
    lines: [
      paragraph(known),
      bullet(`State: ${stands} since `, time(stateSince), `; severity ${severity}`),
      bullet('Owner: ', owner === undefined ? 'nobody' : whoSpan(owner)),
      bullet(`Where: account ${account}, ${region}`),
      bullet('Incident: ', text(id, 'code')),
    ],
  }
}

function impactPart({ incident, timeline, report }: ExportParts): Part {
  const { alarms, moreAlarms, openedAt, state, stateSince, children, reopenings } = incident
  const began = Math.min(openedAt, ...alarms.map(({ firstFiredAt }) => firstFiredAt))
  const over = overAt(incident, timeline)
  return {
    heading: 'Impact',
    lines: [
      bullet('Began: ', time(began)),
      over === undefined
        ? bullet(`Over: not yet, ${state} since `, time(stateSince))
        : bullet('Over: ', time(over), ` after ${spanOf(over - began)}`),
      ...(reopenings > 0
        ? [bullet(`Fired again after it was over: ${reopenings} ${reopenings === 1 ? 'time' : 'times'}`)]
        : []),
      ...alarms.slice(0, 20).map(alarmLine),
      ...(alarms.length + moreAlarms > 20
        ? [bullet(`${numberWords(alarms.length + moreAlarms - 20)} more alarms`)]
        : []),
      ...children.map(({ title, state: stood, cause }) =>
        bullet(text(title, 'strong'), ` ${stood}${cause === undefined ? '' : `: ${cause}`}`),
      ),
      ...(report?.observed ?? []).map(({ label, value }) => bullet(`${label}: ${value}`)),
      bullet('Who was affected, and how: to be filled in'),
    ],
  }
}

/** When its alarms were last OK, or a person resolved it; undefined while it goes on. */
function overAt({ state, stateSince, resolution }: Incident, timeline: readonly TimelineEntry[]): number | undefined {
  if (state !== 'recovered' && state !== 'closed') return undefined
  const recovered = timeline.findLast(({ became }) => became === 'recovered')
  return recovered?.at ?? resolution?.at ?? stateSince
}

function alarmLine({ name, firings, peak, threshold, state, firstFiredAt, configuration }: IncidentAlarm): Line {
  const value = peak === undefined ? '' : `, peak ${numberWords(peak)}`
  const against = threshold === undefined ? '' : ` against a threshold of ${numberWords(threshold)}`
  const times = firings === 1 ? 'once' : `${numberWords(firings)} times`
  const stands =
    configuration === 'deleted' ? 'deleted' : { ALARM: 'still fires', OK: 'OK', INSUFFICIENT_DATA: 'no data' }[state]
  return bullet(
    'Alarm ',
    text(name, 'strong'),
    ` fired ${times}, first at `,
    time(firstFiredAt),
    `${value}${against}; ${stands}`,
  )
}

function causePart({ incident, report }: ExportParts): Part {
  const { diagnosis } = incident
  const { cause } = diagnosis
  const heading = 'Root cause'
  if (cause === undefined)
    return { heading, lines: [paragraph('Firstlook named no cause.'), bullet('What it was: to be filled in')] }
  const kept = report?.causes.find(({ id }) => id === cause.id) ?? report?.earlier.find(({ id }) => id === cause.id)
  const said = verdictOn(incident)
  const judged =
    said === undefined
      ? 'Nobody has said yet whether this was the cause.'
      : said === 'right'
        ? 'People say this was the cause.'
        : 'People say it was another cause. What it was: to be filled in'
  return {
    heading,
    lines: [
      paragraph(cause.summary),
      bullet(
        text(cause.id, 'code'),
        ` on `,
        text(cause.resource.name, 'strong'),
        `; ${strengthSentence(cause.strength)}`,
      ),
      bullet(judged),
      ...(kept === undefined
        ? [bullet('The evidence is no longer kept: reports are deleted after two weeks.')]
        : evidenceLines(kept)),
    ],
  }
}

function evidenceLines({ chain, facts, docs }: ReportCause): Line[] {
  const left = facts.length - mostFacts
  return [
    ...(chain.length < 2
      ? []
      : [bullet(`How it got there: ${chain.map(({ resource, summary }) => `${resource} ${summary}`).join(' → ')}`)]),
    bullet('Evidence:'),
    ...facts
      .slice(0, mostFacts)
      .map(({ label, value, at, source, link }) =>
        subBullet(
          text(`${label}: `, 'strong'),
          value,
          ...(at === undefined ? [] : [' at ', { kind: 'time', at } as const]),
          ' · ',
          link === undefined ? text(source, 'code') : { kind: 'link', text: source, url: link },
        ),
      ),
    ...(left > 0 ? [subBullet(`${left} more in the thread`)] : []),
    bullet('More: ', { kind: 'link', text: 'documentation', url: docs }),
  ]
}

function changesPart({ report }: ExportParts): Part {
  const changes = report?.changes ?? []
  const lines = changes
    .slice(0, 20)
    .map(({ at, who, what, resource, tiedTo }) =>
      bullet(
        { kind: 'time', at },
        `: ${who}: ${what} on ${resource}${tiedTo === undefined ? '' : ', which the cause touches'}`,
      ),
    )
  const none = report === undefined ? 'The report is no longer kept.' : 'No change was seen that touches what failed.'
  return { heading: 'What changed', lines: lines.length === 0 ? [paragraph(none)] : lines }
}

function deedsPart({ timeline }: ExportParts): Part {
  const lines = timeline.flatMap((entry): Line[] => {
    const deed = deedWords(entry)
    return deed === undefined || entry.by.kind !== 'person'
      ? []
      : [bullet(time(entry.at), ': ', whoSpan(entry.by.user), ' ', ...deed)]
  })
  return {
    heading: 'What was done',
    lines: [
      ...(lines.length === 0 ? [paragraph('Nobody did anything through Firstlook.')] : lines),
      bullet('What was done in AWS to end it: to be filled in'),
    ],
  }
}

function timelinePart({ incident, timeline }: ExportParts): Part {
  const lines = timeline.flatMap((entry): Line[] => {
    const words = entryWords(entry, incident)
    return words === undefined ? [] : [bullet(time(entry.at), ': ', ...words)]
  })
  const half = mostLines / 2
  const left = lines.length - mostLines
  const shown =
    left <= 0 ? lines : [...lines.slice(0, half), bullet(`${numberWords(left)} left out`), ...lines.slice(-half)]
  return { heading: 'Timeline', lines: shown }
}

function followUpsPart({ incident, report }: ExportParts): Part {
  const { cause } = incident.diagnosis
  const kept = report?.causes.find(({ id }) => id === cause?.id) ?? report?.causes[0]
  const gaps = (report?.gaps ?? []).flatMap(({ statement, action }) => (statement === null ? [] : [action]))
  const stays = incident.recovery?.outcome
  const wanted = [
    ...(kept?.fix.proper === undefined ? [] : [kept.fix.proper]),
    ...(kept?.fix.prevent === undefined ? [] : [kept.fix.prevent]),
    ...(stays === 'still-there' ? ['The alarms are OK, yet the cause is still there: remove it.'] : []),
    ...(stays === 'only-quiet' ? ['Only quiet: make sure that the cause is gone.'] : []),
    ...(gaps.length === 0 ? [] : [`Allow Firstlook to read what it could not: ${[...new Set(gaps)].join(', ')}`]),
  ]
  return {
    heading: 'Follow-ups',
    lines: [...wanted, 'Who does what by when: to be filled in'].map((each) => bullet(each)),
  }
}

/** `1 h 5 min` */
function spanOf(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / 60_000))
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`
}
