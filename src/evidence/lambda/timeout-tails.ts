import type { FunctionTimeouts } from '../../targets/target.ts'
import { highest } from '../cloudwatch/series.ts'
import { EvidenceMissing } from '../evidence.ts'
import { citeLog, filterLog, type LogLine, logGroupArn } from '../logs/filter.ts'
import { defineProbe, type ReadContext } from '../probe.ts'
import { functionConfiguration } from './configuration.ts'
import { functionFailures, placeInLog } from './failures.ts'
import { isObject, parseObject, text } from './log-fields.ts'
import { readLogLine } from './log-line.ts'
import { functionMetrics, seriesOf } from './metrics.ts'

/** What one slow invocation wrote before its end. */
export interface SlowRun {
  readonly requestId?: string
  readonly stream: string
  readonly startAt: number
  readonly endAt: number
  readonly timedOut: boolean
  /** Its last lines, oldest first, each at most 300 characters; lines of Lambda itself are left out. */
  readonly lines: readonly { readonly at: number; readonly text: string }[]
  /** From its last line, or its start, to its end. */
  readonly silenceMs: number
  /** The largest number of records, rows, items or bytes it spoke of. */
  readonly size?: number
}

export interface TimeoutTails {
  readonly group: string
  readonly runs: readonly SlowRun[]
  /** Sizes that other invocations in the same streams spoke of. */
  readonly otherSizes: readonly number[]
}

const mostRuns = 2
const mostLines = 8
const beforeMs = 60_000
const minuteMs = 60_000

/** The last words of a few invocations that ran into a time limit: the line before the silence names what they waited for. */
export const timeoutTails = defineProbe<TimeoutTails, FunctionTimeouts>({
  id: 'lambda.timeout-tails',
  actions: ['logs:FilterLogEvents'],
  uses: [functionConfiguration, functionFailures, functionMetrics],
  key: (target) => target.function.arn,
  resource: (target) => logGroupArn(target, `/aws/lambda/${target.function.id}`),
  async fetch(target, at) {
    const found = await at.read(functionFailures, target.function)
    const timeouts = found.failures.filter((failure) => failure.kind === 'timeout')
    const chosen =
      timeouts.length > 0
        ? [
            ...new Map(
              timeouts.map((each) => [
                each.stream,
                { ...each, timedOut: true, durationMs: each.durationMs ?? (each.timeoutSeconds ?? 3) * 1000 },
              ]),
            ).values(),
          ]
        : found.state === 'searched'
          ? await slowRequests(target, at, found.group)
          : []
    const streams = await Promise.all(
      chosen.slice(-mostRuns).map(async (run) => {
        const window = { from: Math.floor(run.at - run.durationMs - beforeMs), to: Math.ceil(run.at + 2_000) }
        const { lines } = await filterLog(at, {
          group: found.group,
          pattern: '',
          ...(run.stream !== '' && { streamPrefix: run.stream }),
          window,
          pages: 3,
          mostLines: 3_000,
        })
        return { run, lines: lines.filter((line) => line.stream === run.stream) }
      }),
    )
    const runs = streams.map(({ run, lines }) => runOf(run, lines))
    return { group: found.group, runs, otherSizes: streams.flatMap(({ run, lines }) => sizesOfOthers(run, lines)) }
  },
  cite(target, window, aspect = `/aws/lambda/${target.function.id}`) {
    const { group, pattern = '' } = placeInLog(aspect)
    return citeLog(target, group, pattern, window)
  },
})

interface Chosen {
  readonly at: number
  readonly stream: string
  readonly requestId?: string
  readonly durationMs: number
  readonly timedOut: boolean
}

/** Where the function outlives its caller's patience without reaching its own limit, its slowest invocations stand for the failed ones. */
async function slowRequests(target: FunctionTimeouts, at: ReadContext, group: string): Promise<Chosen[]> {
  const metrics = await at.read(functionMetrics, target.function).catch((error: unknown) => {
    if (error instanceof EvidenceMissing) return undefined
    throw error
  })
  if (metrics === undefined) return []
  const { durationMaximum } = seriesOf(metrics)
  const slowest = highest(durationMaximum)
  if (slowest === undefined) return []
  const slow = durationMaximum.points.filter((point) => point.value >= slowest * 0.9)
  // A metric stands at the minute an invocation began in, and its report is written when it ends: in the newest minutes that may be to come.
  const ended = slow.findLast((point) => point.at + minuteMs + point.value <= at.now)
  const minute = (ended ?? slow.at(-1))?.at
  if (minute === undefined) return []
  const window = { from: minute, to: Math.ceil(minute + minuteMs + slowest + 5_000) }
  const { lines } = await filterLog(at, { group, pattern: '?"REPORT RequestId" ?"platform.report"', window, pages: 2 })
  return lines
    .flatMap((line): Chosen[] => {
      const meaning = readLogLine(line.message)
      if (meaning?.kind !== 'report' || (meaning.durationMs ?? 0) < slowest * 0.6) return []
      return [
        {
          at: line.at,
          stream: line.stream,
          requestId: meaning.requestId,
          durationMs: meaning.durationMs ?? slowest,
          timedOut: false,
        },
      ]
    })
    .sort((a, b) => a.durationMs - b.durationMs)
    .slice(-mostRuns)
}

function runOf(run: Chosen, lines: readonly LogLine[]): SlowRun {
  const own = lines.filter((line) => belongs(line, run, lines))
  const startAt = own.find((line) => isStart(line.message, run.requestId))?.at ?? run.at - run.durationMs
  const words = own.flatMap((line) => {
    const said = wordsOf(line.message)
    return said === undefined ? [] : [{ at: line.at, text: said }]
  })
  const sizes = words.flatMap((line) => sizeIn(line.text) ?? [])
  const endAt = run.timedOut ? Math.max(run.at, startAt + run.durationMs) : run.at
  return {
    ...(run.requestId !== undefined && { requestId: run.requestId }),
    stream: run.stream,
    startAt,
    endAt: run.timedOut ? Math.min(endAt, startAt + run.durationMs + 1_000) : endAt,
    timedOut: run.timedOut,
    lines: words.slice(-mostLines),
    silenceMs: Math.max(
      0,
      (run.timedOut ? startAt + run.durationMs : run.at) - Math.max(words.at(-1)?.at ?? startAt, startAt),
    ),
    ...(sizes.length > 0 && { size: Math.max(...sizes) }),
  }
}

/** One environment runs one invocation at a time, so what lies between its start and its end is its own. */
function belongs(line: LogLine, run: Chosen, all: readonly LogLine[]): boolean {
  if (run.requestId !== undefined && line.message.includes(run.requestId)) return true
  const other =
    /^\S+Z\s+([0-9a-f]{8}-[0-9a-f-]{27})\s/.exec(line.message)?.[1] ??
    /"requestId":\s*"([^"]+)"/.exec(line.message)?.[1]
  if (run.requestId !== undefined && other !== undefined && other !== run.requestId) return false
  const start = all.find((each) => isStart(each.message, run.requestId))
  const from = start?.at ?? run.at - run.durationMs - 500
  return (
    line.at >= from &&
    line.at <= run.at + 500 &&
    !(/^(?:START|REPORT|END) RequestId/.test(line.message) && start !== undefined)
  )
}

function isStart(message: string, requestId: string | undefined): boolean {
  return (
    requestId !== undefined &&
    message.includes(requestId) &&
    (message.startsWith('START RequestId') || /"type":\s*"platform\.start"/.test(message))
  )
}

/** What the function itself wrote, without time, request id and level; undefined for Lambda's own lines. */
function wordsOf(message: string): string | undefined {
  const line = message.trim()
  if (
    line === '' ||
    /^(?:START|END|REPORT|INIT_START|INIT_REPORT|EXTENSION|TELEMETRY|LOGS)\b|Task timed out after|"type":\s*"platform\./.test(
      line,
    )
  )
    return undefined
  const fields = line.startsWith('{') ? parseObject(line) : undefined
  const said =
    fields === undefined
      ? line
      : (text(fields.message) ?? text(fields.msg) ?? (isObject(fields.message) ? JSON.stringify(fields.message) : line))
  return said
    .replace(/^\d{4}-\d\d-\d\dT\S+\s+\S+\s+(?:TRACE|DEBUG|INFO|WARN|ERROR)\s+/, '')
    .replace(/^\[\w+\]\t\S+\t\S+\t/, '')
    .split(/[\r\n]/)[0]
    ?.slice(0, 300)
}

function sizesOfOthers(run: Chosen, lines: readonly LogLine[]): number[] {
  return lines.filter((line) => !belongs(line, run, lines)).flatMap((line) => sizeIn(line.message) ?? [])
}

function sizeIn(line: string): number | undefined {
  const found =
    /\b(\d[\d,_]*)\s*(?:records?|rows?|items?|lines?|objects?|messages?|files?|entries|bytes|orders|products)\b/i.exec(
      line,
    ) ??
    /\b(?:records?|rows?|items?|lines?|objects?|size|bytes|count|contentLength|batch)\w*["']?\s*[=:]\s*["']?(\d[\d,_]*)/i.exec(
      line,
    )
  return found?.[1] === undefined ? undefined : Number(found[1].replaceAll(/[,_]/g, ''))
}
