import type { Config } from '../../config/config.ts'
import type { ChannelSetting } from './home-view.ts'

/** How each channel that gets alarms is set: what comes there, who is mentioned, and when nobody is. */
export function channelSettings({ alarms, alarmChannel, timeZone }: Config): ChannelSetting[] {
  const routes = alarms.routes.map(({ name, channel, severity, mention, quietHours, breakQuiet }) => {
    const quiet =
      quietHours === undefined
        ? 'no quiet hours'
        : `quiet ${quietHours.from} to ${quietHours.to} ${quietHours.timeZone ?? timeZone}${breakQuiet.length === 0 ? '' : ` unless ${breakQuiet.join(' or ')}`}`
    const mentions = mention === undefined ? 'mentions nobody' : `mentions ${mention === 'here' ? '@here' : mention}`
    return { channel, words: `${name}: ${severity}, ${mentions}, ${quiet}. One card, all else in its thread.` }
  })
  const rest =
    alarmChannel === undefined
      ? []
      : [
          {
            channel: alarmChannel,
            words: `whatever no route matches. One card, all else in its thread. Times by ${timeZone}.`,
          },
        ]
  return [...routes, ...rest]
}
