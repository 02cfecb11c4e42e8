import type { Config } from '../../config/config.ts'
import type { Inform } from '../../report/information/command.ts'
import type { OnCallDue, ScheduleOnCall } from '../oncall/on-call-due.ts'
import type { Sight, SightPlace } from './sight.ts'

/** One after the other, so that no account is asked while another still answers and no invocation looks at more than one. */
const betweenMs = 60_000
const windowMs = 3600_000

/** Accounts and regions of the configuration; those of a channel that may ask about some only. */
export function placesOf(
  { accounts, channels }: Pick<Config, 'accounts' | 'channels'>,
  channel?: string,
): SightPlace[] {
  const allowed = channel === undefined || Object.keys(channels).length === 0 ? undefined : channels[channel]?.accounts
  return Object.entries(accounts)
    .filter(([name]) => channel === undefined || allowed === undefined || allowed.includes(name))
    .flatMap(([name, { id, regions }]) => regions.map((region) => ({ name, account: id, region })))
}

/** The configured places, or those that were looked at where none is configured. */
export function placesSeen(
  config: Pick<Config, 'accounts' | 'channels'>,
  sights: readonly Sight[],
  channel?: string,
): readonly SightPlace[] {
  return Object.keys(config.accounts).length === 0 ? sights : placesOf(config, channel)
}

export interface LookParts {
  readonly config: Pick<Config, 'accounts' | 'channels'>
  /** Keeps what it finds. */
  readonly inform: Inform
  readonly schedule: ScheduleOnCall
  readonly clock: () => number
}

/** Has `doctor` look at every account and region, one in each turn: the first turn plans the others. */
export function lookingAround({ config, inform, schedule, clock }: LookParts): (due: OnCallDue) => Promise<void> {
  return async ({ place, ...due }) => {
    const now = clock()
    if (place !== undefined || Object.keys(config.accounts).length === 0) {
      const request = { name: '', command: 'doctor', window: { from: now - windowMs, to: now }, ...place }
      await inform('doctor', request, { door: 'slack' })
      return
    }
    for (const [index, { account, region }] of placesOf(config).entries())
      await schedule({ ...due, place: { account, region }, since: now, at: now + (index + 1) * betweenMs })
  }
}
