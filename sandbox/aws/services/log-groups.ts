import type { Call } from '../call.ts'
import { eventsOf, type StoredEvent } from '../logs/events.ts'
import { AwsError } from '../wire/errors.ts'
import type { LogGroup } from '../world/logs.ts'

/** A group by name or ARN; throws ResourceNotFoundException. */
export function findGroup({ place }: Call, identifier: string | undefined): LogGroup {
  const name = groupName(identifier ?? '')
  const group = place.logGroups.find((candidate) => candidate.name === name)
  if (group === undefined) throw groupNotFound()
  return group
}

const aheadMs = 30 * 60_000

/** The events of a group that can be read by now. */
export function readEvents({ memory, place, clock }: Call, group: LogGroup): readonly StoredEvent[] {
  const key = `log events ${place.account}/${place.region}/${group.name}`
  const now = clock.now()
  const known = memory.get(key) as { until: number; events: readonly StoredEvent[] } | undefined
  const kept =
    known !== undefined && now < known.until
      ? known
      : { until: now + aheadMs, events: eventsOf(group, place, clock, now + aheadMs) }
  memory.set(key, kept)
  return kept.events.filter(({ timestamp }) => timestamp <= now - group.ingestionDelayMs)
}

export function groupArn({ place }: Pick<Call, 'place'>, name: string): string {
  return `arn:aws:logs:${place.region}:${place.account}:log-group:${name}`
}

export function groupName(identifier: string): string {
  return identifier.replace(/^arn:aws[\w-]*:logs:[\w-]+:\d+:log-group:/, '').replace(/:\*$/, '')
}

export function groupNotFound(): AwsError {
  return new AwsError('ResourceNotFoundException', 'The specified log group does not exist.', { status: 400 })
}
