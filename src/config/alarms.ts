import { IANAZone } from 'luxon'
import * as z from 'zod'

const channelId = z.string().regex(/^[CG][A-Z0-9]{2,20}$/, 'use the channel’s id, for example "C0123ABCD"')
const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as "22:00"')
const zone = z.string().refine((name) => IANAZone.isValidZone(name), 'an IANA time zone, for example "Europe/Berlin"')
const mention = z
  .string()
  .regex(
    /^([UW][A-Z0-9]{2,20}|S[A-Z0-9]{2,20}|here)$/,
    'a user’s id ("U0123ABCD"), a user group’s id ("S0123ABCD") or "here"',
  )

/** Hours in which nobody is mentioned; they may run over midnight. */
const quietHoursSchema = z.strictObject({ from: clockTime, to: clockTime, timeZone: zone.optional() })

const matchSchema = z.strictObject({
  /** Names of `accounts`, or account ids. */
  accounts: z.array(z.string()).min(1).optional(),
  regions: z.array(z.string()).min(1).optional(),
  /** Every one of these tags of the alarm; `*` in a value stands for anything. */
  tags: z.record(z.string(), z.string()).optional(),
  /** Any one of these; `*` stands for anything. */
  alarmNames: z.array(z.string().min(1)).min(1).optional(),
})

const routeSchema = z.strictObject({
  /** Said on the card: why an alarm is in its channel. */
  name: z.string().min(1).max(60),
  match: matchSchema,
  channel: channelId,
  severity: z.enum(['critical', 'high', 'low']).default('high'),
  /** Mentioned once when the incident opens, and when nobody acknowledges it. */
  mention: mention.optional(),
  quietHours: quietHoursSchema.optional(),
  /** Severities that mention people in quiet hours all the same. */
  breakQuiet: z.array(z.enum(['critical', 'high', 'low'])).default(['critical']),
})

/** How alarms become incidents, and who is told. Durations in minutes. */
export const alarmsSchema = z.strictObject({
  /** The first that matches counts. */
  routes: z.array(routeSchema).default([]),
  /** Told by direct message when a channel is missing or archived. */
  owner: z
    .string()
    .regex(/^[UW][A-Z0-9]{2,20}$/, 'a user’s id, for example "U0123ABCD"')
    .optional(),
  /** An alarm that fires again this soon after its incident was over opens the same card again. */
  reopenMinutes: z.number().int().min(5).max(1440).default(60),
  unacknowledged: z
    .strictObject({
      /** The owner, or the route’s `mention`, is reminded after this time, at most `mostReminders` times. */
      remindMinutes: z.number().int().min(1).max(1440).default(15),
      mostReminders: z.number().int().min(0).max(10).default(2),
      escalateMinutes: z.number().int().min(1).max(1440).default(30),
      /** Who is told then, one after the other; nobody without any. */
      escalateTo: z.array(mention).max(5).default([]),
    })
    .prefault({}),
  /** Whoever acknowledged is asked after this time whether they still are at it, and given `confirmMinutes` to say so. */
  acknowledged: z
    .strictObject({
      askMinutes: z.number().int().min(5).max(2880).default(120),
      confirmMinutes: z.number().int().min(5).max(240).default(30),
    })
    .prefault({}),
  /** An account that opens this many incidents within the minutes gets one card over them all. */
  storm: z
    .strictObject({
      incidents: z.number().int().min(2).max(100).default(5),
      minutes: z.number().int().min(1).max(60).default(2),
    })
    .prefault({}),
})

export type AlarmsConfig = z.output<typeof alarmsSchema>
