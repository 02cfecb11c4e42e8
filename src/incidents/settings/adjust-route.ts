import type { Route } from '../route.ts'
import type { ChannelChoices } from './channel-setting.ts'
import type { SettingRecords } from './setting-records.ts'

/** A route as the people of its channel have chosen. `zone` is the configuration's, `onCall` whoever is on call there now. */
export function adjustedRoute(
  route: Route,
  choices: ChannelChoices,
  { zone, onCall }: { readonly zone: string; readonly onCall?: string },
): Route {
  const { mention: own, quietHours: ownHours, ...rest } = route
  const { placement = 'thread', verbosity = 'full', breakQuiet = route.breakQuiet } = choices
  const mention = mentionOf(own, choices.mention, onCall)
  const hours = choices.quietHours ?? ownHours
  const timeZone = choices.timeZone ?? ownHours?.timeZone ?? zone
  return {
    ...rest,
    breakQuiet,
    ...(mention === undefined ? {} : { mention }),
    ...(hours === undefined || hours === 'none' ? {} : { quietHours: { from: hours.from, to: hours.to, timeZone } }),
    ...(placement === 'thread' && verbosity === 'full' ? {} : { shows: { placement, verbosity } }),
  }
}

function mentionOf(own: string | undefined, chosen: string | undefined, onCall: string | undefined) {
  if (chosen === undefined) return own
  if (chosen === 'nobody') return undefined
  // Somebody has to hear of it: with nobody on call, whoever the configuration names.
  return chosen === 'on-call' ? (onCall ?? own) : chosen
}

export interface AdjustParts {
  readonly settings: Pick<SettingRecords, 'get'>
  /** Who is on call for a channel now; undefined when nobody is. Throws when it cannot be read. */
  readonly onCallOf: (channel: string) => Promise<string | undefined>
  /** The configuration's. */
  readonly timeZone: string
  readonly log: { readonly error: (message: string, fields?: Record<string, unknown>) => void }
}

/** Applies what people have chosen for channels over the configuration's routes. Never throws: an alarm then goes as configured. */
export function adjustingRoutes({ settings, onCallOf, timeZone, log }: AdjustParts): (route: Route) => Promise<Route> {
  const onCall = async (channel: string): Promise<string | undefined> => {
    try {
      return await onCallOf(channel)
    } catch (error) {
      log.error('who is on call could not be read, so whoever the configuration names is mentioned', { channel, error })
      return undefined
    }
  }
  return async (route) => {
    try {
      const { choices } = (await settings.get(route.channel)) ?? {}
      if (choices === undefined) return route
      const user = choices.mention === 'on-call' ? await onCall(route.channel) : undefined
      return adjustedRoute(route, choices, { zone: timeZone, ...(user === undefined ? {} : { onCall: user }) })
    } catch (error) {
      log.error('a channel’s setting could not be read, so the configuration counts', { channel: route.channel, error })
      return route
    }
  }
}
