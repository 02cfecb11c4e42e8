import type { LambdaFunction } from '../../targets/target.ts'
import { total, within } from '../cloudwatch/series.ts'
import { EvidenceMissing } from '../evidence.ts'
import { citeLog, filterLog, type LogLine, logGroupArn } from '../logs/filter.ts'
import { defineProbe, type Probe, type ReadContext, type Window } from '../probe.ts'
import { functionAlias } from './alias.ts'
import { type FunctionConfiguration, functionConfiguration } from './configuration.ts'
import { type FailedInit, type Failure, type LoggedError, readFailures } from './failure.ts'
import { type FunctionMetrics, functionMetrics, seriesOf } from './metrics.ts'

export type { FailedInit, Failure, LoggedError } from './failure.ts'

/** What a function's log says of its failures. */
export interface FunctionFailures {
  /** `no-group`: there is no such log group, so nothing can be said from logs. */
  readonly state: 'searched' | 'no-group'
  /** False when the search stopped before the end of the window. */
  readonly complete: boolean
  readonly group: string
  /** The configuration could not be read, so the default name was searched. */
  readonly groupIsAssumed: boolean
  readonly logFormat: 'Text' | 'JSON' | undefined
  /** Invocations that failed, oldest first. */
  readonly failures: readonly Failure[]
  /** Error lines of invocations that are not known to have failed. */
  readonly loggedErrors: readonly LoggedError[]
  readonly failedInits: readonly FailedInit[]
}

/** All-OR, since a plain term would switch the `?` terms off; no quotes within quotes. */
export const failurePattern = [
  'ERROR',
  'errorType',
  'Exception',
  'Task timed out',
  'timeout',
  'Runtime.',
  'Extension.',
  'signal: killed',
  'Runtime exited',
  'Process exited before completing',
  'Status: error',
  'Status: timeout',
  'AccessDenied',
  'not authorized',
  'ENOSPC',
  'No space left',
  'valid bootstrap',
  'out of memory',
  'OutOfMemory',
  'panicked at',
  'GLIBC',
]
  .map((term) => `?"${term}"`)
  .join(' ')

const mostPages = 6
const newestMs = 10 * 60_000
/** Shorter timeouts end within what one search of a busy log covers. */
const secondLookMs = 3_000

/** Searches a function's log group for invocations that failed. */
export const functionFailures = defineProbe<FunctionFailures, LambdaFunction>({
  id: 'lambda.failures',
  actions: ['logs:FilterLogEvents'],
  uses: [functionConfiguration, functionMetrics, functionAlias],
  key: (target) => target.arn,
  resource: (target) => logGroupArn(target, `/aws/lambda/${target.id}`),
  async fetch(target, at) {
    const metricsRead = unlessMissing(at, functionMetrics, target)
    const aliasRead = target.qualifier === undefined ? undefined : unlessMissing(at, functionAlias, target)
    const usualGroup = `/aws/lambda/${target.id}`
    // Most functions log where Lambda puts them: that group is searched while the configuration is still on its way.
    const usualSearch = filterLog(at, { group: usualGroup, pattern: failurePattern, pages: mostPages })
    usualSearch.catch(() => undefined)
    const configuration = await unlessMissing(at, functionConfiguration, target, ['absent'])
    const group = configuration?.logGroup ?? usualGroup
    const search =
      group === usualGroup
        ? await usualSearch
        : await filterLog(at, { group, pattern: failurePattern, pages: mostPages })
    const [metrics, alias] = await Promise.all([metricsRead, aliasRead])
    const versions =
      alias === undefined || alias === null
        ? undefined
        : new Set([alias.version, ...alias.routes.map((route) => route.version)])
    const newest =
      search.complete || search.state === 'no-group' ? undefined : await searchNewest(at, group, metrics, configuration)
    const lines = ownLines(unique([...search.lines, ...(newest ?? [])]), target, configuration, versions)
    const reading = readFailures(lines)
    const isOwnUnknown = aliasRead !== undefined && alias === undefined
    const failures = await withMemory(at, group, decided(reading.failures, lines, configuration, metrics, isOwnUnknown))
    const demoted = reading.failures.filter(
      (failure) => !failures.some((kept) => kept.at === failure.at && kept.stream === failure.stream),
    )
    return {
      state: search.state,
      complete: search.complete,
      group,
      groupIsAssumed: configuration === undefined,
      logFormat: configuration?.logFormat,
      failures,
      loggedErrors: [...reading.loggedErrors, ...demoted].sort((a, b) => a.at - b.at),
      failedInits: reading.failedInits,
    }
  },
  cite(target, window, aspect = `/aws/lambda/${target.id}`) {
    const { group, pattern } = placeInLog(aspect)
    return citeLog(target, group, pattern ?? failurePattern, window)
  },
})

/** The aspect of a citation that finds the lines of one request: its log group, then a pattern. */
export function inLog(
  group: string | undefined,
  seen: { readonly requestId?: string; readonly linePattern?: string } | undefined,
): string | undefined {
  const pattern = seen?.linePattern ?? (seen?.requestId === undefined ? undefined : `"${seen.requestId}"`)
  return group === undefined || pattern === undefined ? group : `${group} ${pattern}`
}

/** Takes such an aspect apart; the name of a log group has no space in it. */
export function placeInLog(aspect: string): { readonly group: string; readonly pattern?: string } {
  const [, group = aspect, pattern] = /^(\S+) (.+)$/s.exec(aspect) ?? []
  return { group, ...(pattern !== undefined && { pattern }) }
}

async function unlessMissing<T>(
  at: ReadContext,
  probe: Probe<T, LambdaFunction>,
  target: LambdaFunction,
  except: readonly string[] = [],
): Promise<T | undefined> {
  try {
    return await at.read(probe, target)
  } catch (error) {
    if (error instanceof EvidenceMissing && !except.includes(error.evidence.status)) return undefined
    throw error
  }
}

/**
 * A search that broke off has seen the oldest lines; what fails now matters more. In a busy log a page is a few seconds, so it begins where
 * the newest failures do: with the minute in which they began, and a timeout later.
 */
async function searchNewest(
  at: ReadContext,
  group: string,
  metrics: FunctionMetrics | undefined,
  configuration: FunctionConfiguration | undefined,
): Promise<readonly LogLine[]> {
  const failing = metrics === undefined ? [] : seriesOf(metrics).errors.points.filter((point) => point.value > 0)
  const most = Math.max(...failing.map((point) => point.value))
  const last = failing.findLast((point) => point.value >= most / 2)?.at
  const timeoutMs = (configuration?.timeoutSeconds ?? 0) * 1_000
  const starts =
    last === undefined ? [at.window.to - newestMs] : timeoutMs < secondLookMs ? [last] : [last, last + timeoutMs]
  const searches = await Promise.all(
    starts.map((start) => {
      const from = Math.max(at.window.from, start)
      const window: Window = { from, to: Math.min(at.window.to, start + newestMs) }
      return from >= window.to ? undefined : filterLog(at, { group, pattern: failurePattern, window, pages: 2 })
    }),
  )
  return searches.flatMap((search) => search?.lines ?? [])
}

/** A log group may be shared by functions, and an alias or version by other callers. */
function ownLines(
  lines: readonly LogLine[],
  target: LambdaFunction,
  configuration: FunctionConfiguration | undefined,
  aliasVersions: ReadonlySet<string> | undefined,
): LogLine[] {
  const wanted = aliasVersions ?? (/^\d+$/.test(target.qualifier ?? '') ? new Set([target.qualifier]) : undefined)
  const isShared = configuration !== undefined && configuration.logGroup !== `/aws/lambda/${target.id}`
  return lines.filter(({ stream }) => {
    const [, owner, version] = /^(?:\d{4}\/\d\d\/\d\d\/)?([\w-]*)\[([^\]]+)\]/.exec(stream) ?? []
    if (isShared && owner !== undefined && owner !== '' && owner !== target.id) return false
    return wanted === undefined || version === undefined || wanted.has(version)
  })
}

/**
 * Lines that a handled error could have written too count only where Lambda itself or the metrics say that an invocation failed. Where the
 * versions behind an alias are not known, any line may be of other callers, and only the alias's own metrics tell.
 */
function decided(
  failures: readonly Failure[],
  lines: readonly LogLine[],
  configuration: FunctionConfiguration | undefined,
  metrics: FunctionMetrics | undefined,
  isOwnUnknown: boolean,
): Failure[] {
  const saysEndings =
    configuration?.logFormat === 'JSON' &&
    lines.some((line) => /"type":\s*"platform\.(?:report|runtimeDone)"/.test(line.message))
  return failures.filter((failure) => {
    const isSure = failure.certain && !(isOwnUnknown && metrics !== undefined)
    if (isSure) return true
    if (saysEndings && !failure.certain) return false
    if (metrics === undefined) return true
    const errors = seriesOf(metrics).errors
    const start = failure.at - (failure.durationMs ?? (configuration?.timeoutSeconds ?? 0) * 1000)
    const isNewest =
      errors.points.every((point) => point.at + 60_000 < failure.at - 120_000) && errors.points.length > 0
    return isNewest || total(within(errors, Math.floor(start / 60_000) * 60_000 - 60_000, failure.at + 60_000)) > 0
  })
}

/** Older report lines have no status and so are not found with the failure: the newest killed invocation gets its memory looked up. */
async function withMemory(at: ReadContext, group: string, failures: readonly Failure[]): Promise<readonly Failure[]> {
  const killed = failures.findLast((failure) => failure.kind === 'oom' && failure.requestId !== undefined)
  if (killed === undefined || failures.some((failure) => failure.kind === 'oom' && failure.maxMemoryMb !== undefined))
    return failures
  const window = { from: killed.at - 5_000, to: killed.at + 5_000 }
  const { lines } = await filterLog(at, {
    group,
    pattern: `"REPORT RequestId: ${killed.requestId}"`,
    window,
    ...(killed.stream !== '' && { streamPrefix: killed.stream }),
    pages: 1,
  })
  const report = lines
    .map((line) => /Memory Size: (\d+) MB\s+Max Memory Used: (\d+) MB/.exec(line.message))
    .find((found) => found !== null)
  if (report === undefined || report === null) return failures
  const memory = { memoryMb: Number(report[1]), maxMemoryMb: Number(report[2]) }
  return failures.map((failure) => (failure === killed ? { ...failure, ...memory } : failure))
}

function unique(lines: readonly LogLine[]): LogLine[] {
  return [...new Map(lines.map((line) => [`${line.stream} ${line.at} ${line.message}`, line])).values()]
}
