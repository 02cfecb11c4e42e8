import type { Incident, IncidentCause } from '../incident.ts'
import { open } from '../transition.ts'

export const hour = 3600_000
export const minute = 60_000
/** For tests: the end of the shift, a Monday at 09:00 in Berlin after the clock was put forward. */
export const shiftEnd = Date.parse('2026-03-30T07:00:00Z')
export const shift = { from: Date.parse('2026-03-23T08:00:00Z'), to: shiftEnd }
export const channel = 'C0CHECKOUT'

export const hotKey: IncidentCause = {
  id: 'ddb-hot-key',
  aliases: [],
  strength: 'proven',
  resource: {
    name: 'orders',
    arn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders',
    account: '123456789012',
    region: 'eu-west-1',
  },
  summary: 'One key of orders takes most of its writes.',
}

/** For tests: an incident of one alarm that opened at a time, with whatever else is said of it. */
export function anIncident(
  id: string,
  openedAt: number,
  changes: Partial<Incident> & { readonly cause?: IncidentCause } = {},
): Incident {
  const { cause, ...rest } = changes
  const place = { account: '123456789012', region: 'eu-west-1' }
  const title = rest.title ?? `orders-errors ${id}`
  const base = open({ id, kind: 'alarm', title, ...place, openedAt, channel, routedBy: 'checkout', severity: 'high' })
  const alarm = {
    ...place,
    arn: `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${title}`,
    name: title,
    state: 'ALARM' as const,
    changedAt: openedAt,
    firstFiredAt: openedAt,
    firings: 1,
  }
  const diagnosis = { status: 'done' as const, at: openedAt + 9000, attempts: 1 }
  return {
    ...base,
    version: 1,
    alarms: [alarm],
    firings: 1,
    diagnosis:
      cause === undefined ? diagnosis : { ...diagnosis, cause, summary: cause.summary, verdict: 'cause-found' },
    ...rest,
  }
}

/** For tests: one that is over since a time. */
export function aClosed(
  id: string,
  openedAt: number,
  closedAt: number,
  changes: Parameters<typeof anIncident>[2] = {},
): Incident {
  return anIncident(id, openedAt, { state: 'closed', stateSince: closedAt, changedAt: closedAt, ...changes })
}
