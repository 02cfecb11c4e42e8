import { clip } from '../escape.ts'
import { bullet, type Line, paragraph, type Span, subBullet, text } from '../outline-lines.ts'
import { durationWords } from '../verdict-words.ts'
import type { AlarmPlace, Alarms, ShownAlarm } from './alarms.ts'
import type { AlarmIncident } from './command.ts'
import type { Offer, Page } from './page.ts'

const mostPerPlace = 25
const mostOffers = 20
const reasonCharacters = 160

/** What fires now, by account and region; where nothing fires and where could not be looked are told apart. */
export function alarmsPage({ places, took }: Alarms): Page {
  const firing = places.reduce((sum, { alarms }) => sum + countOf(alarms), 0)
  const isBlind = places.some(({ problem, isComplete }) => problem !== undefined || !isComplete)
  return {
    tone: firing > 0 ? 'bad' : isBlind ? 'unsure' : 'good',
    title: titleOf(firing, places),
    lines: places.flatMap((place) => placeLines(place)),
    offers: offersOf(places),
    foot: [`${durationWords(took.durationMs)} · ${took.calls} ${took.calls === 1 ? 'read' : 'reads'}`],
  }
}

function titleOf(firing: number, places: readonly AlarmPlace[]): string {
  const blind = places.filter(({ problem }) => problem !== undefined).length
  const unseen = blind === 0 ? '' : `, ${blind} of ${places.length} places could not be looked at`
  if (firing > 0) return `${firing} ${firing === 1 ? 'alarm fires' : 'alarms fire'}${unseen}`
  if (blind === places.length) return 'Alarms could not be looked at'
  return blind === 0 ? 'No alarm fires' : `No alarm fires where it could be looked${unseen}`
}

function countOf(alarms: readonly ShownAlarm[]): number {
  const names = (each: readonly ShownAlarm[]): string[] =>
    each.flatMap(({ arn, children }) => [arn, ...names(children)])
  return new Set(names(alarms)).size
}

function placeLines({ name, account, region, alarms, isComplete, problem }: AlarmPlace): Line[] {
  const where = `${name === undefined ? `account ${account}` : `${name} (${account})`} · ${region}`
  const head = text(where, 'strong')
  if (problem !== undefined) return [paragraph(head, `: could not look. ${problem}`)]
  if (alarms.length === 0) return [paragraph(head, ': no alarm fires. All alarms were looked at.')]
  const left = alarms.length - mostPerPlace
  return [
    paragraph(head),
    ...alarms.slice(0, mostPerPlace).flatMap(alarmLines),
    ...(left > 0 ? [bullet(`${left} older ones are left out.`)] : []),
    ...(isComplete ? [] : [bullet('More alarms fire than were read.')]),
  ]
}

function alarmLines(alarm: ShownAlarm): Line[] {
  return [
    bullet(...alarmSpans(alarm)),
    ...alarm.children.map((child) => subBullet(...alarmSpans(child))),
    ...(alarm.why === undefined ? [] : [subBullet(alarm.why)]),
  ]
}

function alarmSpans({
  name,
  since,
  reason,
  isComposite,
  suppressedBy,
  hasActions,
  children,
  incident,
}: ShownAlarm): (Span | string)[] {
  const folded = children.length === 0 ? '' : `, with ${children.length} under it`
  const quiet =
    suppressedBy !== undefined ? `, actions held back by ${suppressedBy}` : hasActions ? '' : ', tells nobody'
  return [
    text(name, 'strong'),
    `${isComposite ? ' (composite)' : ''} since `,
    { kind: 'time', at: since },
    `${folded}${quiet}`,
    ...(incident === undefined ? [] : incidentSpans(incident)),
    ...(reason === '' ? [] : [`: ${clip(reason, reasonCharacters)}`]),
  ]
}

/** The incident it belongs to, how that stands and whose it is. */
function incidentSpans({ id, state, owner, link }: AlarmIncident): (Span | string)[] {
  return [
    `, incident ${link === undefined ? `${id} ` : ''}${state}`,
    ...(owner === undefined ? [] : [`, ${owner}`]),
    ...(link === undefined ? [] : [', ', { kind: 'link', text: 'card', url: link } as const]),
  ]
}

function offersOf(places: readonly AlarmPlace[]): Offer[] {
  const byLine = new Map<string, Offer>()
  const tops = places.flatMap(({ alarms }) => alarms)
  for (const { name, line } of [...tops, ...tops.flatMap(({ children }) => children)])
    if (line !== undefined && !byLine.has(line)) byLine.set(line, { label: `Diagnose ${name}`, line })
  return [...byLine.values()].slice(0, mostOffers)
}
