import type { AccountRegion } from '../../targets/target.ts'
import { type WriteEvent, writesTo } from '../cloudtrail/changes.ts'
import { defineProbe } from '../probe.ts'
import { dayMs } from './days.ts'
import { type GrowingResource, growingResources } from './growing-resources.ts'
import { usageTypes } from './usage-types.ts'

/** Who changed the resource that grew with the bill, around the day of the rise. */
export interface GrowingWrites {
  readonly resource: GrowingResource
  readonly events: readonly WriteEvent[]
}

const writesOf = (name: string) => writesTo('cost.growing-writes', (_: AccountRegion) => name)

/** CloudTrail's writes to the resource that grew most, from the day before the rise to the end of its first day; null, and no call, where none did. */
export const growingWrites = defineProbe<GrowingWrites | null, AccountRegion>({
  id: 'cost.growing-writes',
  actions: ['cloudtrail:LookupEvents'],
  uses: [growingResources, usageTypes],
  key: (target) => `${target.account} ${target.region} ${target.name}`,
  resource: () => '*',
  async fetch(target, at) {
    const resource = (await at.read(growingResources, target)).resources[0]
    const onset = (await at.read(usageTypes, target))?.shares[0]?.rise.onset
    if (resource === undefined || onset === undefined || resource.region !== target.region) return null
    const window = { from: onset, to: Math.min(at.window.to, onset + dayMs) }
    const { events } = await writesOf(loggedName(resource)).fetch(target, { ...at, window })
    return { resource, events: events.filter((each) => each.errorCode === undefined) }
  },
  cite: (target, window) => writesOf('RESOURCE').cite(target, window),
})

/** A function's log group grows by what is done to the function. */
function loggedName({ name }: GrowingResource): string {
  return name.replace(/^\/aws\/lambda\//, '')
}
