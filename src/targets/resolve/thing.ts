import type { AwsReader } from '../../aws/reader.ts'
import type { Symptom } from '../symptom.ts'
import type { TargetKind } from '../target.ts'
import { domainLookup, httpApiLookup, restApiLookup } from './api.ts'
import { bucketHint, bucketLookup, bucketNames } from './bucket.ts'
import { eventRuleLookup, eventRuleNames } from './event-rule.ts'
import { functionLookup, functionNames } from './function.ts'
import { loadBalancerLookup } from './load-balancer.ts'
import { queueLookup, queueNames } from './queue.ts'
import { type Candidate, type Lookup, nearest, type Resolution, resolveName } from './resolution.ts'
import { roleLookup, roleNames } from './role.ts'
import { failedStackLookup, goneStackLookup } from './stack-failure.ts'
import { tableLookup, tableNames } from './table.ts'

/** One way in which a name may be a thing of some kind: the look-ups, and the symptom they are made for. */
interface Way {
  readonly kinds: readonly TargetKind[]
  readonly symptom: Symptom
  readonly lookups: readonly Lookup[]
  /** Asked only when nothing of the name was found, to say what may have been meant. */
  readonly names: readonly Lookup[]
}

/** Names of buckets are shared by all of AWS: one of another account is not what a name means. */
const ownBucketLookup: Lookup = {
  ...bucketLookup,
  id: 's3.own-bucket',
  actions: [...bucketLookup.actions, ...bucketNames.actions],
  async find(text, aws, symptom, details) {
    const { others } = await bucketNames.find(text, aws)
    const isOwn = others.includes(bucketHint(text)?.name ?? '')
    return isOwn ? await bucketLookup.find(text, aws, symptom, details) : { exact: [], others }
  },
}

const ways: readonly Way[] = [
  {
    kinds: ['rest-api', 'http-api', 'websocket-api'],
    symptom: '502',
    lookups: [restApiLookup, httpApiLookup, domainLookup],
    names: [],
  },
  { kinds: ['function'], symptom: 'errors', lookups: [functionLookup], names: [functionNames] },
  { kinds: ['table'], symptom: 'slow', lookups: [tableLookup], names: [tableNames] },
  { kinds: ['queue'], symptom: 'stuck', lookups: [queueLookup], names: [queueNames] },
  { kinds: ['event-rule'], symptom: 'no-event', lookups: [eventRuleLookup], names: [eventRuleNames] },
  { kinds: ['load-balancer'], symptom: '504', lookups: [loadBalancerLookup], names: [] },
  { kinds: ['bucket'], symptom: '403', lookups: [ownBucketLookup], names: [] },
  { kinds: ['role'], symptom: 'denied', lookups: [roleLookup], names: [roleNames] },
  { kinds: ['stack'], symptom: 'failed', lookups: [failedStackLookup], names: [goneStackLookup] },
]

/** Every look-up that finding a thing of one of these kinds may make. */
export function lookupsOf(kinds: readonly TargetKind[]): Lookup[] {
  return waysTo(kinds).flatMap(({ lookups, names }) => [...lookups, ...names])
}

/** Finds what a name means among some kinds, whatever is wrong with it; a look-up that fails is reported, as in `resolveName`. */
export async function resolveThing(name: string, kinds: readonly TargetKind[], aws: AwsReader): Promise<Resolution> {
  const chosen = waysTo(kinds)
  const merged = merge(await Promise.all(chosen.map((way) => resolveName(name, way.symptom, aws, way.lookups))))
  const found = distinct(merged.found.filter(({ target }) => kinds.includes(target.kind)))
  if (found.length > 0) return { ...merged, found, nearMisses: [] }
  const others = await Promise.all(
    chosen.flatMap((way) =>
      way.names.map((lookup) =>
        lookup.find(name, aws, way.symptom, {}).then(
          (result) => result.others,
          // Whether the name exists is known by now; only the hint is lost.
          () => [],
        ),
      ),
    ),
  )
  return { ...merged, found, nearMisses: nearest(name, [...merged.nearMisses, ...others.flat()]) }
}

function waysTo(kinds: readonly TargetKind[]): Way[] {
  return ways.filter((way) => way.kinds.some((kind) => kinds.includes(kind)))
}

function merge(resolutions: readonly Resolution[]): Resolution {
  return {
    found: resolutions.flatMap((each) => each.found),
    isInstead: false,
    isGroup: resolutions.some((each) => each.isGroup),
    nearMisses: resolutions.flatMap((each) => each.nearMisses),
    failed: resolutions.flatMap((each) => each.failed),
    notes: resolutions.flatMap((each) => each.notes),
  }
}

/** The same thing found in two ways is one; its ARN names it among others, except where the hint says more. */
function distinct(found: readonly Candidate[]): Candidate[] {
  const byThing = new Map(
    found.map((each) => [
      `${each.target.kind} ${each.target.arn}`,
      each.target.kind === 'queue' ? { ...each, hint: each.target.arn } : each,
    ]),
  )
  return [...byThing.values()]
}
