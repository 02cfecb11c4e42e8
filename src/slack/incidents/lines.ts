import type { ActionsBlock, SectionBlock } from '@slack/types'
import type { TimelineEntry } from '../../incidents/event.ts'
import { type DiagnosisOutcome, fingerprint, type Incident } from '../../incidents/incident.ts'
import { clip, escapeMrkdwn, oneLine } from '../../report/escape.ts'
import type { Page } from '../../report/information/page.ts'
import { renderPage } from '../../report/information/slack.ts'
import { redact } from '../../report/redact.ts'
import type { Report } from '../../report/report.ts'
import { renderBrief, renderThread } from '../../report/slack/thread.ts'
import type { ThreadPart } from '../outbox.ts'
import { incidentActionIds } from './action-ids.ts'
import { button, mentionOf } from './card.ts'
import { slackTime } from './slack-time.ts'

export interface LineContext {
  /** A report that is still kept. */
  readonly reportOf: (reportId: string) => Promise<Report | undefined>
  /** A chart that is still kept. */
  readonly pageOf: (pageId: string) => Promise<Page | undefined>
  /** A link to another incident's card, in mrkdwn. */
  readonly linkTo: (incidentId: string) => Promise<string>
  /** How somebody is called: whoever did a thing is named, and not mentioned for it. */
  readonly nameOf?: (user: string) => Promise<string | undefined>
}

/**
 * What entries of a timeline add to the thread: neighbouring lines as one message, a run of alarm changes as one line, a diagnosis as its whole
 * thread. In a storm the cards say what AWS did, and only what people do is told: Slack takes one post a second.
 */
export async function threadParts(
  entries: readonly TimelineEntry[],
  incident: Incident,
  context: LineContext,
): Promise<ThreadPart[]> {
  const told = entries.filter((entry) => !isSlept(entry, incident) && !isStormy(entry, incident))
  const parts: ThreadPart[] = []
  let open: { first: number; last: number; texts: string[]; isNews: boolean } | undefined
  const close = (): void => {
    if (open === undefined) return
    const { first, last, texts, isNews } = open
    open = undefined
    const message = { text: texts.join('\n'), blocks: texts.map(lineBlock) }
    const key = first === last ? String(first) : `${first}-${last}`
    parts.push({ key, message, ...(isNews ? { isForChannel: true } : {}) })
  }
  for (const run of runsOf(told)) {
    const [first] = run
    const last = run.at(-1)
    if (first === undefined || last === undefined) continue
    const isNews = first.type === 'diagnosed' && first.isSame !== true
    if (isNews || first.type === 'evidence-asked') {
      close()
      const { sequence } = first
      const isShort = isNews && incident.shows?.verbosity === 'short'
      const outcome = first.type === 'diagnosed' ? first.outcome : incident.diagnosis
      parts.push(...(await diagnosisParts({ outcome, sequence, isShort }, incident, context)))
      continue
    }
    if (first.type === 'illustrated') {
      if (incident.shows?.verbosity === 'short') continue
      close()
      const page = await context.pageOf(first.pageId)
      const messages = page === undefined ? [] : renderPage(page, { command: incident.diagnosis.question?.name ?? '' })
      parts.push(...messages.slice(0, 1).map((message) => ({ key: String(first.sequence), message })))
      continue
    }
    const text = run.length > 1 ? changesLine(run) : await lineOf(first, incident, context)
    if (text === undefined) continue
    if (first.type === 'acknowledgement-questioned') {
      close()
      parts.push({ key: String(first.sequence), message: { text, blocks: [confirmBlock(text, incident.id)] } })
      continue
    }
    if (open !== undefined && open.texts.length === mostLines) close()
    open ??= { first: first.sequence, last: last.sequence, texts: [], isNews: false }
    open.isNews ||= run.some((entry) => isForChannel(entry, incident))
    open.last = last.sequence
    open.texts.push(text)
  }
  close()
  return parts
}

const mostLines = 10
const changing = new Set([
  ...['alarm-changed', 'rechecked', 'acknowledged', 'unacknowledged', 'snoozed', 'snooze-ended', 'assigned'],
  ...['reminded', 'escalated', 'severity-changed', 'resolved', 'closed', 'diagnosis-failed'],
])

/** News that a channel which wants to see it is shown besides the thread; what the card was posted with is none. */
function isForChannel({ type, sequence }: TimelineEntry, { shows }: Incident): boolean {
  return shows?.placement === 'channel' && sequence > 1 && changing.has(type)
}
const stormy = new Set(['illustrated', 'alarm-changed', 'took-over', 'diagnosed', 'joined', 'severity-changed'])

/** What the cards of a storm say already; the end of it is told all the same. */
function isStormy(entry: TimelineEntry, { parentId }: Incident): boolean {
  if (parentId === undefined || entry.by.kind === 'person') return false
  return stormy.has(entry.type) && (entry.type !== 'alarm-changed' || entry.alarm.state === 'ALARM')
}

/** A known alarm that fires once more while the incident sleeps: the card counts it, and nobody is told. */
function isSlept(entry: TimelineEntry, { snooze, alarms }: Incident): boolean {
  if (snooze === undefined || entry.type !== 'alarm-changed' || entry.alarm.state !== 'ALARM') return false
  const known = alarms.find((alarm) => fingerprint(alarm) === fingerprint(entry.alarm))
  const isNew = known !== undefined && (known.firings === 1 || known.firstFiredAt > snooze.at)
  return entry.at > snooze.at && !isNew
}

/** Neighbouring changes of alarms together, everything else by itself. */
function runsOf(entries: readonly TimelineEntry[]): TimelineEntry[][] {
  const runs: TimelineEntry[][] = []
  for (const entry of entries) {
    const run = runs.at(-1)
    if (entry.type === 'alarm-changed' && run?.[0]?.type === 'alarm-changed') run.push(entry)
    else runs.push([entry])
  }
  return runs
}

async function diagnosisParts(
  {
    outcome,
    sequence,
    isShort,
  }: { readonly outcome: DiagnosisOutcome; readonly sequence: number; readonly isShort: boolean },
  { id }: Incident,
  { reportOf }: LineContext,
): Promise<ThreadPart[]> {
  const { reportId, sentence, cause } = outcome
  const key = String(sequence)
  const report = reportId === undefined ? undefined : await reportOf(reportId)
  if (reportId === undefined || report === undefined) {
    const text = escapeMrkdwn(redact(sentence ?? 'The report of this diagnosis is no longer kept.'))
    return [{ key, message: { text, blocks: [lineBlock(text)] } }]
  }
  const messages = isShort ? renderBrief(report) : renderThread(report, { reportId })
  return messages.map(({ text, blocks }, index) => {
    const isJudged = cause !== undefined && index === messages.length - 1
    const message = { text, blocks: isJudged ? [...blocks, judgeBlock(`${id}:${sequence}`)] : blocks }
    return { key: `${key}.${index}`, message }
  })
}

/** Asks once, at the foot of a diagnosis, whether it was right. */
function judgeBlock(value: string): ActionsBlock {
  return {
    type: 'actions',
    elements: [
      button(':+1: That was it', incidentActionIds.causeRight, value),
      button(':-1: Something else', incidentActionIds.causeOther, value),
    ],
  }
}

function confirmBlock(text: string, incidentId: string): SectionBlock {
  return { ...lineBlock(text), accessory: button('Confirm', incidentActionIds.confirm, incidentId, true) }
}

function changesLine(run: readonly TimelineEntry[]): string {
  const changes = run.flatMap((entry) => (entry.type === 'alarm-changed' ? [entry.alarm] : []))
  const counts = { ALARM: 0, OK: 0, INSUFFICIENT_DATA: 0 }
  for (const { state } of changes) counts[state]++
  const names = new Set(changes.map(({ name }) => name))
  const said = [
    ...(counts.ALARM > 0 ? [`fired ${counts.ALARM}×`] : []),
    ...(counts.OK > 0 ? [`OK ${counts.OK}×`] : []),
    ...(counts.INSUFFICIENT_DATA > 0 ? [`no data ${counts.INSUFFICIENT_DATA}×`] : []),
  ].join(', ')
  const who = names.size === 1 ? `*${safe([...names][0] ?? '')}*` : `${names.size} alarms`
  return `:bell: ${who}: ${said}, last at ${slackTime(Math.max(...changes.map(({ changedAt }) => changedAt)))}`
}

/** Whoever did it, by name: a mention would ring for what they have just done themselves. */
async function doerOf({ by }: TimelineEntry, { nameOf }: LineContext): Promise<string> {
  if (by.kind !== 'person') return 'Firstlook'
  const name = await nameOf?.(by.user)
  return name === undefined ? `<@${by.user}>` : `*${safe(name)}*`
}

async function lineOf(entry: TimelineEntry, incident: Incident, context: LineContext): Promise<string | undefined> {
  const { linkTo } = context
  const who = await doerOf(entry, context)
  switch (entry.type) {
    case 'alarm-changed': {
      const { name, state, changedAt, reason, peak } = entry.alarm
      const value = peak === undefined ? '' : `, peak ${peak.toLocaleString('en-US', { maximumFractionDigits: 2 })}`
      const at = slackTime(changedAt)
      if (state === 'OK') return `:large_green_circle: *${safe(name)}* is OK since ${at}`
      if (state === 'INSUFFICIENT_DATA')
        return `:white_circle: *${safe(name)}* has no data since ${at}. That is no recovery.`
      const why = reason === undefined ? '' : `\n>${safe(clip(reason, 300))}`
      return `:red_circle: *${safe(name)}* fired at ${at}${value}${why}`
    }
    case 'alarm-configured': {
      const alarm = incident.alarms.find(({ arn }) => arn === entry.arn)
      return `:wrench: The alarm *${safe(alarm?.name ?? entry.arn)}* was ${entry.change}${entry.change === 'deleted' ? ': it can no longer say that it is OK' : ''}`
    }
    case 'diagnosis-interrupted':
      return ':warning: The diagnosis was interrupted. It will be tried again; *Re-check* on the card does so now.'
    case 'diagnosis-failed':
      return `:warning: The diagnosis could not be finished, reference ${safe(entry.reference)}`
    case 'diagnosed':
      return `:repeat: The same cause as before: ${safe(clip(redact(entry.outcome.summary ?? ''), 500))}`
    case 'rechecked':
      return `:mag: ${entry.by.kind === 'person' ? `${who} looked again` : 'Looked again'}. ${safe(redact(entry.words))}`
    case 'acknowledged':
      return `:raising_hand: ${who} acknowledged it`
    case 'unacknowledged':
      return entry.why === 'unconfirmed'
        ? ':hourglass: Nobody confirmed the acknowledgement, so it is open again'
        : `:leftwards_arrow_with_hook: ${who} took the acknowledgement back`
    case 'acknowledgement-questioned':
      return `:hourglass: <@${entry.user}>, are you still at it? Press *Confirm*, or it opens again.`
    case 'acknowledgement-confirmed':
      return `:raising_hand: ${who} is still at it`
    case 'snoozed': {
      const until = entry.until === 'ok' ? 'until the alarm is OK' : `until ${slackTime(entry.until)}`
      return `:zzz: ${who} snoozed it ${until}: ${safe(entry.reason)}`
    }
    case 'snooze-ended':
      return `:alarm_clock: ${snoozeEnds[entry.why]}`
    case 'assigned':
      return `:bust_in_silhouette: ${entry.why === 'handoff' ? 'Handed over' : `${who} assigned it`} to <@${entry.to}>`
    case 'reminded':
      return `:bell: ${mentionOf(entry.to)}, nobody has acknowledged this yet`
    case 'escalated':
      return `:rotating_light: Escalated to ${mentionOf(entry.to)}`
    case 'severity-changed':
      return `:small_red_triangle: Now ${entry.severity}`
    case 'resolved': {
      const cause = { right: 'the cause was right', other: 'it was another cause', unsaid: '' }[entry.causeWas]
      const note = entry.note === undefined ? '' : `\n>${safe(clip(redact(entry.note), 1000))}`
      return `:white_check_mark: ${who} resolved it${cause === '' ? '' : `: ${cause}`}${note}`
    }
    case 'closed':
      return ':white_check_mark: Closed: it stayed quiet'
    case 'merged':
      return `:heavy_minus_sign: Same cause as ${await linkTo(entry.into)}. It goes on there.`
    case 'took-over': {
      const names = entry.alarms.map(({ name }) => `*${safe(name)}*`).slice(0, 5)
      const rest = entry.alarms.length + entry.moreAlarms - names.length
      return `:link: Same cause: ${[...names, ...(rest > 0 ? [`${rest} more`] : [])].join(', ')}`
    }
    case 'joined':
      return `:link: One of many in this account: ${await linkTo(entry.parentId)}`
    case 'noted':
      // What was said in the thread stands there already.
      return entry.author !== undefined ? undefined : `:memo: ${who}: ${safe(clip(redact(entry.text), 2500))}`
    case 'told':
      return `:information_source: ${safe(clip(redact(entry.words), 2500))}`
    case 'rerouted':
      return `:twisted_rightwards_arrows: Shown here because ${safe(entry.why)}`
    case 'child-changed':
      return undefined
    case 'diagnosis-started':
    case 'evidence-asked':
    case 'illustrated':
    case 'cause-claimed':
    case 'cause-judged':
    case 'recheck-started':
      return undefined
  }
}

const snoozeEnds = {
  expired: 'The snooze is over',
  asked: 'The snooze was ended',
  'cause-changed': 'The snooze was broken: there is another cause now',
  'severity-rose': 'The snooze was broken: it became more severe',
} as const

function safe(text: string): string {
  return escapeMrkdwn(oneLine(text)).replaceAll('*', '∗').replaceAll('`', "'")
}

function lineBlock(text: string) {
  return { type: 'section' as const, text: { type: 'mrkdwn' as const, text: clip(text, 2900) } }
}
