import type { LambdaFunction } from '../../targets/target.ts'
import { EvidenceMissing } from '../evidence.ts'
import { type FunctionConfiguration, functionConfiguration } from '../lambda/configuration.ts'
import { citeLog, filterLog, type LogLine, logGroupArn } from '../logs/filter.ts'
import { defineProbe, type ReadContext } from '../probe.ts'
import { readStartLine, startPattern } from './start-line.ts'

/** An invocation that waited for its environment. Times are epoch milliseconds, durations milliseconds. */
export interface ColdStart {
  /** When the invocation began. */
  readonly at: number
  readonly requestId: string
  /** `$LATEST` or a number; undefined where the stream's name does not say. */
  readonly version?: string
  readonly initMs?: number
  readonly restoreMs?: number
  readonly durationMs?: number
}

/** What a function's log says of its starts. */
export interface Startups {
  readonly state: 'searched' | 'no-group'
  readonly complete: boolean
  readonly group: string
  /** The function's JSON logging leaves out the lines that would show a start, or the group has none of any invocation. */
  readonly areReportsOff: boolean
  readonly starts: readonly ColdStart[]
  /** Init phases that ran out of their ten seconds. */
  readonly timedOutInits: readonly { readonly at: number; readonly durationMs: number; readonly phase: string }[]
  readonly extensions: readonly string[]
}

/** Searches a function's log group for cold starts. */
export const functionStartups = defineProbe<Startups, LambdaFunction>({
  id: 'cold-start.startups',
  actions: ['logs:FilterLogEvents'],
  uses: [functionConfiguration],
  key: (target) => `${target.account} ${target.region} ${target.id}`,
  resource: (target) => logGroupArn(target, `/aws/lambda/${target.id}`),
  async fetch(target, at) {
    const configuration = await known(at, target)
    const group = configuration?.logGroup ?? `/aws/lambda/${target.id}`
    const search = await filterLog(at, { group, pattern: startPattern })
    const isShared = group !== `/aws/lambda/${target.id}`
    const lines = search.lines.filter(
      (line) => !isShared || ownerOf(line.stream) === undefined || ownerOf(line.stream) === target.id,
    )
    const isLeftOut = configuration?.logFormat === 'JSON' && /^WARN/i.test(configuration.systemLogLevel ?? '')
    const isSilent = search.state === 'searched' && search.complete && lines.length === 0 && !isLeftOut
    return {
      state: search.state,
      complete: search.complete,
      group,
      areReportsOff: isLeftOut || (isSilent && !(await hasReports(at, group))),
      ...startsOf(lines),
    }
  },
  cite: (target, window, group = `/aws/lambda/${target.id}`) => citeLog(target, group, startPattern, window),
})

/** Whether the group holds the report of any invocation at all: only then does it show that none started cold. */
async function hasReports(at: ReadContext, group: string): Promise<boolean> {
  const { lines, complete } = await filterLog(at, {
    group,
    pattern: '?"REPORT RequestId" ?"platform.report"',
    pages: 2,
    mostLines: 1,
  })
  return lines.length > 0 || !complete
}

/** Environments of provisioned concurrency are made ready beforehand: their reports show an init that nobody waited for. */
function startsOf(lines: readonly LogLine[]): Pick<Startups, 'starts' | 'timedOutInits' | 'extensions'> {
  const read = lines.flatMap((line) => {
    const start = readStartLine(line.message)
    return start === undefined ? [] : [{ line, start }]
  })
  const ready = new Set(
    read.flatMap(({ line, start }) =>
      start.kind === 'init' && start.type === 'provisioned-concurrency' ? [line.stream] : [],
    ),
  )
  return {
    starts: read
      .flatMap(({ line, start }) => {
        if (start.kind !== 'report' || ready.has(line.stream)) return []
        const { kind: _, ...report } = start
        const version = versionOf(line.stream)
        return [{ ...report, at: line.at - (start.durationMs ?? 0), ...(version !== undefined && { version }) }]
      })
      .sort((a, b) => a.at - b.at),
    timedOutInits: read.flatMap(({ line, start }) =>
      start.kind === 'init' &&
      (start.hasTimedOut || (start.durationMs >= 9_990 && start.durationMs <= 10_500)) &&
      start.type !== 'provisioned-concurrency'
        ? [{ at: line.at, durationMs: start.durationMs, phase: start.phase }]
        : [],
    ),
    extensions: [...new Set(read.flatMap(({ start }) => (start.kind === 'extension' ? [start.name] : [])))].sort(),
  }
}

/** `2026/01/01/[42]abc`, or in a shared group `2026/01/01/orders[42]abc`. */
function versionOf(stream: string): string | undefined {
  return /\[([^\]]+)\]/.exec(stream)?.[1]
}

function ownerOf(stream: string): string | undefined {
  const owner = /^(?:\d{4}\/\d\d\/\d\d\/)?([\w-]+)\[/.exec(stream)?.[1]
  return owner === '' ? undefined : owner
}

async function known(at: ReadContext, target: LambdaFunction): Promise<FunctionConfiguration | undefined> {
  try {
    return await at.read(functionConfiguration, target)
  } catch (error) {
    if (error instanceof EvidenceMissing && error.evidence.status !== 'absent') return undefined
    throw error
  }
}
