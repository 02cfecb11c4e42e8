import { DateTime } from 'luxon'
import type { Config } from '../config/config.ts'
import type { Severity } from './incident.ts'
import type { Showing } from './settings/channel-setting.ts'

/** Where an alarm goes and who hears of it. */
export interface Route {
  readonly channel: string
  /** The route's name, or why there was none. */
  readonly routedBy: string
  readonly severity: Severity
  /** A user's or user group's id, or `here`. */
  readonly mention?: string
  readonly quietHours?: QuietHours
  readonly breakQuiet: readonly Severity[]
  /** Absent when all news goes into the thread, in full. */
  readonly shows?: Showing
}

export interface QuietHours {
  /** Times of day, `22:00`; over midnight when `to` is before `from`. */
  readonly from: string
  readonly to: string
  readonly timeZone: string
}

interface Routed {
  readonly name: string
  readonly account: string
  readonly region: string
  readonly tags?: Readonly<Record<string, string>>
}

export const noRouteMatches = 'no route matches, default channel'

/** The first route that matches an alarm; without one, the default channel; undefined when there is none either. */
export function routeOf(alarm: Routed, { alarms, accounts, alarmChannel, timeZone }: Config): Route | undefined {
  const accountName = Object.entries(accounts).find(([, { id }]) => id === alarm.account)?.[0]
  const found = alarms.routes.find(({ match }) => {
    const isAccount = match.accounts?.some((each) => each === alarm.account || each === accountName) ?? true
    const isRegion = match.regions?.includes(alarm.region) ?? true
    const isName = match.alarmNames?.some((pattern) => fits(pattern, alarm.name)) ?? true
    const areTags = Object.entries(match.tags ?? {}).every(([key, pattern]) => {
      const value = alarm.tags?.[key]
      return value !== undefined && fits(pattern, value)
    })
    return isAccount && isRegion && isName && areTags
  })
  if (found !== undefined) return routed(found, timeZone)
  return alarmChannel === undefined ? undefined : { ...byDefault, channel: alarmChannel }
}

/** The route by which an incident came to its channel; the default one when it is no longer configured. */
export function routeOfIncident(
  { routedBy, channel }: { readonly routedBy: string; readonly channel: string },
  { alarms, timeZone }: Config,
): Route {
  const found = alarms.routes.find(({ name }) => name === routedBy)
  return found === undefined ? { ...byDefault, channel } : { ...routed(found, timeZone), channel }
}

const byDefault = { routedBy: noRouteMatches, severity: 'high', breakQuiet: ['critical'] } as const

function routed(
  { name, channel, severity, mention, quietHours, breakQuiet }: Config['alarms']['routes'][number],
  timeZone: string,
): Route {
  return {
    channel,
    routedBy: name,
    severity,
    breakQuiet,
    ...(mention === undefined ? {} : { mention }),
    ...(quietHours === undefined
      ? {}
      : { quietHours: { from: quietHours.from, to: quietHours.to, timeZone: quietHours.timeZone ?? timeZone } }),
  }
}

/** An alarm with its tags: as its event tells them, or looked up where a route asks for them. Without them it is routed by the rest. */
export async function withTags<T extends Routed & { readonly arn: string }>(
  alarm: T,
  { alarms }: Config,
  {
    lookUpTags,
    log,
  }: {
    readonly lookUpTags?: (alarm: T) => Promise<Readonly<Record<string, string>>>
    readonly log: { readonly error: (message: string, fields?: Record<string, unknown>) => void }
  },
): Promise<T> {
  const isAsked = alarms.routes.some(({ match }) => match.tags !== undefined)
  if (alarm.tags !== undefined || !isAsked || lookUpTags === undefined) return alarm
  try {
    return { ...alarm, tags: await lookUpTags(alarm) }
  } catch (error) {
    log.error('an alarm’s tags could not be looked up, so no route by tags fits it', { alarm: alarm.arn, error })
    return alarm
  }
}

/** Whether the mention of a route may be made at this time, in epoch milliseconds. */
export function mayMention({ quietHours, breakQuiet }: Route, severity: Severity, at: number): boolean {
  return quietHours === undefined || breakQuiet.includes(severity) || !isWithin(quietHours, at)
}

/** When quiet hours that are on now end, in epoch milliseconds. */
export function quietUntil({ to, timeZone }: QuietHours, now: number): number {
  const [hour = 0, minute = 0] = to.split(':').map(Number)
  const at = DateTime.fromMillis(now, { zone: timeZone })
  const end = at.set({ hour, minute, second: 0, millisecond: 0 })
  return (end > at ? end : end.plus({ days: 1 })).toMillis()
}

function isWithin({ from, to, timeZone }: QuietHours, at: number): boolean {
  const now = DateTime.fromMillis(at, { zone: timeZone }).toFormat('HH:mm')
  return from <= to ? now >= from && now < to : now >= from || now < to
}

/** `*` stands for any characters; case counts, as in AWS. */
function fits(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*')
  if (rest.length === 0) return pattern === text
  if (!text.startsWith(first)) return false
  const last = rest.pop() ?? ''
  let at = first.length
  for (const part of rest) {
    const found = text.indexOf(part, at)
    if (found === -1) return false
    at = found + part.length
  }
  return text.length - last.length >= at && text.endsWith(last)
}
