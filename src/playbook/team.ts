import type { Config } from '../config/config.ts'
import type { Target } from '../targets/target.ts'
import type { Playbook } from './playbook.ts'
import type { Thresholds } from './thresholds.ts'

/** What a team has written down beside the playbook; plain data out of `firstlook.config.ts`. */
export interface Team extends Readonly<Config['playbook']> {
  readonly thresholds: Config['thresholds']
}

type Named = Pick<Target, 'id' | 'name' | 'arn'>

/** What was written down about one cause. */
export type TeamEntries = Pick<Team, 'notes' | 'off'>

/** What is added to an answer about a cause or a resource. */
export interface TeamWords {
  readonly note?: string
  readonly runbook?: string
}

/** Whether a name, id or ARN fits a pattern; `*` stands for any text, all else for itself. */
export function fits(pattern: string, { id, name, arn }: Named): boolean {
  const shape = new RegExp(`^${pattern.split('*').map(literal).join('.*')}$`, 's')
  return [name, id, arn].some((each) => shape.test(each))
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}

/** What the team says of a cause by any of its names, on any of these resources. */
export function wordsOnCause(team: Team, causeIds: readonly string[], resources: readonly Named[]): TeamWords[] {
  return team.notes
    .filter(
      ({ cause, resource }) =>
        (cause === undefined || causeIds.includes(cause)) &&
        (resource === undefined || resources.some((each) => fits(resource, each))),
    )
    .map(wordsOf)
}

/** What the team says of a resource, whatever its trouble is. */
export function wordsOnResource(team: Team, target: Named): TeamWords[] {
  return team.notes
    .filter(({ cause, resource }) => cause === undefined && resource !== undefined && fits(resource, target))
    .map(wordsOf)
}

/** Why a cause is switched off on these resources; undefined when it is not. */
export function reasonOff(team: Team, causeIds: readonly string[], resources: readonly Named[]): string | undefined {
  return team.off.find(
    ({ cause, resource }) =>
      causeIds.includes(cause) && (resource === undefined || resources.some((each) => fits(resource, each))),
  )?.reason
}

/** What counts for one target; the first threshold of slowness that fits it. */
export function thresholdsFor({ thresholds }: Team, target: Target): Thresholds {
  const slow = thresholds.slow.find(
    ({ kind, resource }) =>
      (kind === undefined || kind === target.kind) && (resource === undefined || fits(resource, target)),
  )
  return {
    failureShare: thresholds.failureShare,
    recoveredMinutes: thresholds.recoveredMinutes,
    ...(slow !== undefined && { slowMilliseconds: slow.milliseconds }),
  }
}

function wordsOf({ note, runbook }: Team['notes'][number]): TeamWords {
  return { ...(note !== undefined && { note }), ...(runbook !== undefined && { runbook }) }
}

/** Every id a cause or an advice may go by, sorted. */
export function causeNames({ causes, advice }: Pick<Playbook, 'causes' | 'advice'>): string[] {
  const names = causes.flatMap(({ id, aliases = [] }) => [id, ...aliases.map((alias) => alias.id)])
  return [...new Set([...names, ...advice.map((row) => row.id)])].sort()
}

/** Everything the team has written down about a cause, by any of its names: for its page in `explain`. */
export function entriesOn(team: Team, causeIds: readonly string[]): TeamEntries {
  const isMeant = ({ cause }: { readonly cause?: string | undefined }): boolean =>
    cause !== undefined && causeIds.includes(cause)
  return { notes: team.notes.filter(isMeant), off: team.off.filter(isMeant) }
}
