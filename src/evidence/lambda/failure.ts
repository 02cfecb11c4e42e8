import type { LogLine } from '../logs/filter.ts'
import { type Dependency, dependencyOf, type FailureKind, kindOf, rankOf } from './failure-kind.ts'
import { type InitReport, type LogLineMeaning, readLogLine } from './log-line.ts'
import { ownFrame } from './stack-frame.ts'

/** One invocation that failed, put together from all lines about it. */
export interface Failure {
  readonly requestId?: string
  /** Epoch milliseconds at which it ended, as far as the log tells. */
  readonly at: number
  readonly stream: string
  /** The function version that ran, from the stream's name. */
  readonly version?: string
  readonly kind: FailureKind
  readonly errorType?: string
  /** At most 600 characters. */
  readonly message: string
  /** The filter pattern that finds its telling line. */
  readonly linePattern?: string
  /** First frame of the function's own code. */
  readonly frame?: string
  readonly timeoutSeconds?: number
  readonly durationMs?: number
  readonly memoryMb?: number
  readonly maxMemoryMb?: number
  /** What it called, when the error names one. */
  readonly dependency?: Dependency
  /** False where the function's own logging may look the same; such a line counts only if the metrics show an error then. */
  readonly certain: boolean
}

/** An error line of an invocation that is not known to have failed. */
export interface LoggedError {
  readonly at: number
  readonly stream: string
  readonly requestId?: string
  readonly errorType?: string
  readonly message: string
  readonly kind: FailureKind
  readonly dependency?: Dependency
}

/** A start of an execution environment that did not succeed. */
export interface FailedInit extends InitReport {
  readonly at: number
  readonly stream: string
}

export interface LogReading {
  readonly failures: readonly Failure[]
  readonly loggedErrors: readonly LoggedError[]
  readonly failedInits: readonly FailedInit[]
}

interface Piece {
  readonly at: number
  readonly stream: string
  readonly meaning: LogLineMeaning
}

const sameInvocationMs = 15_000
const mostMessage = 600
/** An encoded authorization message is of use only whole. */
const mostEncoded = 12_000

function cut(message: string): string {
  const most = /Encoded authorization failure message/i.test(message) ? mostEncoded : mostMessage
  return message.slice(0, most).toWellFormed()
}

/** Joins a log group's lines into one failure for each failed invocation, oldest first. */
export function readFailures(lines: readonly LogLine[]): LogReading {
  const pieces = lines.flatMap((line): Piece[] => {
    const meaning = readLogLine(line.message)
    return meaning === undefined ? [] : [{ at: line.at, stream: line.stream, meaning }]
  })
  const failures: Failure[] = []
  const loggedErrors: LoggedError[] = []
  const failedInits: FailedInit[] = []
  const endings = new Set<string>()
  for (const group of invocationsOf(pieces)) {
    const failure = failureOf(group)
    if (failure === undefined) continue
    failures.push(failure)
    if (failure.requestId !== undefined) endings.add(failure.requestId)
  }
  for (const { at, stream, meaning } of pieces) {
    if (meaning.kind === 'init-report' && isBad(meaning.status)) failedInits.push({ ...meaning, at, stream })
    if (meaning.kind !== 'logged') continue
    const { requestId, errorType, message } = meaning
    const dependency = dependencyOf(errorType ?? '', message, message)
    loggedErrors.push({
      at,
      stream,
      message: cut(message),
      kind: kindOf(errorType ?? '', message, message),
      ...(requestId !== undefined && { requestId }),
      ...(errorType !== undefined && { errorType }),
      ...(dependency !== undefined && { dependency }),
    })
  }
  const byTime = (a: { at: number }, b: { at: number }): number => a.at - b.at
  return {
    failures: settle(failures).sort(byTime),
    loggedErrors: loggedErrors.sort(byTime),
    failedInits: failedInits.sort(byTime),
  }
}

/** Lines of one request id belong together; those without one belong to the next ending in their stream. */
function invocationsOf(pieces: readonly Piece[]): Piece[][] {
  const groups: Piece[][] = []
  const byStream = Map.groupBy(pieces, (piece) => piece.stream)
  for (const inStream of byStream.values()) {
    const byRequest = new Map<string, Piece[]>()
    let waiting: Piece[] = []
    for (const piece of inStream.toSorted((a, b) => a.at - b.at)) {
      const { meaning } = piece
      if (meaning.kind === 'logged') continue
      const requestId = 'requestId' in meaning ? meaning.requestId : undefined
      const first = waiting[0]
      if (first !== undefined && piece.at - first.at > sameInvocationMs && requestId === undefined) {
        if (waiting.some(isEnd)) groups.push(waiting)
        waiting = []
      }
      if (requestId === undefined) {
        const repeats =
          waiting.some((each) => each.meaning.kind === 'raised') && meaning.kind === 'raised' && !isInit(meaning)
        if (repeats) {
          groups.push(waiting)
          waiting = []
        }
        waiting.push(piece)
        continue
      }
      const known = byRequest.get(requestId) ?? []
      byRequest.set(requestId, known)
      if (waiting.length > 0) {
        const last = waiting.at(-1)
        if (last !== undefined && piece.at - last.at <= sameInvocationMs) known.push(...waiting)
        else if (waiting.some(isEnd)) groups.push(waiting)
        waiting = []
      }
      known.push(piece)
    }
    if (waiting.some(isEnd)) groups.push(waiting)
    groups.push(...byRequest.values())
  }
  return groups
}

function isEnd({ meaning }: Piece): boolean {
  return meaning.kind === 'raised' || meaning.kind === 'crashed'
}

/** Errors while the module loads are written again for each try. */
function isInit(meaning: LogLineMeaning): boolean {
  return meaning.kind === 'raised' && /^Runtime\.|ImportModule|HandlerNotFound|SyntaxError/.test(meaning.errorType)
}

function failureOf(group: readonly Piece[]): Failure | undefined {
  const meanings = group.map((piece) => piece.meaning)
  const reports = meanings.filter((each) => each.kind === 'report')
  const report = reports.find((each) => each.maxMemoryMb !== undefined) ?? reports[0]
  const status = reports.find((each) => each.status !== undefined && each.status !== 'success')?.status
  const timedOut = meanings.find((each) => each.kind === 'timed-out')
  const crashed = meanings.filter((each) => each.kind === 'crashed')
  const raises = meanings.filter((each) => each.kind === 'raised')
  const raised = raises.find((each) => each.certain) ?? raises[0]
  const last = group.at(-1)
  if (last === undefined) return undefined
  const hasFailed = timedOut !== undefined || crashed.length > 0 || raised !== undefined || isBad(status)
  if (
    !hasFailed ||
    (reports.some((each) => each.status === 'success') && timedOut === undefined && crashed.length === 0)
  )
    return undefined

  const words = wordsOf(meanings)
  const timeoutSeconds =
    timedOut?.timeoutSeconds ??
    (words.kind === 'timeout' && report?.durationMs !== undefined ? report.durationMs / 1000 : undefined)
  const requestId = group
    .map(({ meaning }) => ('requestId' in meaning ? meaning.requestId : undefined))
    .find((id) => id !== undefined)
  const version = versionOf(last.stream)
  const dependency =
    words.kind === 'timeout' || words.kind === 'oom'
      ? undefined
      : dependencyOf(words.errorType ?? '', words.message, words.raw)
  const frame = ownFrame(words.raw)
  return {
    ...(requestId !== undefined && { requestId }),
    at: last.at,
    stream: last.stream,
    ...(version !== undefined && { version }),
    kind: words.kind,
    ...(words.errorType !== undefined && { errorType: words.errorType }),
    message: cut(words.message),
    ...(words.pattern !== undefined && { linePattern: words.pattern }),
    ...(frame !== undefined && { frame }),
    ...(timeoutSeconds !== undefined && { timeoutSeconds }),
    ...(report?.durationMs !== undefined && { durationMs: report.durationMs }),
    ...(report?.memoryMb !== undefined && { memoryMb: report.memoryMb }),
    ...(report?.maxMemoryMb !== undefined && { maxMemoryMb: report.maxMemoryMb }),
    ...(dependency !== undefined && { dependency }),
    certain: timedOut !== undefined || crashed.length > 0 || isBad(status) || raised?.certain === true,
  }
}

interface Words {
  readonly kind: FailureKind
  readonly errorType?: string
  readonly message: string
  readonly raw: string
  readonly pattern?: string
}

/** The telling words of an invocation's end: how Lambda ended it comes before what the code raised, and that before a bare report. */
function wordsOf(meanings: readonly LogLineMeaning[]): Words {
  const options = meanings.flatMap((meaning): Words[] => {
    if (meaning.kind === 'timed-out')
      return [
        { kind: 'timeout', message: `Task timed out after ${meaning.timeoutSeconds.toFixed(2)} seconds`, raw: '' },
      ]
    if (meaning.kind === 'crashed' || meaning.kind === 'raised') {
      const raw = meaning.kind === 'raised' ? `${meaning.message}\n${meaning.stack}` : meaning.message
      return [
        {
          kind: kindOf(meaning.errorType, meaning.message, raw),
          errorType: meaning.errorType,
          message: meaning.message,
          raw,
          ...(meaning.kind === 'raised' && meaning.requestId === undefined && { pattern: `"${meaning.errorType}"` }),
        },
      ]
    }
    if (meaning.kind !== 'report' || !isBad(meaning.status)) return []
    if (meaning.status === 'timeout')
      return [{ kind: 'timeout', message: 'The invocation ended with status timeout', raw: '' }]
    const errorType = meaning.errorType ?? ''
    return [{ kind: kindOf(errorType, '', ''), ...(errorType !== '' && { errorType }), message: errorType, raw: '' }]
  })
  const best = options.toSorted((a, b) => rankOf(a) - rankOf(b))[0] ?? {
    kind: 'exception' as const,
    message: '',
    raw: '',
  }
  const detail = options.find(
    (each) => each.kind === best.kind && each.message !== '' && each.message !== each.errorType,
  )
  const plain = options.find((each) => each.errorType !== undefined && /^Runtime\.OutOfMemory$/.test(each.errorType))
  const hook =
    best.kind === 'restore' ? options.find(({ kind, message }) => kind !== 'restore' && message !== '') : undefined
  return {
    ...best,
    ...detail,
    ...(hook !== undefined && { message: `${best.message}: ${hook.errorType ?? ''} ${hook.message}` }),
    ...(best.kind === 'oom' && plain?.errorType !== undefined && { errorType: plain.errorType }),
  }
}

/** An invocation whose lines came in twice under two shapes is one failure. */
function settle(failures: readonly Failure[]): Failure[] {
  const kept = new Map<string, Failure>()
  for (const failure of failures) {
    const key = failure.requestId ?? `${failure.stream} ${failure.at} ${failure.kind}`
    const known = kept.get(key)
    if (known === undefined) kept.set(key, failure)
    else kept.set(key, { ...failure, ...known, at: Math.max(known.at, failure.at) })
  }
  return [...kept.values()]
}

function isBad(status: string | undefined): boolean {
  return status === 'timeout' || status === 'error' || status === 'failure'
}

/** `42` of `2026/11/23/[42]0a1b`; with a shared log group the function's name stands before the bracket. */
export function versionOf(stream: string): string | undefined {
  return /\[([^\]]+)\]/.exec(stream)?.[1]
}

/** When these invocations failed: their ends and, since metrics count from the start, their starts. */
export function timesOf(
  failures: readonly { readonly at: number; readonly durationMs?: number; readonly timeoutSeconds?: number }[],
): number[] {
  const times = failures.flatMap(({ at, durationMs, timeoutSeconds }) => [
    at,
    at - (durationMs ?? (timeoutSeconds ?? 0) * 1000),
  ])
  return [...new Set(times)].sort((a, b) => a - b)
}

export function requestIdsOf(failures: readonly { readonly requestId?: string }[]): string[] {
  return [...new Set(failures.flatMap(({ requestId }) => requestId ?? []))]
}
