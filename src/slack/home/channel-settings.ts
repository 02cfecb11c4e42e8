import type { Config } from '../../config/config.ts'
import { noRouteMatches, type Route } from '../../incidents/route.ts'
import { adjustedRoute } from '../../incidents/settings/adjust-route.ts'
import type { ChannelSetting } from '../../incidents/settings/channel-setting.ts'
import { escapeMrkdwn } from '../../report/escape.ts'
import { mentionOf } from '../incidents/card.ts'
import { slackTime } from '../incidents/slack-time.ts'

/** How a channel is set, in words. */
export interface ChannelTold {
  readonly channel: string
  /** Lines of mrkdwn. */
  readonly words: string
}

/** How each channel that gets alarms, or was set by somebody, is set: what comes there, who is mentioned, when nobody is, how it is shown. */
export function channelSettings(config: Config, settings: readonly ChannelSetting[]): ChannelTold[] {
  const routes = routesIn(config)
  const channels = new Set([
    ...routes.map(({ channel }) => channel),
    ...settings.flatMap(({ id, choices }) => (choices === undefined ? [] : [id])),
  ])
  return [...channels].map((channel) => {
    const own = routes.filter((route) => route.channel === channel)
    return toldOf(
      channel,
      own,
      settings.find(({ id }) => id === channel),
      config,
    )
  })
}

/** One channel's line; where no route leads, it says so. */
export function channelTold(channel: string, config: Config, setting: ChannelSetting | undefined): ChannelTold {
  const own = routesIn(config).filter((route) => route.channel === channel)
  return toldOf(channel, own, setting, config)
}

function toldOf(
  channel: string,
  routes: readonly Route[],
  setting: ChannelSetting | undefined,
  { timeZone }: Config,
): ChannelTold {
  const { choices } = setting ?? {}
  const lines = routes.map((route) => {
    const adjusted = choices === undefined ? route : adjustedRoute(route, choices, { zone: timeZone })
    const name = route.routedBy === noRouteMatches ? 'everything else' : route.routedBy
    return `*${escapeMrkdwn(name)}*, ${route.severity}: ${mentionWords(adjusted, choices?.mention)}, ${quietWords(adjusted)}.`
  })
  const { placement = 'thread', verbosity = 'full' } = choices ?? {}
  const shown = `${placement === 'thread' ? 'News in the thread only' : 'News that changes something also in the channel'}, ${verbosity === 'full' ? 'with all the evidence' : 'short: cause, fix and gaps'}.`
  return {
    channel,
    words: [
      ...(lines.length === 0 ? ['No route of the configuration leads here.'] : lines),
      shown,
      ...(setting === undefined ? [] : [changedWords(setting)]),
    ].join('\n'),
  }
}

/** Who changed it last, and when. */
export function changedWords({ choices, changedBy, changedAt }: ChannelSetting): string {
  const what = choices === undefined ? 'Set back to firstlook.config.ts' : 'Set here'
  return `_${what} by <@${changedBy}>, ${slackTime(changedAt)}_`
}

function mentionWords({ mention }: Route, chosen: string | undefined): string {
  if (chosen === 'on-call') return 'mentions whoever is on call'
  if (mention === undefined) return 'mentions nobody'
  return `mentions ${mention === 'here' ? '@here' : mentionOf(mention)}`
}

function quietWords({ quietHours, breakQuiet }: Route): string {
  if (quietHours === undefined) return 'no quiet hours'
  const unless = breakQuiet.length === 0 ? '' : ` unless ${breakQuiet.join(' or ')}`
  return `quiet ${quietHours.from} to ${quietHours.to} ${quietHours.timeZone}${unless}`
}

function routesIn({ alarms, alarmChannel, timeZone }: Config): Route[] {
  const routes = alarms.routes.map(
    ({ name, channel, severity, mention, quietHours, breakQuiet }): Route => ({
      ...{ channel, routedBy: name, severity, breakQuiet },
      ...(mention === undefined ? {} : { mention }),
      ...(quietHours === undefined ? {} : { quietHours: { ...quietHours, timeZone: quietHours.timeZone ?? timeZone } }),
    }),
  )
  if (alarmChannel === undefined) return routes
  return [...routes, { channel: alarmChannel, routedBy: noRouteMatches, severity: 'high', breakQuiet: ['critical'] }]
}
