import type { Invocation, LogMessage } from '../world/logs.ts'

/** A line of one request: milliseconds after its start, and the text. */
export type Line = readonly [offsetMs: number, text: string]

/** What the lines of one request can name. */
export interface RequestNames {
  readonly requestId: string
  readonly at: Date
  readonly lambdaRequestId: string
  readonly group: string
  readonly account: string
  readonly region: string
}

/** The lines Lambda and the function's runtime write about one invocation, in the group's format. */
export function invocationLines(invocation: Invocation, names: RequestNames): Line[] {
  return invocation.format === 'JSON' ? jsonLines(invocation, names) : textLines(invocation, names)
}

function textLines(invocation: Invocation, { requestId, at }: RequestNames): Line[] {
  const { durationMs, memoryMb, initMs, version } = invocation
  const usedMb = invocation.oom ? memoryMb : invocation.usedMb
  const time = (offset: number): string => new Date(at.getTime() + offset).toISOString()
  const application = invocation.lines.map((line, index): Line => {
    const offset = Math.min(durationMs, Math.round(((index + 1) * durationMs) / (invocation.lines.length + 2)))
    const [, level = 'INFO', text] = /^(ERROR|WARN|INFO|DEBUG) ([\s\S]*)$/.exec(textOf(line)) ?? [
      line,
      'INFO',
      textOf(line),
    ]
    return [offset, `${time(offset)}\t${requestId}\t${level}\t${text}\n`]
  })
  const init: Line[] = invocation.initTimeout
    ? [[0, 'INIT_REPORT Init Duration: 10008.12 ms\tPhase: init\tStatus: timeout\n']]
    : []
  if (invocation.initError !== undefined) {
    const { type } = invocation.initError
    const report = `INIT_REPORT Init Duration: ${(initMs ?? 180.5).toFixed(2)} ms\tPhase: init\tStatus: error\tError Type: ${type}\n`
    init.push([0, uncaught(time(0), invocation.initError)], [0, report])
  }
  const outcome = textOutcome(invocation, requestId, time(durationMs))
  const status = statusOf(invocation)
  const report = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${durationMs.toFixed(2)} ms`,
    `Billed Duration: ${Math.ceil(durationMs + (initMs ?? 0))} ms`,
    `Memory Size: ${memoryMb} MB`,
    `Max Memory Used: ${usedMb} MB`,
    ...(initMs === undefined ? [] : [`Init Duration: ${initMs.toFixed(2)} ms`]),
    ...(status === undefined ? [] : [`Status: ${status.status}`]),
    ...(status?.errorType === undefined ? [] : [`Error Type: ${status.errorType}`]),
  ].join('\t')
  return [
    ...init,
    [0, `START RequestId: ${requestId} Version: ${version}\n`],
    ...application,
    ...outcome,
    [durationMs, `END RequestId: ${requestId}\n`],
    [durationMs, `${report}\t\n`],
  ]
}

function textOutcome(invocation: Invocation, requestId: string, time: string): Line[] {
  const { durationMs, error } = invocation
  if (error !== undefined) {
    const stack = error.stack ?? [
      `${error.type}: ${error.message}`,
      '    at Runtime.handler (file:///var/task/index.mjs:12:9)',
    ]
    if (error.runtime === 'python')
      return [
        [
          durationMs,
          `[ERROR] ${error.type}: ${error.message}\nTraceback (most recent call last):\n${stack.slice(1).join('\n')}`,
        ],
      ]
    return [
      [
        durationMs,
        `${time}\t${requestId}\tERROR\tInvoke Error \t${JSON.stringify({ errorType: error.type, errorMessage: error.message, stack })}\n`,
      ],
    ]
  }
  if (invocation.initError !== undefined) return [[durationMs, uncaught(time, invocation.initError)]]
  if (invocation.oom)
    return [
      [durationMs, `RequestId: ${requestId} Error: Runtime exited with error: signal: killed\nRuntime.ExitError\n`],
    ]
  if (invocation.exitStatus !== undefined)
    return [
      [
        durationMs,
        `RequestId: ${requestId} Error: Runtime exited with error: exit status ${invocation.exitStatus}\nRuntime.ExitError\n`,
      ],
    ]
  if (invocation.timeout)
    return [[durationMs, `${time} ${requestId} Task timed out after ${(durationMs / 1000).toFixed(2)} seconds\n\n`]]
  return []
}

function jsonLines(invocation: Invocation, { requestId, at, group, account, region }: RequestNames): Line[] {
  const { durationMs, memoryMb, initMs, version, error } = invocation
  const time = (offset: number): string => new Date(at.getTime() + offset).toISOString()
  const platform = (offset: number, type: string, record: object): Line => [
    offset,
    JSON.stringify({ time: time(offset), type, record }),
  ]
  const status = statusOf(invocation)
  const application = invocation.lines.map((line, index): Line => {
    const offset = Math.min(durationMs, Math.round(((index + 1) * durationMs) / (invocation.lines.length + 2)))
    const [, level = 'INFO', text] =
      typeof line === 'string'
        ? (/^(ERROR|WARN|INFO|DEBUG) ([\s\S]*)$/.exec(line) ?? [line, 'INFO', line])
        : [undefined, 'INFO', undefined]
    const body = typeof line === 'string' ? { message: text } : line
    return [offset, JSON.stringify({ timestamp: time(offset), level, requestId, ...body })]
  })
  const init: Line[] =
    invocation.initError === undefined
      ? []
      : [
          [0, JSON.stringify(thrownRecord(invocation.initError, time(0), undefined))],
          platform(0, 'platform.initReport', {
            initializationType: 'on-demand',
            phase: 'init',
            status: 'error',
            errorType: invocation.initError.type,
            metrics: { durationMs: initMs ?? 180.5 },
          }),
        ]
  const initTimeout: Line[] = invocation.initTimeout
    ? [
        platform(0, 'platform.initReport', {
          initializationType: 'on-demand',
          phase: 'init',
          status: 'timeout',
          metrics: { durationMs: 10_008.12 },
        }),
      ]
    : []
  const thrown: Line[] =
    error === undefined ? [] : [[durationMs, JSON.stringify(thrownRecord(error, time(durationMs), requestId))]]
  const metrics = {
    durationMs,
    billedDurationMs: Math.ceil(durationMs),
    memorySizeMB: memoryMb,
    maxMemoryUsedMB: invocation.oom ? memoryMb : invocation.usedMb,
    ...(initMs === undefined ? {} : { initDurationMs: initMs }),
  }
  const result = {
    requestId,
    status: status?.status ?? 'success',
    ...(status?.errorType === undefined ? {} : { errorType: status.errorType }),
  }
  const isQuiet = invocation.systemLogLevel === 'WARN'
  const report = platform(durationMs, 'platform.report', { ...result, metrics })
  // At the level WARN the platform writes only of what went wrong.
  if (isQuiet) return [...initTimeout, ...init, ...application, ...thrown, ...(status === undefined ? [] : [report])]
  return [
    ...initTimeout,
    ...init,
    platform(0, 'platform.start', {
      requestId,
      version,
      functionArn: `arn:aws:lambda:${region}:${account}:function:${invocation.function ?? group.split('/').at(-1)}`,
    }),
    ...application,
    ...thrown,
    platform(durationMs, 'platform.runtimeDone', { ...result, metrics: { durationMs } }),
    report,
  ]
}

/** What a runtime writes in JSON when code throws; Python calls the level `log_level`. */
function thrownRecord(
  error: { type: string; message: string; runtime: string; stack?: string[] | undefined },
  timestamp: string,
  requestId: string | undefined,
): object {
  const { type: errorType, message: errorMessage, stack: stackTrace = [] } = error
  const level = error.runtime === 'python' ? { log_level: 'ERROR' } : { level: 'ERROR' }
  return { timestamp, ...level, ...(requestId === undefined ? {} : { requestId }), errorType, errorMessage, stackTrace }
}

function uncaught(
  time: string,
  { type, message, runtime }: { type: string; message: string; runtime: string },
): string {
  if (runtime === 'python') return `[ERROR] ${type}: ${message}\nTraceback (most recent call last):`
  return `${time}\tundefined\tERROR\tUncaught Exception \t${JSON.stringify({ errorType: type, errorMessage: message, stack: [`${type}: ${message}`] })}\n`
}

function statusOf(invocation: Invocation): { status: string; errorType?: string } | undefined {
  if (invocation.timeout) return { status: 'timeout' }
  if (invocation.oom) return { status: 'error', errorType: 'Runtime.OutOfMemory' }
  if (invocation.exitStatus !== undefined) return { status: 'error', errorType: 'Runtime.ExitError' }
  if (invocation.initError !== undefined) return { status: 'error', errorType: invocation.initError.type }
  // The report of a handler that threw says nothing of it in Text format.
  return invocation.error !== undefined && invocation.format === 'JSON'
    ? { status: 'error', errorType: invocation.error.type }
    : undefined
}

export function textOf(message: LogMessage): string {
  return typeof message === 'string' ? message : JSON.stringify(message)
}
