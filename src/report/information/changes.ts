import type { AwsReader } from '../../aws/reader.ts'
import type { Gatherer } from '../../engine/gather.ts'
import { httpFunctionIntegrations } from '../../evidence/api-gateway/http-function-integrations.ts'
import { restIntegrations } from '../../evidence/api-gateway/rest-integrations.ts'
import { stackEvents } from '../../evidence/cloudformation/events.ts'
import { owningStack } from '../../evidence/cloudformation/owning-stack.ts'
import { lookBackMs } from '../../evidence/cloudtrail/changes.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { type AnyProbe, probesOf, type Window } from '../../evidence/probe.ts'
import { factFrom } from '../../playbook/fact.ts'
import { playbook as ownPlaybook } from '../../playbook/index.ts'
import type { Playbook } from '../../playbook/playbook.ts'
import type { Change } from '../../playbook/sign.ts'
import { lookupsOf } from '../../targets/resolve/thing.ts'
import type { Stack, Target, TargetKind } from '../../targets/target.ts'
import { changesPage } from './changes-page.ts'
import { defineInformation, type InformationAnswer, type InformationContext } from './command.ts'
import { findThing, type Gap, gapsOf, gatherIn, notFound, type Took, tookOf, unconnected } from './reading.ts'

/** What `changes --json` prints; newest first, times ISO 8601. */
export interface Changes {
  readonly target: { readonly kind: TargetKind; readonly name: string; readonly arn: string }
  /** What was looked at besides: functions behind an API, the stack that made the resource. */
  readonly besides: readonly { readonly kind: TargetKind; readonly name: string; readonly arn: string }[]
  readonly changes: readonly {
    readonly at: string
    readonly who: string
    readonly what: string
    readonly resource: string
  }[]
  readonly notes: readonly string[]
  readonly gaps: readonly Gap[]
  readonly took: Took
}

const kinds = ['rest-api', 'http-api', 'function', 'table', 'queue', 'event-rule', 'bucket', 'role', 'stack'] as const
/** CloudTrail allows two look-ups a second. */
const mostFunctions = 3
const sameChangeMs = 2 * 60_000

/** Sources of a kind that the command shows. */
function sourcesOf({ changes }: Playbook) {
  return changes.filter(({ target }) => (kinds as readonly string[]).includes(target))
}

const reads: readonly AnyProbe[] = [
  ...sourcesOf(ownPlaybook).flatMap(({ needs }) => probesOf(needs)),
  ...([restIntegrations, httpFunctionIntegrations, owningStack, stackEvents] as unknown as readonly AnyProbe[]),
]

export const changes = defineInformation<Changes>({
  name: 'changes',
  reads,
  lookups: lookupsOf(kinds),
  answer,
  page: changesPage,
})

async function answer(context: InformationContext): Promise<InformationAnswer<Changes>> {
  const connection = await context.connect()
  if (connection.aws === undefined) return unconnected(connection)
  const { aws } = connection
  const found = await findThing(context, kinds, aws, 'together')
  if (found.kind === 'none')
    return notFound(
      context,
      found,
      aws,
      ' Changes are shown of APIs, functions, tables, queues, rules, buckets, roles and stacks.',
    )
  if (found.kind !== 'found') return found
  const [root] = found.targets
  return await changesTo(root, found.notes, context, aws)
}

async function changesTo(
  root: Target,
  notes: readonly string[],
  context: InformationContext,
  aws: AwsReader,
): Promise<InformationAnswer<Changes>> {
  const { window } = context.request
  // Change sources look a day further back than their window by themselves; a stack's history goes by the window.
  const late = gatherIn(context, aws, { from: Math.min(window.from + lookBackMs, window.to), to: window.to })
  const plain = gatherIn(context, aws, window)
  const [functions, own] = await Promise.all([functionsBehind(root, plain), stackOf(root, plain)])
  // An API made by hand may still call a function that a stack deploys.
  const stack = own ?? (functions[0] === undefined ? undefined : await stackOf(functions[0], plain))
  const targets = [root, ...functions, ...(stack === undefined || stack.stack === root ? [] : [stack.stack])]
  const [listed, fromStack] = await Promise.all([
    Promise.all(targets.map((target) => changesOf(target, context.playbook, late))),
    stack === undefined ? [] : stackChanges(stack.stack, stack.logicalId, plain, window),
  ])
  const problem = late.problem() ?? plain.problem()
  if (problem !== undefined) return { kind: 'refused', sentence: problem, nearMisses: [], fault: 'access' }
  const inWindow = [...listed.flat(), ...fromStack].filter(({ at }) => at >= window.from && at < window.to)
  const readings = [...late.readings.values(), ...plain.readings.values()]
  const isCut = readings.some(({ evidence }) => {
    const value =
      evidence?.status === 'ok' ? (evidence.value as { events?: unknown; complete?: unknown } | undefined) : undefined
    return value?.events !== undefined && value.complete === false
  })
  return {
    kind: 'data',
    data: {
      target: named(root),
      besides: targets.slice(1).map(named),
      changes: withoutEchoes(inWindow)
        .sort((a, b) => b.at - a.at)
        .map((change) => ({ ...change, at: new Date(change.at).toISOString() })),
      notes: [...notes, ...(isCut ? ['More was recorded than was read, so older changes may be missing.'] : [])],
      gaps: gapsOf(readings),
      took: tookOf(aws, context),
    },
  }
}

async function functionsBehind(root: Target, gatherer: Gatherer): Promise<Target[]> {
  const integrations =
    root.kind === 'rest-api'
      ? valueIfRead(await gatherer.evidence(restIntegrations, root))
      : root.kind === 'http-api'
        ? valueIfRead(await gatherer.evidence(httpFunctionIntegrations, root))
        : undefined
  const unique = new Map((integrations?.functions ?? []).map((each) => [each.function.arn, each.function]))
  return [...unique.values()].slice(0, mostFunctions)
}

/** The stack itself where it was asked about, else the one that made the resource. */
async function stackOf(root: Target, gatherer: Gatherer): Promise<{ stack: Stack; logicalId?: string } | undefined> {
  if (root.kind === 'stack') return { stack: root }
  return valueIfRead(await gatherer.evidence(owningStack, root))
}

/** What the playbook's own sources tell of one target. */
async function changesOf(target: Target, playbook: Playbook, gatherer: Gatherer): Promise<readonly Change[]> {
  const all = await Promise.all(
    sourcesOf(playbook)
      .filter((source) => source.target === target.kind)
      .map(async (source): Promise<readonly Change[]> => {
        const gathered = await gatherer.all(source.needs, target)
        if (!gathered.complete) return []
        const at = {
          target,
          window: gatherer.window,
          now: gatherer.now,
          symptom: 'errors',
          fact: (need: string, label: string, value: string, moment?: number) =>
            factFrom(gatherer.cite(source.needs, need, target), label, value, moment),
        }
        return source.list(gathered.values as never, at as never)
      }),
  )
  return all.flat()
}

/** What a stack did as a whole, and to the resource asked about. */
async function stackChanges(
  stack: Stack,
  logicalId: string | undefined,
  gatherer: Gatherer,
  { from }: Window,
): Promise<Change[]> {
  const history = valueIfRead(await gatherer.evidence(stackEvents, stack))
  return (history?.events ?? [])
    .filter((event) => event.at >= from - lookBackMs)
    .filter((event) => event.isStack || event.logicalId === logicalId || /FAILED$/.test(event.status))
    .map(({ at, logicalId: id, status, reason, isStack }) => ({
      at,
      who: 'CloudFormation',
      what: `${isStack ? '' : `${id} `}${status}${reason === '' ? '' : ` (${reason})`}`,
      resource: stack.arn,
    }))
}

/** A resource says when it was changed and CloudTrail who did it: one change, told once. */
function withoutEchoes(changes: readonly Change[]): Change[] {
  const isNameless = ({ who }: Change): boolean => who.startsWith('unknown')
  return changes.filter(
    (change) =>
      !isNameless(change) ||
      !changes.some(
        (other) =>
          !isNameless(other) && other.resource === change.resource && Math.abs(other.at - change.at) <= sameChangeMs,
      ),
  )
}

function named({ kind, name, arn }: Target) {
  return { kind, name, arn }
}
