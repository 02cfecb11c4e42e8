import type { AccountRegion } from '../../targets/target.ts'
import { type WriteEvent, writesTo } from '../cloudtrail/changes.ts'
import { defineProbe, type ReadContext } from '../probe.ts'
import { type ConfigFinding, configFindings } from './config-findings.ts'
import { isTelling } from './config-rules.ts'
import { focusKey, focusOf } from './focus.ts'

/** Who wrote to one resource of late, newest first. */
export interface ResourceWrites {
  readonly resource: string
  readonly events: readonly WriteEvent[]
}

const writesOf = (name: string) => writesTo('security.resource-writes', (_: AccountRegion) => name)

/** CloudTrail's writes to the resource asked about, else to the first that a managed rule marks; null, and no call, where there is neither or its own kind looks them up. */
export const resourceWrites = defineProbe<ResourceWrites | null, AccountRegion>({
  id: 'security.resource-writes',
  actions: ['cloudtrail:LookupEvents'],
  uses: [configFindings],
  key: focusKey,
  resource: () => '*',
  async fetch(target, at) {
    const focus = focusOf(target)
    const isOne = focus !== undefined && focus.service !== 'config'
    if (isOne && /^(lambda|sqs|dynamodb)$/.test(focus.service)) return null
    const resource = isOne ? focus.id : (await markedFirst(target, at))?.resourceId
    if (resource === undefined) return null
    const { events } = await writesOf(resource).fetch(target, at)
    return { resource, events: events.filter((each) => each.errorCode === undefined) }
  },
  cite: (target, window, resource = focusOf(target)?.id ?? 'RESOURCE') => writesOf(resource).cite(target, window),
})

async function markedFirst(target: AccountRegion, at: ReadContext): Promise<ConfigFinding | undefined> {
  const { findings } = await at.read(configFindings, target)
  return findings.find((each) => focusOf(target) !== undefined || isTelling(each.rule))
}
