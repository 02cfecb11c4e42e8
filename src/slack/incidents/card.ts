import type { ActionsBlock, ContextBlock, KnownBlock } from '@slack/types'
import { alarmCount, type Incident, type IncidentChild } from '../../incidents/incident.ts'
import type { Progress } from '../../report/answer.ts'
import { clip, escapeMrkdwn, oneLine } from '../../report/escape.ts'
import { redact } from '../../report/redact.ts'
import { richTextBlock, textElements } from '../../report/slack/rich-text.ts'
import { incidentActionIds, incidentItems } from './action-ids.ts'
import type { IncidentMessage } from './message.ts'
import { slackTime } from './slack-time.ts'
import { stateDetail, stateLook } from './state-words.ts'

/** What a card shows besides the incident itself. */
export interface CardContext {
  /** Where the incident of the same cause, or of the account, is to be read; mrkdwn. */
  readonly parentLink?: string
  /** What the diagnosis took, in words. */
  readonly cost?: string
  /** How far its diagnosis is, while it runs. */
  readonly progress?: Progress
}

const childrenShown = 6
const causesShown = 4
const summaryCharacters = 420

/** The card of an incident: state, cause in a sentence, where, since when and whose, what can be done, what it rests on. */
export function renderIncidentCard(incident: Incident, context: CardContext = {}): IncidentMessage {
  const { emoji, words, color } = stateLook(incident)
  const title = escapeMrkdwn(clip(redact(incident.title), 150))
  // In a storm the account's card mentions people, once.
  const isCalling = incident.mention !== undefined && incident.parentId === undefined
  const mention = !isCalling ? '' : `  ${mentionOf(incident.mention)}`
  const detail = stateDetail(incident)
  const blocks: KnownBlock[] = [
    richTextBlock([
      { kind: 'paragraph', elements: textElements(clip(sentenceOf(incident, context.progress), summaryCharacters)) },
    ]),
    line(whereLine(incident)),
    ...(detail === undefined ? [] : [line(detail)]),
    ...childLines(incident),
    ...(context.parentLink === undefined ? [] : [line(context.parentLink)]),
    ...buttons(incident),
    line(footLine(incident, context)),
  ]
  return { text: `:${emoji}: *${words}*  ${title}${mention}`, color, blocks }
}

/** A user, a user group or everybody present, as Slack's mrkdwn mentions them. */
export function mentionOf(who: string): string {
  if (who === 'here') return '<!here>'
  return who.startsWith('S') ? `<!subteam^${who}>` : `<@${who}>`
}

/** The cause in one sentence, or how far the diagnosis is. */
export function sentenceOf(incident: Incident, progress?: Progress): string {
  const { diagnosis, kind, children } = incident
  if (kind === 'account') {
    const count = alarmCount(incident)
    const sum = `${count} ${count === 1 ? 'alarm' : 'alarms'} in ${children.length} ${children.length === 1 ? 'incident' : 'incidents'} of one account.`
    return [sum, ...causesLine(children)].join(' ')
  }
  const known = redact(oneLine(diagnosis.summary ?? diagnosis.sentence ?? ''))
  switch (diagnosis.status) {
    case 'none':
    case 'running':
      return [known === '' ? 'Looking for the cause…' : `${known} Looking again…`, ...progressWords(progress)].join(' ')
    case 'interrupted':
      return 'The diagnosis was interrupted. It will be tried again; Re-check does so now.'
    case 'failed':
      return `The diagnosis could not be finished, reference ${diagnosis.reference ?? 'unknown'}. Re-check tries again.`
    case 'done':
      return known
  }
}

/** What was seen so far of what a diagnosis looks at, and how much of it is read. */
function progressWords(progress: Progress | undefined): string[] {
  if (progress === undefined) return []
  const { seen, readsDone, readsStarted, causesDecided, causesTotal } = progress
  const counts = [
    ...(readsStarted === 0 ? [] : [`${readsDone} of ${readsStarted} reads`]),
    ...(causesTotal === 0 ? [] : [`${causesDecided} of ${causesTotal} causes decided`]),
  ]
  return [
    ...(seen === undefined || seen === '' ? [] : [`Seen so far: ${redact(oneLine(seen))}.`]),
    ...(counts.length === 0 ? [] : [`${counts.join(', ')}.`]),
  ]
}

/** The causes of a storm, that of the most alarms first, and how many incidents have none yet. */
function causesLine(children: Incident['children']): string[] {
  const causes = new Map<string, { alarms: number; resources: Set<string> }>()
  for (const { cause, alarms } of children) {
    const [id, resource] = cause?.split(' on ') ?? []
    if (id === undefined || resource === undefined) continue
    const known = causes.get(id) ?? { alarms: 0, resources: new Set() }
    causes.set(id, { alarms: known.alarms + alarms, resources: known.resources.add(resource) })
  }
  const told = [...causes]
    .sort(([, a], [, b]) => b.alarms - a.alarms)
    .slice(0, causesShown)
    .map(([id, { resources }]) => `${id} on ${resources.size > 1 ? `${resources.size} resources` : [...resources][0]}`)
  const unknown = children.filter(({ cause }) => cause === undefined).length
  const rest = causes.size - told.length
  return [
    ...(told.length === 0
      ? []
      : [`${causes.size === 1 ? 'Cause' : 'Causes'}: ${told.join(', ')}${rest > 0 ? `, ${rest} more` : ''}.`]),
    ...(unknown === 0 ? [] : [`${unknown} without a cause so far.`]),
  ]
}

function whereLine(incident: Incident): string {
  const { account, region, alarms, firings, owner, openedAt, severity } = incident
  const count = alarmCount(incident)
  const [first] = alarms
  const peak = alarms.length === 1 && first?.peak !== undefined ? [peakWords(first.peak, first.threshold)] : []
  return [
    `account ${escapeMrkdwn(account)}`,
    escapeMrkdwn(region),
    `since ${slackTime(openedAt)}`,
    ...(firings > 1 ? [`fired ${firings.toLocaleString('en-US')} times`] : []),
    ...(count > 1 ? [`${count.toLocaleString('en-US')} alarms`] : []),
    ...peak,
    ...(severity === 'high' ? [] : [severity]),
    owner === undefined ? 'nobody’s yet' : `<@${owner}>`,
  ].join('  ·  ')
}

function peakWords(peak: number, threshold: number | undefined): string {
  const number = (value: number) => value.toLocaleString('en-US', { maximumFractionDigits: 2 })
  return threshold === undefined ? `peak ${number(peak)}` : `peak ${number(peak)}, threshold ${number(threshold)}`
}

function childLines({ children, alarms, moreAlarms }: Incident): ContextBlock[] {
  if (children.length > 0) {
    const shown = byWeight(children)
      .slice(0, childrenShown)
      .map(({ title, state, cause, alarms: count }) => {
        const why = cause === undefined ? '' : `: ${escapeMrkdwn(cause)}`
        return `• *${escapeMrkdwn(clip(title, 80)).replaceAll('*', '∗')}* ${state}${count > 1 ? `, ${count} alarms` : ''}${why}`
      })
    const rest = children.length - childrenShown
    return [line([...shown, ...(rest > 0 ? [`… and ${rest} more, each with its own card`] : [])].join('\n'))]
  }
  if (alarms.length < 2) return []
  const names = alarms
    .slice(0, childrenShown)
    .map(({ name, state }) => `${escapeMrkdwn(clip(name, 60))} (${alarmWords[state]})`)
  const rest = alarms.length + moreAlarms - names.length
  return [line(`Alarms: ${[...names, ...(rest > 0 ? [`${rest} more`] : [])].join(', ')}`)]
}

/** What fires before what is over, then by the number of alarms. */
function byWeight(children: Incident['children']): Incident['children'] {
  const isOver = ({ state }: IncidentChild) => (state === 'recovered' || state === 'closed' ? 1 : 0)
  return children.toSorted((a, b) => isOver(a) - isOver(b) || b.alarms - a.alarms)
}

const alarmWords = { ALARM: 'firing', OK: 'OK', INSUFFICIENT_DATA: 'no data' } as const

function buttons(incident: Incident): ActionsBlock[] {
  const { id, state, mergedInto, diagnosis, kind, parentId, shows } = incident
  if (mergedInto !== undefined) return []
  const isOver = state === 'recovered' || state === 'closed'
  const isAlarm = kind === 'alarm'
  const elements: ActionsBlock['elements'] = [
    ...(state === 'firing' || state === 'snoozed' ? [button('Ack', incidentActionIds.acknowledge, id, true)] : []),
    ...(state === 'acknowledged' ? [button('Un-ack', incidentActionIds.unacknowledge, id)] : []),
    ...(isAlarm && state !== 'closed' ? [button('Re-check', incidentActionIds.recheck, id)] : []),
    ...(state === 'snoozed' ? [button('Wake', incidentActionIds.unsnooze, id)] : []),
    ...(isOver || state === 'snoozed' ? [] : [button('Snooze…', incidentActionIds.snooze, id)]),
    ...((parentId !== undefined || shows?.verbosity === 'short') && diagnosis.reportId !== undefined
      ? [button('Evidence', incidentActionIds.evidence, id)]
      : []),
    ...(isAlarm && diagnosis.cause !== undefined ? [button('Fix steps', incidentActionIds.fixSteps, id)] : []),
    { type: 'overflow', action_id: incidentActionIds.more, options: moreOptions(incident) },
  ]
  return [{ type: 'actions', elements }]
}

function moreOptions({ id, state }: Incident) {
  const option = (text: string, item: string) => ({
    text: { type: 'plain_text' as const, text },
    value: `${item}:${id}`,
  })
  const isClosed = state === 'closed'
  return [
    ...(isClosed ? [] : [option('Assign…', incidentItems.assign), option('Resolve…', incidentItems.resolve)]),
    ...(state === 'firing' || state === 'acknowledged' ? [option('Escalate', incidentItems.escalate)] : []),
    option('Add a note…', incidentItems.note),
    option('Export', incidentItems.export),
  ]
}

/** A button of an incident. */
export function button(text: string, actionId: string, value: string, isPrimary = false) {
  return {
    type: 'button' as const,
    text: { type: 'plain_text' as const, text, emoji: true },
    action_id: actionId,
    value,
    ...(isPrimary ? { style: 'primary' as const } : {}),
  }
}

function footLine({ diagnosis, routedBy, kind }: Incident, { cost }: CardContext): string {
  const { cause, verdict } = diagnosis
  const named =
    cause === undefined
      ? kind === 'alarm' && verdict !== undefined
        ? [verdict.replaceAll('-', ' ')]
        : []
      : [`\`${escapeMrkdwn(cause.id).replaceAll('`', "'")}\``, cause.strength]
  return [...named, ...(cost === undefined ? [] : [cost]), `route: ${escapeMrkdwn(clip(routedBy, 80))}`].join('  ·  ')
}

function line(text: string): ContextBlock {
  return { type: 'context', elements: [{ type: 'mrkdwn', text: clip(text, 2900) }] }
}
