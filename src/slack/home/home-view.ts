import type { HomeView, KnownBlock } from '@slack/types'
import type { Handoff } from '../../incidents/handoff/handoff.ts'
import type { Incident } from '../../incidents/incident.ts'
import { type OnCallTold, uncoveredWords } from '../../incidents/oncall/on-call-page.ts'
import { endOfTime } from '../../incidents/oncall/shifts.ts'
import type { SightTold } from '../../incidents/sight/sight.ts'
import { clip, escapeMrkdwn, oneLine } from '../../report/escape.ts'
import { redact } from '../../report/redact.ts'
import { slackTime } from '../incidents/slack-time.ts'
import { stateLook } from '../incidents/state-words.ts'
import { anyChannel, onCallActionIds } from '../oncall/action-ids.ts'
import { button, statusWords } from '../oncall/handoff-message.ts'
import type { ChannelTold } from './channel-settings.ts'

/** An incident of the person, with the address of its card. */
export interface HomeIncident {
  readonly incident: Incident
  readonly link?: string
}

/** What Firstlook can see of an account and region, and how much is open there. */
export interface AccountHealth extends SightTold {
  readonly open: number
}

/** Everything that App Home shows to one person. */
export interface HomeContent {
  readonly user: string
  /** Epoch milliseconds at which it was read. */
  readonly at: number
  readonly mine: readonly HomeIncident[]
  readonly rotations: readonly OnCallTold[]
  /** The newest handoff of the person's rotations; `canAccept` when it waits for them. */
  readonly handoff?: { readonly handoff: Handoff; readonly canAccept: boolean; readonly link?: string }
  readonly accounts: readonly AccountHealth[]
  readonly settings: readonly ChannelTold[]
}

const most = 12

/** App Home: what is mine, who is on call, the last handoff, what can be seen, how channels are set. */
export function homeView(content: HomeContent): HomeView {
  const { mine, rotations, handoff, accounts, settings, at } = content
  const snoozed = mine.filter(({ incident }) => incident.state === 'snoozed')
  const open = mine.filter(({ incident }) => incident.state !== 'snoozed')
  const sections: readonly (readonly [string, readonly KnownBlock[], string])[] = [
    ['My open incidents', limited(open.map(incidentLine)), 'None is yours. `/aws missed` shows what nobody took.'],
    ['Snoozed', limited(snoozed.map(incidentLine)), 'You have snoozed none.'],
    [
      'On call',
      limited(rotations.map(rotationLine)),
      'There is no rotation yet. `/aws oncall edit` in a channel makes one.',
    ],
    [
      'Last handoff',
      handoff === undefined ? [] : handoffBlocks(handoff),
      'None was offered yet. One comes an hour before a shift ends, or by `/aws handoff`.',
    ],
    [
      'Accounts',
      accountBlocks(accounts),
      'No account is configured, and none was looked at. `accounts` in firstlook.config.ts names them; `/aws doctor` looks.',
    ],
    [
      'Channels',
      channelBlocks(settings),
      'No route is configured: `alarms` in firstlook.config.ts says which channel gets which alarms.',
    ],
  ]
  return {
    type: 'home',
    blocks: [
      ...sections.flatMap(([title, blocks, empty]): KnownBlock[] => [
        { type: 'header', text: { type: 'plain_text', text: title, emoji: false } },
        ...(blocks.length === 0 ? [section(empty)] : blocks),
      ]),
      {
        type: 'context',
        elements: [{ type: 'mrkdwn', text: `As of ${slackTime(at)}. Open this tab again for the newest.` }],
      },
    ],
  }
}

/** The worst first, so that what is blind is never below the fold. */
function accountBlocks(accounts: readonly AccountHealth[]): KnownBlock[] {
  if (accounts.length === 0) return []
  const lines = accounts
    .toSorted((a, b) => Number(a.isFine) - Number(b.isFine))
    .map(({ name, account, region, isFine, words, open }) => {
      const where = `*${escapeMrkdwn(name ?? account)}*${name === undefined ? '' : ` (${account})`} ${escapeMrkdwn(region)}`
      // The words hold Slack's own time tokens; what AWS said in them was escaped where they were made.
      return `:${isFine ? 'white_check_mark' : 'warning'}: ${where}: ${words}. ${open === 0 ? 'Nothing' : open} open.`
    })
  const more = lines.length - most
  return [
    ...lines.slice(0, most).map(section),
    ...(more > 0 ? [section(`… and ${more} more. \`/aws doctor\` looks at all of them.`)] : []),
    context('Looked at once a day, and whenever somebody types `/aws doctor`, which says what mends it.'),
  ]
}

function channelBlocks(settings: readonly ChannelTold[]): KnownBlock[] {
  if (settings.length === 0) return []
  const more = settings.length - most
  return [
    ...settings.slice(0, most).map(
      ({ channel, words }): KnownBlock => ({
        type: 'section',
        text: { type: 'mrkdwn', text: clip(`<#${channel}>\n${words}`, 2900) },
        accessory: button('Edit…', onCallActionIds.setting, channel),
      }),
    ),
    ...(more > 0 ? [section(`… and ${more} more: choose one with *Another channel…*`)] : []),
    { type: 'actions', elements: [button('Another channel…', onCallActionIds.setting, anyChannel)] },
  ]
}

function context(text: string): KnownBlock {
  return { type: 'context', elements: [{ type: 'mrkdwn', text }] }
}

function limited(lines: readonly string[]): KnownBlock[] {
  const more = lines.length - most
  return [...lines.slice(0, most), ...(more > 0 ? [`… and ${more} more: \`/aws mine\``] : [])].map(section)
}

function section(text: string): KnownBlock {
  return { type: 'section', text: { type: 'mrkdwn', text: clip(text, 2900) } }
}

function incidentLine({ incident, link }: HomeIncident): string {
  const { emoji, words } = stateLook(incident)
  const title = escapeMrkdwn(clip(redact(oneLine(incident.title)), 120)).replaceAll('|', '∣')
  const { snooze } = incident
  const until =
    snooze === undefined ? '' : snooze.until === 'ok' ? ', until it is OK' : `, until ${slackTime(snooze.until)}`
  return `:${emoji}: ${words}${until}: ${link === undefined ? `*${title}*` : `<${link}|${title}>`}, since ${slackTime(incident.openedAt)}`
}

function rotationLine({ name, now, next, fault }: OnCallTold): string {
  const title = `*${escapeMrkdwn(name)}*`
  if (fault !== undefined) return `${title}  not known: ${escapeMrkdwn(fault)}`
  const until = now === undefined || now.to >= endOfTime ? '' : ` until ${slackTime(now.to)}`
  const who =
    now?.user === undefined ? `nobody${now === undefined ? '' : ` (${uncoveredWords(now)})`}` : `<@${now.user}>`
  const [after] = next
  const then =
    after === undefined
      ? ''
      : `, then ${after.user === undefined ? `nobody (${uncoveredWords(after)})` : `<@${after.user}>`}`
  return `${title}  ${who}${until}${then}`
}

function handoffBlocks({ handoff, canAccept, link }: NonNullable<HomeContent['handoff']>): KnownBlock[] {
  const words = `*${escapeMrkdwn(handoff.rotation)}*, ${handoff.items.length} open, offered ${slackTime(handoff.offeredAt)}. ${statusWords(handoff)}`
  const where = link === undefined ? '' : ` <${link}|Read it>`
  return [
    section(`${words}${where}`),
    ...(canAccept
      ? [
          {
            type: 'actions' as const,
            elements: [{ ...button('Accept', onCallActionIds.accept, handoff.id), style: 'primary' as const }],
          },
        ]
      : []),
  ]
}
