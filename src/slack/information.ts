import type { Command } from '../intake/grammar.ts'
import { isInformationName, reachOf } from '../intake/information-verbs.ts'
import { clip, oneLine } from '../report/escape.ts'
import type { InformationRequest, Informed } from '../report/information/command.ts'
import type { Page } from '../report/information/page.ts'
import { hasCharts, renderPage, withoutCharts } from '../report/information/slack.ts'
import { redact } from '../report/redact.ts'
import type { SlackMessage } from '../report/slack/message.ts'
import { accountsFor, mayAct, mayAsk } from './access.ts'
import { inTime } from './in-time.ts'
import { incidentActionIds } from './incidents/action-ids.ts'
import { button } from './incidents/card.ts'
import { brokenNotice, notice } from './messages/notices.ts'
import { otherThanReport } from './other-answer.ts'
import type { Parts } from './parts.ts'
import { postAll, postedBefore } from './posted.ts'
import { startProgress } from './progress.ts'
import { isRefusedBlock, isUninvited, remove, tell, tellAll, type Venue } from './venue.ts'

type Information = Extract<Command, { kind: 'info' }>

/** Shows what a command tells: to the channel with a progress message, or to the asker alone. */
export async function answerInformation(
  { verb, request: typed, isPrivate }: Information,
  place: Venue,
  parts: Parts,
  reference: string,
): Promise<void> {
  if (!isInformationName(verb.name))
    return await tell(place, notice(`\`${verb.name}\` cannot be answered in Slack yet. \`help\` lists what can.`))
  const { audience, isSlow } = reachOf(verb.name)
  const { request, isPrivate: isHidden, refusal } = await allowed(verb.name, typed, place, parts)
  if (request === undefined) return await tell(place, notice(refusal))
  const venue = { ...place, isPrivate: place.isPrivate || isPrivate || isHidden || audience === 'asker' }
  const accounts = await accountsFor(venue, parts)
  const asker = {
    door: 'slack',
    user: venue.user,
    channel: venue.channel,
    ...(accounts !== undefined && { accounts }),
  } as const
  const ask = (onProgress?: Parameters<Parts['inform']>[3]) =>
    inTime(parts.inform(verb.name, request, asker, onProgress), parts)

  if (venue.isPrivate) {
    if (isSlow === true) await tell(venue, notice(`Looking: \`${verb.name}\`. Only you will see the answer.`))
    return await tellPages(await ask(), request, venue, parts)
  }
  const there = await postedBefore(venue)
  const progress = await startProgress(venue, request.command, parts.clock, there.get('card')).catch(
    (error: unknown) => {
      if (isUninvited(error) && venue.respond !== undefined) return undefined
      throw error
    },
  )
  if (progress === undefined) return await tellPages(await ask(), request, { ...venue, isPrivate: true }, parts)
  let informed: Informed
  try {
    informed = await ask(progress.update)
  } catch (error) {
    parts.log.error('a command did not finish', { reference, command: request.command, error })
    return await progress.finish(brokenNotice(reference))
  }
  if (informed.kind !== 'page') {
    await progress.stop()
    await tell(venue, await otherThanReport(informed, request, venue, parts))
    return await remove(venue, progress.ts)
  }
  const [first, ...more] = await messagesOf(informed, venue, parts)
  if (first === undefined) return
  await withChartsIfTaken(first, progress.finish)
  await postAll(venue, more, venue.threadTs ?? progress.ts, there)
}

async function tellPages(informed: Informed, request: InformationRequest, venue: Venue, parts: Parts): Promise<void> {
  if (informed.kind !== 'page') return await tell(venue, await otherThanReport(informed, request, venue, parts))
  const messages = await messagesOf(informed, venue, parts)
  if (!messages.some(hasCharts)) return await tellAll(venue, messages)
  for (const message of messages) await withChartsIfTaken(message, (each) => tell(venue, each))
}

async function messagesOf(
  { page, command }: Extract<Informed, { kind: 'page' }>,
  { user, isPrivate }: Venue,
  { answers }: Parts,
): Promise<SlackMessage[]> {
  const lines = (page.offers ?? []).map(({ line }) => line)
  const linesId =
    lines.length === 0 ? undefined : await answers.put({ kind: 'lines', lines, isPrivate, staysOpen: true })
  const isPerson = /^[UW][A-Z0-9]{2,20}$/.test(user)
  const [first, ...more] = renderPage(page, {
    command,
    ...(linesId !== undefined && { linesId }),
    ...(isPerson && !isPrivate && { askedBy: `<@${user}>` }),
  })
  return first === undefined ? [] : [withWakes(first, page.wakes ?? []), ...more]
}

/** A button for each incident that sleeps, above the foot. */
function withWakes({ text, blocks }: SlackMessage, wakes: NonNullable<Page['wakes']>): SlackMessage {
  if (wakes.length === 0) return { text, blocks }
  const elements = wakes.map(({ label, incidentId }, index) =>
    button(clip(redact(oneLine(label)), 75), `${incidentActionIds.unsnooze}:${index}`, incidentId),
  )
  return { text, blocks: [...blocks.slice(0, -1), { type: 'actions', elements }, ...blocks.slice(-1)] }
}

/** Charts are new to Slack: where a workspace refuses them, the words stand alone. */
async function withChartsIfTaken(message: SlackMessage, show: (message: SlackMessage) => Promise<void>): Promise<void> {
  if (!hasCharts(message)) return await show(message)
  try {
    await show(message)
  } catch (error) {
    if (!isRefusedBlock(error)) throw error
    await show(withoutCharts(message))
  }
}

type Allowed =
  | { readonly request: InformationRequest; readonly isPrivate: boolean; readonly refusal?: never }
  | { readonly refusal: string; readonly request?: never; readonly isPrivate?: never }

/** What holds for questions holds for commands: the channel's accounts, and who may ask. */
async function allowed(name: string, typed: InformationRequest, venue: Venue, parts: Parts): Promise<Allowed> {
  const reach = isInformationName(name) ? reachOf(name).account : 'one'
  if (reach === 'one' || typed.account !== undefined) {
    const { question, isPrivate, refusal } = await mayAsk(typed, name, venue, parts)
    return question === undefined ? { refusal } : { request: question, isPrivate }
  }
  const { asker, refusal } = await mayAct({ verb: name }, venue, parts)
  return asker === undefined
    ? { refusal }
    : { request: { ...typed, asker: { ...asker, incident: name } }, isPrivate: false }
}
