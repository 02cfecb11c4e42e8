import type { AwsReader } from '../../aws/reader.ts'
import type { Gatherer } from '../../engine/gather.ts'
import { logGroupIn } from '../../evidence/api-gateway/stage.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { logGroupNames } from '../../evidence/logs/group-names.ts'
import { logTail } from '../../evidence/logs/tail.ts'
import { nearest } from '../../targets/resolve/resolution.ts'
import { lookupsOf } from '../../targets/resolve/thing.ts'
import { type LogGroup, placeOf } from '../../targets/target.ts'
import { redact } from '../redact.ts'
import { defineInformation, type InformationAnswer, type InformationContext } from './command.ts'
import { type LogPlaces, loggingKinds, logPlacesOf, placeProbes } from './log-groups.ts'
import { filterPatternOf } from './log-pattern.ts'
import { type TailedGroup, tailPage } from './logs-page.ts'
import { findThing, type Gap, gapsOf, gatherIn, notFound, type Took, tookOf, unconnected } from './reading.ts'

/** What `logs --json` prints. Lines are redacted. */
export interface Logs {
  readonly of: string
  /** As it was typed, and as CloudWatch was asked. */
  readonly pattern?: { readonly typed: string; readonly filter: string }
  readonly groups: readonly TailedGroup[]
  readonly notes: readonly string[]
  readonly gaps: readonly Gap[]
  readonly took: Took
}

const mostLines = 30

export const logs = defineInformation<Logs>({
  name: 'logs',
  reads: [logTail, logGroupNames, ...placeProbes],
  lookups: lookupsOf(loggingKinds),
  answer,
  page: tailPage,
})

async function answer(context: InformationContext): Promise<InformationAnswer<Logs>> {
  const { request } = context
  const connection = await context.connect()
  if (connection.aws === undefined) return unconnected(connection)
  const { aws } = connection
  const gatherer = gatherIn(context, aws, request.window)
  const asGroup = groupNamed(request.name)
  if (asGroup !== undefined)
    return await tailed(asGroup, { places: [{ group: asGroup }], notes: [] }, context, aws, gatherer)
  const found = await findThing(context, loggingKinds, aws, 'one')
  if (found.kind === 'found') {
    const [target] = found.targets
    const { places, notes } = await logPlacesOf(target, gatherer)
    const name = `${target.kind === 'function' ? 'function' : 'API'} ${target.name}${'stage' in target ? `/${target.stage}` : ''}`
    return await tailed(name, { places, notes: [...found.notes, ...notes] }, context, aws, gatherer)
  }
  if (found.kind !== 'none') return found
  // Nothing else of this name: it may be a log group after all.
  const last = await tailed(request.name, { places: [{ group: request.name }], notes: [] }, context, aws, gatherer)
  const isThere = last.kind === 'data' && last.data.groups.some(({ state }) => state === 'searched')
  if (isThere) return last
  const others = last.kind === 'refused' ? last.nearMisses : []
  return notFound(context, { ...found, nearMisses: [...found.nearMisses, ...others] }, aws)
}

/** A log group's name or ARN; undefined for what may be the name of something else. */
function groupNamed(name: string): string | undefined {
  const fromArn = logGroupIn(name)
  if (fromArn !== undefined) return fromArn
  return /^\/|^API-Gateway-Execution-Logs_|^aws-waf-logs-/.test(name) ? name : undefined
}

async function tailed(
  of: string,
  { places, notes }: LogPlaces,
  context: InformationContext,
  aws: AwsReader,
  gatherer: Gatherer,
): Promise<InformationAnswer<Logs>> {
  const typed = context.request.details?.pattern ?? ''
  const filter = filterPatternOf(typed)
  const groups = await Promise.all(
    places.map(async ({ group, what }): Promise<TailedGroup | undefined> => {
      const target = groupTarget(aws, group, filter, Math.ceil(mostLines / places.length))
      const evidence = await gatherer.evidence(logTail, target)
      const tail = valueIfRead(evidence)
      if (tail === undefined) return undefined
      const { link } = logTail.cite(target, context.request.window)
      return {
        group,
        ...(what !== undefined && { what }),
        state: tail.state,
        lines: tail.lines.map(({ at, message }) => ({
          at: new Date(at).toISOString(),
          text: redact(message.trimEnd()),
        })),
        matched: tail.matched,
        isCounted: tail.isCounted,
        searchedFrom: new Date(tail.searchedFrom).toISOString(),
        ...(link !== undefined && { link }),
      }
    }),
  )
  const read = groups.filter((group) => group !== undefined)
  const only = places.length === 1 ? read[0] : undefined
  if (only?.state === 'no-group' && of === only.group) return await noGroup(only.group, context, aws, gatherer)
  const problem = gatherer.problem()
  if (problem !== undefined) return { kind: 'refused', sentence: problem, nearMisses: [], fault: 'access' }
  return {
    kind: 'data',
    data: {
      of,
      ...(typed !== '' && { pattern: { typed, filter } }),
      groups: read,
      notes,
      gaps: gapsOf(gatherer.readings.values()),
      took: tookOf(aws, context),
    },
  }
}

async function noGroup(
  group: string,
  context: InformationContext,
  aws: AwsReader,
  gatherer: Gatherer,
): Promise<InformationAnswer<Logs>> {
  const names = valueIfRead(await gatherer.evidence(logGroupNames, groupTarget(aws, group, '', 1))) ?? []
  const nearMisses = nearest(group, names)
  return notFound(context, { kind: 'none', nearMisses, gaps: [] }, aws)
}

function groupTarget(aws: AwsReader, name: string, pattern: string, wanted: number): LogGroup {
  const arn = `arn:${aws.partition}:logs:${aws.region}:${aws.account}:log-group:${name}`
  return { kind: 'log-group', id: name, name, arn, pattern, mostLines: wanted, ...placeOf(aws) }
}
