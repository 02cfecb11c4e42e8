import type { WebClient } from '@slack/web-api'
import type { Config } from '../../config/config.ts'
import type { Handoff } from '../../incidents/handoff/handoff.ts'
import { acceptFault } from '../../incidents/handoff/handoff-transition.ts'
import { ownerOf } from '../../incidents/handoff/owner.ts'
import { allOpen, type IncidentShelf } from '../../incidents/information/shelf.ts'
import type { OnCallDesk } from '../../incidents/oncall/on-call-desk.ts'
import { onCallNow } from '../../incidents/oncall/source.ts'
import type { ChannelSetting } from '../../incidents/settings/channel-setting.ts'
import { placesSeen } from '../../incidents/sight/look-around.ts'
import { type Sight, sightsTold } from '../../incidents/sight/sight.ts'
import { clip, escapeMrkdwn, oneLine } from '../../report/escape.ts'
import { slackTime } from '../incidents/slack-time.ts'
import { channelSettings } from './channel-settings.ts'
import { type HomeContent, homeView } from './home-view.ts'

export interface HomeParts {
  readonly shelf: IncidentShelf
  readonly desk: OnCallDesk
  readonly settings: { readonly list: () => Promise<readonly ChannelSetting[]> }
  readonly sights: { readonly list: () => Promise<readonly Sight[]> }
  readonly config: Config
  /** Epoch milliseconds. */
  readonly clock: () => number
}

const mostLinks = 24

/** Shows a person their App Home as it is now. */
export async function showHome(client: WebClient, user: string, parts: HomeParts): Promise<void> {
  const view = homeView(await homeContent(client, user, parts))
  await client.views.publish({ user_id: user, view })
}

/** What App Home shows to a person, from the records. */
export async function homeContent(
  client: WebClient,
  user: string,
  { shelf, desk, settings, sights, config, clock }: HomeParts,
): Promise<HomeContent> {
  const at = clock()
  const [open, sources, set, seen] = await Promise.all([allOpen(shelf), desk.sources(), settings.list(), sights.list()])
  const told = await Promise.all(
    sources.map(async (source) => {
      const { id, name, channel, timeZone } = source
      const told = { id, name, channel, timeZone }
      const [now, handoffs] = await Promise.all([
        onCallNow(source, at).catch((error: unknown) => ({
          fault: error instanceof Error ? error.message : String(error),
          next: [],
        })),
        desk.handoff.list(id, { limit: 5 }),
      ])
      return { rotation: { ...told, ...now }, handoffs: handoffs.records }
    }),
  )
  const handoffs = told.flatMap((each) => each.handoffs)
  const own = open.filter((incident) => ownerOf(incident, handoffs) === user || incident.snooze?.by === user)
  const mine = await Promise.all(
    own.map(async (incident, index) => {
      const link = index < mostLinks ? await shelf.permalink?.(incident.id).catch(() => undefined) : undefined
      return link === undefined ? { incident } : { incident, link }
    }),
  )
  const last = handoffs
    .filter(({ from, to }) => from === user || to === user)
    .toSorted((a, b) => Number(waitsFor(b, user, at)) - Number(waitsFor(a, user, at)) || b.offeredAt - a.offeredAt)[0]
  const link = last === undefined ? undefined : await linkTo(last, client)
  return {
    user,
    at,
    mine,
    rotations: told.map(({ rotation }) => rotation),
    ...(last === undefined
      ? {}
      : { handoff: { handoff: last, canAccept: waitsFor(last, user, at), ...(link === undefined ? {} : { link }) } }),
    accounts: sightsTold(placesSeen(config, seen), seen.map(escaped), at, slackTime).map((place) => ({
      ...place,
      open: open.filter(({ account, region }) => account === place.account && region === place.region).length,
    })),
    settings: channelSettings(config, set),
  }
}

/** What AWS said stands between Slack's own tokens. */
function escaped({ closed, ...sight }: Sight): Sight {
  return closed === undefined ? sight : { ...sight, closed: escapeMrkdwn(clip(oneLine(closed), 300)) }
}

function waitsFor(handoff: Handoff, user: string, at: number): boolean {
  return handoff.to === user && acceptFault(handoff, user, at) === undefined
}

async function linkTo({ posted }: Handoff, client: WebClient): Promise<string | undefined> {
  const here = posted.find(({ where }) => where === 'channel')
  if (here === undefined) return undefined
  const { permalink } = await client.chat.getPermalink({ channel: here.channel, message_ts: here.ts })
  return permalink
}
