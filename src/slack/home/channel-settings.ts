import type { Config } from '../../config/config.ts'
import { escapeMrkdwn } from '../../report/escape.ts'
import { mentionOf } from '../incidents/card.ts'
import type { ChannelSetting } from './home-view.ts'

/** How each channel that gets alarms is set: what comes there, who is mentioned, and when nobody is. */
export function channelSettings({ alarms, alarmChannel, timeZone }: Config): ChannelSetting[] {
  const routes = alarms.routes.map(({ name, channel, severity, mention, quietHours, breakQuiet }) => {
    const quiet =
      quietHours === undefined
        ? 'no quiet hours'
        : `quiet ${quietHours.from} to ${quietHours.to} ${quietHours.timeZone ?? timeZone}${breakQuiet.length === 0 ? '' : ` unless ${breakQuiet.join(' or ')}`}`
    const mentions =
      mention === undefined ? 'mentions nobody' : `mentions ${mention === 'here' ? '@here' : mentionOf(mention)}`
    return { channel, words: `*${escapeMrkdwn(name)}*, ${severity} severity: ${mentions}, ${quiet}.` }
  })
  const rest =
    alarmChannel === undefined
      ? []
      : [
          {
            channel: alarmChannel,
            words: `everything else. Times by ${timeZone}.`,
          },
        ]
  return [...routes, ...rest]
}
