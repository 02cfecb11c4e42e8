import { createHash } from 'node:crypto'
import { DateTime } from 'luxon'
import { renderCalendar } from '../../incidents/oncall/ical.ts'
import type { RotationChange } from '../../incidents/oncall/rotation.ts'
import type { OnCallSource } from '../../incidents/oncall/source.ts'
import { redact } from '../../report/redact.ts'
import { spoken } from '../incidents/spoken.ts'
import { notice } from '../messages/notices.ts'
import { preformatted } from '../messages/preformatted.ts'
import type { Parts } from '../parts.ts'
import { tell, tellAll, type Venue } from '../venue.ts'
import { openForm } from './open-form.ts'
import { draftOf, newDraft, rotationForm } from './rotation-form.ts'
import { swapForm } from './swap-form.ts'

const day = 24 * 3600_000
const calendarDays = 90
const line = /^\s*(?:<@[UW][A-Z0-9]+(?:\|[^>]*)?>[,:]?\s*)?(on-?call|handoff|hand-?over|note)(?:\s+([\s\S]*))?$/i

/**
 * Answers `oncall edit`, `swap`, `ical`, `away` and `override`, `handoff` and `note …`, which do more than show something. Says whether it did; any other line
 * is answered as everywhere.
 */
export async function answerOnCallLine(text: string, venue: Venue, parts: Parts, reference: string): Promise<boolean> {
  const { onCall } = parts
  const [, verb = '', rest = ''] = line.exec(text) ?? []
  if (verb === '' || onCall === undefined || /^\s*(help|--help|\?)\s*$/i.test(rest)) return false
  const asked = { words: rest.trim(), venue, parts, desk: onCall.desk, reference }
  const kind = verb.toLowerCase().replace('-', '')
  if (kind === 'note') return await noted(asked)
  if (kind === 'handoff' || kind === 'handover') return await handedOver(asked)
  if (asked.words === '') await planElsewhere(asked)
  const [sub = ''] = asked.words.toLowerCase().split(/\s+/)
  const found = Object.entries(onCallWords).find(([name]) => name === sub)
  if (found === undefined) return false
  await found[1]({ ...asked, words: asked.words.slice(sub.length).trim() })
  return true
}

/** Nothing here changes when a schedule kept elsewhere does, so its handoffs are planned whenever somebody asks for it. */
async function planElsewhere({ venue, desk, parts }: Asked): Promise<void> {
  try {
    const source = await desk.ofChannel(venue.channel)
    if (source?.link !== undefined) await desk.plan(source)
  } catch (error) {
    parts.log.info('a handoff could not be planned', { channel: venue.channel, error: String(error) })
  }
}

interface Asked {
  readonly words: string
  readonly venue: Venue
  readonly parts: Parts
  readonly desk: NonNullable<Parts['onCall']>['desk']
  readonly reference: string
}

const onCallWords: Readonly<Record<string, (asked: Asked) => Promise<void>>> = {
  edit,
  swap,
  ical,
  away: absent,
  override: overridden,
}

async function edit({ venue, parts, desk, reference }: Asked): Promise<void> {
  const source = await desk.ofChannel(venue.channel)
  if (source?.link !== undefined)
    return await tell(venue, spoken(`*${source.name}* is kept elsewhere: <${source.link}|edit it there>.`))
  const rotation = source === undefined ? undefined : await desk.rotations.get(source.id)
  const fresh = newDraft(venue.user, venue.channel, parts.clock(), parts.config.timeZone)
  const draft = rotation === undefined ? fresh : (draftOf(rotation) ?? fresh)
  const id = rotation?.id ?? nameFor(`${venue.channel} ${reference}`)
  await openForm(venue, venue.triggerId, rotationForm(draft, { rotation: id, channel: venue.channel }), parts)
}

async function swap(asked: Asked): Promise<void> {
  const { venue, parts } = asked
  const source = await ownSource(asked)
  if (source === undefined) return
  const now = parts.clock()
  const shifts = (await source.shifts({ from: now, to: now + calendarDays * day })).filter(({ to }) => to > now)
  if (!shifts.some(({ user }) => user === venue.user))
    return await tell(
      venue,
      spoken(`You have no shift in *${source.name}* in the next ${calendarDays} days, so there is nothing to swap.`),
    )
  await openForm(
    venue,
    venue.triggerId,
    swapForm(venue.user, shifts, source.timeZone, { rotation: source.id, channel: venue.channel }),
    parts,
  )
}

async function ical({ venue, parts, desk }: Asked): Promise<void> {
  const source = await desk.ofChannel(venue.channel)
  if (source === undefined) return await tell(venue, notice(noRotation))
  const madeAt = parts.clock()
  const until = madeAt + calendarDays * day
  const shifts = (await source.shifts({ from: madeAt, to: until })).filter(({ from }) => from < until)
  const users = [...new Set(shifts.flatMap(({ user, turnOf }) => [user, turnOf]))].flatMap((user) => user ?? [])
  const names = new Map(
    await Promise.all(users.map(async (user) => [user, await parts.incidents?.nameOf(user)] as const)),
  )
  const calendar = renderCalendar({
    rotationId: source.id,
    name: source.name,
    madeAt,
    shifts,
    until,
    nameOf: (user) => names.get(user) ?? user,
  })
  await tellAll(
    venue,
    preformatted(`Shifts of the next ${calendarDays} days: save as oncall.ics and open it in your calendar`, calendar),
  )
}

async function absent(asked: Asked): Promise<void> {
  const source = await ownSource(asked)
  if (source === undefined) return
  const { venue, words, reference } = asked
  const span = spanIn(words, source.timeZone)
  if (span === undefined)
    return await tell(
      venue,
      notice(
        'From when to when? `oncall away 2026-12-24..2027-01-02`, or with times: `2026-12-24T18:00..2026-12-25T09:00`.',
      ),
    )
  const away = { id: nameFor(`away ${venue.user} ${reference}`), user: venue.user, ...span }
  await changed(
    asked,
    source,
    { type: 'away-added', away },
    `<@${venue.user}> is away then. Whoever is next in *${source.name}* stands in.`,
  )
}

async function overridden(asked: Asked): Promise<void> {
  const source = await ownSource(asked)
  if (source === undefined) return
  const { venue, words, reference } = asked
  const user = /<@([UW][A-Z0-9]+)/.exec(words)?.[1]
  const span = spanIn(words, source.timeZone)
  if (user === undefined || span === undefined)
    return await tell(
      venue,
      notice('Who, and from when to when? `oncall override @ben 2026-12-24T18:00..2026-12-25T09:00`.'),
    )
  const override = { id: nameFor(`override ${user} ${reference}`), user, ...span }
  await changed(asked, source, { type: 'override-added', override }, `<@${user}> is on call in *${source.name}* then.`)
}

async function changed(
  { venue, desk, reference }: Asked,
  source: OnCallSource,
  change: RotationChange,
  words: string,
): Promise<void> {
  await desk.change(source.id, change, `${change.type} ${reference}`, { kind: 'person', user: venue.user })
  await tell(venue, spoken(words))
}

/** The channel's rotation, if it is kept here; if not, the person is told. */
async function ownSource({ venue, desk }: Asked): Promise<OnCallSource | undefined> {
  const source = await desk.ofChannel(venue.channel)
  if (source?.link === undefined && source !== undefined) return source
  await tell(
    venue,
    source === undefined
      ? notice(noRotation)
      : spoken(`*${source.name}* is kept elsewhere: <${source.link}|change it there>.`),
  )
  return undefined
}

async function handedOver({ words, venue, desk, reference }: Asked): Promise<boolean> {
  const source = await desk.ofChannel(venue.channel)
  if (source === undefined) return await refused(noRotation, venue)
  const isPast = /^(last|past|previous)\b/i.test(words)
  const { handoff, fault } = await desk.handOver(source, { isPast, askedBy: venue.user, request: nameFor(reference) })
  if (handoff === undefined) return await refused(fault, venue)
  const shown = await desk.handoff.get(handoff.id)
  const isShown = shown?.posted.some(({ where }) => where === 'channel') === true
  const told = isShown
    ? `The handoff of *${handoff.rotation}* stands in this channel, with ${handoff.items.length} open.`
    : `The handoff of *${handoff.rotation}* is kept, with ${handoff.items.length} open, but could not be shown yet. It is tried again in a minute; if I am not in this channel, invite me with \`/invite\`.`
  await tell(venue, spoken(told))
  return true
}

async function noted({ words, venue, parts, reference }: Asked): Promise<boolean> {
  const { onCall } = parts
  if (words === '') return await refused('What is to be noted? `note the load test runs until noon`.', venue)
  const source = await onCall?.desk.ofChannel(venue.channel)
  const note = { text: redact(words), by: venue.user, at: parts.clock() }
  await onCall?.notes.add(venue.channel, note, nameFor(`note ${venue.channel} ${venue.user} ${reference}`))
  const where =
    source === undefined
      ? 'This channel has no rotation yet, so no handoff tells it; `oncall edit` makes one.'
      : `The handoff of *${source.name}* tells it.`
  await tell(venue, spoken(`:memo: Noted. ${where}`))
  return true
}

async function refused(sentence: string, venue: Venue): Promise<true> {
  await tell(venue, notice(sentence))
  return true
}

const noRotation =
  'This channel has no rotation. `/aws oncall edit` makes one, `/aws oncall` shows those of other channels.'

/** Two days or moments with two dots between them, by the zone's clock; an end that is a day includes it. */
function spanIn(words: string, zone: string): { readonly from: number; readonly to: number } | undefined {
  const moment = String.raw`(\d{4}-\d\d-\d\d)(T\d\d:\d\d)?`
  const found = new RegExp(`${moment}\\s*(?:\\.\\.|–|-|to)\\s*${moment}`).exec(words)
  if (found === null) return undefined
  const [, firstDay = '', firstTime = '', lastDay = '', lastTime] = found
  const from = DateTime.fromISO(`${firstDay}${firstTime}`, { zone })
  const last = DateTime.fromISO(`${lastDay}${lastTime ?? ''}`, { zone })
  const to = lastTime === undefined ? last.plus({ days: 1 }) : last
  return from.isValid && to.isValid && to > from ? { from: from.toMillis(), to: to.toMillis() } : undefined
}

/** Sixteen characters, the same for the same request. */
function nameFor(request: string): string {
  return createHash('sha256').update(request).digest('base64url').replace(/[^\w]/g, '').slice(0, 16)
}
