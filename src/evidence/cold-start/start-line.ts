/** What a log line says of the start of an environment. */
export type StartLine =
  | ColdReport
  /** The init phase by itself; a timed-out one is repeated inside the invocation. */
  | {
      readonly kind: 'init'
      readonly durationMs: number
      readonly phase: string
      readonly hasTimedOut: boolean
      readonly type?: string
    }
  | { readonly kind: 'extension'; readonly name: string }

/** The end of an invocation that had to wait for its environment. Milliseconds; `durationMs` leaves the start out. */
export interface ColdReport {
  readonly kind: 'report'
  readonly requestId: string
  readonly initMs?: number
  /** From a SnapStart snapshot instead of an init. */
  readonly restoreMs?: number
  readonly durationMs?: number
}

/** Every line of a start in text and JSON; all terms are alternatives. */
export const startPattern = [
  'Init Duration',
  'Restore Duration',
  'initDurationMs',
  'restoreDurationMs',
  'platform.initReport',
  'platform.restoreReport',
  'EXTENSION',
  'platform.extension',
]
  .map((term) => `?"${term}"`)
  .join(' ')

/** Reads one event of a function's log group; undefined when it says nothing of a start. */
export function readStartLine(message: string): StartLine | undefined {
  const line = message.trim()
  return line.startsWith('{') ? readJson(line) : readText(line)
}

function readText(line: string): StartLine | undefined {
  if (line.startsWith('INIT_REPORT')) {
    const durationMs = numberIn(line, /Init Duration: ([\d.]+) ms/)
    return durationMs === undefined
      ? undefined
      : {
          kind: 'init',
          durationMs,
          phase: /Phase: (\w+)/.exec(line)?.[1] ?? 'init',
          hasTimedOut: /Status: timeout/.test(line),
        }
  }
  const extension = /^EXTENSION\s+Name: (\S+)\s+State: Ready/.exec(line)?.[1]
  if (extension !== undefined) return { kind: 'extension', name: extension }
  const requestId = /^REPORT RequestId:\s*(\S+)/.exec(line)?.[1]
  if (requestId === undefined) return undefined
  return coldReport(
    requestId,
    numberIn(line, /Init Duration: ([\d.]+) ms/),
    numberIn(line, /(?<!Billed )Restore Duration: ([\d.]+) ms/),
    numberIn(line, /(?<!Billed |Init |Restore )Duration: ([\d.]+) ms/),
  )
}

function readJson(line: string): StartLine | undefined {
  const event = parsed(line)
  const record = asFields(event?.record)
  if (record === undefined) return undefined
  const metrics = asFields(record.metrics) ?? {}
  if (event?.type === 'platform.initReport')
    return {
      kind: 'init',
      durationMs: asNumber(metrics.durationMs) ?? 0,
      phase: typeof record.phase === 'string' ? record.phase : 'init',
      hasTimedOut: record.status === 'timeout',
      ...(typeof record.initializationType === 'string' && { type: record.initializationType }),
    }
  if (event?.type === 'platform.extension')
    return typeof record.name === 'string' ? { kind: 'extension', name: record.name } : undefined
  if (event?.type !== 'platform.report' || typeof record.requestId !== 'string') return undefined
  return coldReport(
    record.requestId,
    asNumber(metrics.initDurationMs),
    asNumber(metrics.restoreDurationMs),
    asNumber(metrics.durationMs),
  )
}

function coldReport(
  requestId: string,
  initMs: number | undefined,
  restoreMs: number | undefined,
  durationMs: number | undefined,
): ColdReport | undefined {
  if (initMs === undefined && restoreMs === undefined) return undefined
  return {
    kind: 'report',
    requestId,
    ...(initMs !== undefined && { initMs }),
    ...(restoreMs !== undefined && { restoreMs }),
    ...(durationMs !== undefined && { durationMs }),
  }
}

type Fields = Readonly<Record<string, unknown>>

function parsed(line: string): Fields | undefined {
  try {
    return asFields(JSON.parse(line))
  } catch {
    return undefined
  }
}

function asFields(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null ? (value as Fields) : undefined
}

function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}

function numberIn(line: string, pattern: RegExp): number | undefined {
  const found = pattern.exec(line)?.[1]
  return found === undefined ? undefined : Number(found)
}
