import type { RestApi } from '../../targets/target.ts'
import { filterLog, type LogLine, type LogSearch } from '../logs/filter.ts'
import type { ReadContext, Window } from '../probe.ts'
import { searchBothEnds } from './both-ends.ts'
import { type ExecutionFailure, failuresIn } from './execution-failure.ts'
import { ifRead } from './if-read.ts'
import { restStage } from './rest-stage.ts'

/** Failures in the execution log of a REST API's stage. */
export interface ExecutionLog {
  /** `off`: the stage logs nothing. `no-group`: it should, but the log group is not there; then nothing can be said from logs. */
  readonly state: 'searched' | 'off' | 'no-group'
  /** Absent where the stage's settings could not be read. `ERROR` has no requests that were passed through. */
  readonly level?: 'OFF' | 'ERROR' | 'INFO'
  /** Whether responses are dumped. */
  readonly hasDataTrace?: boolean
  readonly group: string
  /** One for each failing request. */
  readonly failures: readonly ExecutionFailure[]
  /** False when there may be failures that were not found. */
  readonly isComplete: boolean
}

export interface FailureSearch {
  /** First digit of the statuses wanted. */
  readonly family: '4' | '5'
  /** Phrases of lines that tell of a failure. */
  readonly phrases: readonly string[]
}

const mostDetailed = 16
const perKind = 5

export function executionGroup(api: RestApi): string {
  return `API-Gateway-Execution-Logs_${api.id}/${api.stage}`
}

export function patternOf(phrases: readonly string[]): string {
  return phrases.map((phrase) => `?"${phrase}"`).join(' ')
}

/** Searches for failing requests, then for all lines of a few of each sort. The stage says whether anything is logged at all, but what is found counts whatever it says. */
export async function searchExecutionLog(
  at: ReadContext,
  api: RestApi,
  { family, phrases }: FailureSearch,
): Promise<ExecutionLog> {
  const isWanted = (status: number): boolean => String(status).startsWith(family)
  const pattern = patternOf([...phrases, `Method completed with status: ${family}`])
  const group = executionGroup(api)
  const [main, stage] = await Promise.all([
    searchBothEnds(at, { group, pattern, mostLines: 10_000 }),
    ifRead(at.read(restStage, api)),
  ])
  const canaryGroup = `${group}/Canary`
  const canary = stage?.canary === undefined ? undefined : await filterLog(at, { group: canaryGroup, pattern })
  const [mainFailures, canaryFailures] = await Promise.all([
    detailed(at, main, isWanted, false),
    detailed(at, canary, isWanted, true),
  ])
  const failures = [...mainFailures, ...canaryFailures].sort((a, b) => a.at - b.at)
  const level = stage?.logging.level
  const isSilent = failures.length === 0 && (level === 'OFF' || main.state === 'no-group')
  return {
    state: isSilent ? (level === 'OFF' ? 'off' : 'no-group') : 'searched',
    group,
    failures,
    isComplete:
      main.complete &&
      stage?.logging.isPartial !== true &&
      (canary === undefined || canary.complete || canary.state === 'no-group'),
    ...(stage !== undefined && { level: stage.logging.level, hasDataTrace: stage.logging.hasDataTrace }),
  }
}

async function detailed(
  at: ReadContext,
  search: LogSearch | undefined,
  isWanted: (status: number) => boolean,
  isCanary: boolean,
): Promise<ExecutionFailure[]> {
  if (search === undefined || search.state === 'no-group') return []
  const rough = failuresIn(search.lines, isWanted, isCanary)
  const chosen = sample(rough)
  if (chosen.length === 0) return rough
  const lines = await linesOf(at, search.group, chosen)
  // Lines of one request often share a millisecond: those read together come first and keep their order.
  const all = failuresIn(
    [...lines, ...search.lines].sort((a, b) => a.at - b.at),
    isWanted,
    isCanary,
  )
  return likeTheirSample(all, new Set(chosen.map((failure) => failure.requestId)))
}

/** Whether a request was still in its authorizer shows only in its other lines: one not looked at is taken to be like most of its kind. */
export function likeTheirSample(
  failures: readonly ExecutionFailure[],
  looked: ReadonlySet<string>,
): ExecutionFailure[] {
  return failures.map((failure) => {
    if (looked.has(failure.requestId) || failure.kind === undefined) return failure
    const seen = failures.filter((each) => looked.has(each.requestId) && each.kind === failure.kind)
    const inAuthorizer = seen.filter((each) => each.isInAuthorizer).length
    return { ...failure, isInAuthorizer: inAuthorizer * 2 > seen.length }
  })
}

/** The newest few of every kind, in all no more than one search can name. */
function sample(failures: readonly ExecutionFailure[]): ExecutionFailure[] {
  const taken = new Map<string, number>()
  return [...failures]
    .reverse()
    .filter(({ kind = '', status = 0 }) => {
      const key = `${kind} ${status}`
      taken.set(key, (taken.get(key) ?? 0) + 1)
      return (taken.get(key) ?? 0) <= perKind
    })
    .slice(0, mostDetailed)
}

async function linesOf(
  at: ReadContext,
  group: string,
  failures: readonly ExecutionFailure[],
): Promise<readonly LogLine[]> {
  const times = failures.map((failure) => failure.at)
  const window: Window = { from: Math.min(...times) - 60_000, to: Math.max(...times) + 60_000 }
  const found = await filterLog(at, {
    group,
    pattern: patternOf(failures.map((failure) => failure.requestId)),
    window,
    pages: 3,
  })
  return found.lines
}
