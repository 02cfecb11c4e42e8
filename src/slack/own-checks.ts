import { WebAPIPlatformError, type WebClient } from '@slack/web-api'
import type { Config } from '../config/config.ts'
import type { Grade, OwnCheck } from '../report/information/doctor/doctor.ts'
import { botScopes } from './scopes.ts'

/** Channels asked about at most. */
const mostChannels = 40

/** Looks at the Slack app: its token, its scopes, and every channel that the configuration names. Never throws. */
export async function slackChecks(client: WebClient, config: Config): Promise<OwnCheck[]> {
  const [scopes, channels] = await Promise.all([scopeCheck(client), channelChecks(client, config)])
  return [scopes, ...channels]
}

async function scopeCheck(client: WebClient): Promise<OwnCheck> {
  const name = 'Slack app'
  try {
    const { response_metadata: metadata, team } = await client.auth.test()
    const granted: unknown = metadata?.scopes
    const whose = team === undefined ? 'The bot’s token is good' : `The bot’s token is good in ${team}`
    if (!Array.isArray(granted))
      return { name, grade: 'unchecked', words: `${whose}; Slack did not say which scopes it has.` }
    const lacking = Object.entries(botScopes).filter(([scope]) => !granted.includes(scope))
    if (lacking.length === 0) return { name, grade: 'works', words: `${whose} and has all ${granted.length} scopes.` }
    const needs = lacking.map(([scope, why]) => `${scope} (${why})`).join('; ')
    return {
      name,
      grade: 'partly',
      words: `${whose}, but lacks ${needs}.`,
      fix: 'Paste manifest.yml into the app’s manifest on https://api.slack.com/apps, then install the app again.',
    }
  } catch (error) {
    return {
      name,
      grade: 'blind',
      words: `Slack refused the bot’s token: ${codeOf(error)}.`,
      fix: 'Put the token of “OAuth & Permissions” into the bot secret: docs/deploy.md, “Rotate the secrets”.',
    }
  }
}

interface Wanted {
  readonly channel: string
  /** Whether messages are posted there that nobody asked for, which takes membership. */
  readonly isPostedTo: boolean
}

async function channelChecks(client: WebClient, config: Config): Promise<OwnCheck[]> {
  const wanted = channelsOf(config)
  const looked = await Promise.all(wanted.slice(0, mostChannels).map((each) => channelCheck(client, each)))
  const left = wanted.length - mostChannels
  const good = looked.filter(({ grade }) => grade === 'works')
  return [
    ...looked.filter(({ grade }) => grade !== 'works'),
    ...(good.length === 0
      ? []
      : [
          {
            name: 'Channels',
            grade: 'works' as const,
            words: `${good.length} of ${wanted.length} are reached and joined.`,
          },
        ]),
    ...(left > 0 ? [{ name: 'Channels', grade: 'unchecked' as const, words: `${left} more were not looked at.` }] : []),
    ...(wanted.length === 0
      ? [
          {
            name: 'Channels',
            grade: 'unchecked' as const,
            words: 'The configuration names none, so alarms are answered nowhere.',
          },
        ]
      : []),
  ]
}

function channelsOf({ channels, alarmChannel, alarms }: Config): Wanted[] {
  const posted = new Set([
    ...(alarmChannel === undefined ? [] : [alarmChannel]),
    ...alarms.routes.map(({ channel }) => channel),
  ])
  const all = new Set([...posted, ...Object.keys(channels)])
  return [...all].map((channel) => ({ channel, isPostedTo: posted.has(channel) }))
}

async function channelCheck(client: WebClient, { channel, isPostedTo }: Wanted): Promise<OwnCheck> {
  const told = (grade: Grade, words: string, fix?: string): OwnCheck => ({
    name: `Channel ${channel}`,
    grade,
    words,
    ...(fix !== undefined && { fix }),
  })
  const purpose = isPostedTo ? 'Alarms go there' : 'Questions may be asked there'
  const invite = 'Type `/invite @firstlook` in it, or correct its id in firstlook.config.ts.'
  try {
    const { channel: found } = await client.conversations.info({ channel })
    if (found?.is_archived === true)
      return told(
        isPostedTo ? 'blind' : 'partly',
        `${purpose}, but it is archived.`,
        'Name another in firstlook.config.ts.',
      )
    if (found?.is_ext_shared === true)
      return told(
        'blind',
        `${purpose}, but it is shared with another organisation, so nothing is shown.`,
        'Name a channel of your own in firstlook.config.ts.',
      )
    if (found?.is_member !== true)
      return told(isPostedTo ? 'blind' : 'partly', `${purpose}, but the app is not a member.`, invite)
    return told('works', `${purpose}.`)
  } catch (error) {
    const code = codeOf(error)
    if (code === 'channel_not_found')
      return told(isPostedTo ? 'blind' : 'partly', `${purpose}, but the app cannot see it.`, invite)
    return told('unchecked', `${purpose}, but it could not be looked at: ${code}.`)
  }
}

function codeOf(error: unknown): string {
  if (error instanceof WebAPIPlatformError) return error.data.error
  return error instanceof Error ? error.message : String(error)
}
