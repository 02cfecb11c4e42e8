import { IANAZone } from 'luxon'
import * as z from 'zod'

const channelId = z.string().regex(/^[CG][A-Z0-9]{2,20}$/, 'use the channel’s id, for example "C0123ABCD"')
const userId = z.string().regex(/^[UW][A-Z0-9]{2,20}$/, 'a user’s id, for example "U0123ABCD"')
const zone = z.string().refine((name) => IANAZone.isValidZone(name), 'an IANA time zone, for example "Europe/Berlin"')
const mention = z
  .string()
  .regex(
    /^([UW][A-Z0-9]{2,20}|S[A-Z0-9]{2,20}|here)$/,
    'a user’s id ("U0123ABCD"), a user group’s id ("S0123ABCD") or "here"',
  )

const pagerDutySchema = z.strictObject({
  name: z.string().min(1).max(60),
  /** The channel whose incidents these people are on call for. */
  channel: channelId,
  timeZone: zone,
  /** As the schedule's address shows it: `PXXXXXX`. */
  scheduleId: z.string().regex(/^[A-Z0-9]{4,20}$/, 'a schedule’s id, for example "PABC123"'),
  /** Slack user ids by PagerDuty user id or by e-mail address. */
  people: z.record(z.string().min(1), userId),
  /** A Slack user group that is kept in step with the shifts. */
  userGroup: z
    .string()
    .regex(/^S[A-Z0-9]{2,20}$/, 'a user group’s id, for example "S0123ABCD"')
    .optional(),
  /** Accounts in the EU have an address of their own. */
  baseUrl: z.enum(['https://api.pagerduty.com', 'https://api.eu.pagerduty.com']).default('https://api.pagerduty.com'),
  /** The field of the bot's secret that holds the REST API key; a read-only key is enough. */
  tokenField: z.string().min(1).max(60).default('pagerDutyToken'),
})

/** Who is on call, and how shifts are handed over. Rotations themselves are set in Slack. Durations in minutes. */
export const onCallSchema = z.strictObject({
  handoff: z
    .strictObject({
      /** Offered this long before the shift ends. */
      offerMinutes: z.number().int().min(5).max(720).default(60),
      /** Whoever has not accepted is reminded this long after their shift began. */
      remindMinutes: z.number().int().min(1).max(720).default(15),
      escalateMinutes: z.number().int().min(2).max(1440).default(30),
      /** Who is told then, and when it was declined or nobody is on call next. */
      escalateTo: z.array(mention).max(5).default([]),
    })
    .prefault({}),
  /** Schedules that are kept in PagerDuty instead of here. */
  pagerDuty: z.array(pagerDutySchema).max(20).default([]),
})

export type OnCallConfig = z.output<typeof onCallSchema>
