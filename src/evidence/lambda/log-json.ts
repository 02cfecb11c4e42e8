import { type Fields, given, isObject, numeric, requestIdOf, text } from './log-fields.ts'
import type { LogLineMeaning, Raised } from './log-line.ts'

/** Reads a JSON log line; `readText` reads the text lines that stand inside one. */
export function readJsonLine(
  fields: Fields,
  readText: (line: string) => LogLineMeaning | undefined,
): LogLineMeaning | undefined {
  const type = text(fields.type)
  if (type?.startsWith('platform.')) return readPlatform(type, fields.record, readText)
  const said = fields.message ?? fields.msg
  const requestId = text(
    fields.requestId ??
      fields.AWSRequestId ??
      fields.function_request_id ??
      fields.awsRequestId ??
      fields.aws_request_id,
  )
  if (typeof said === 'string') {
    const inner = readText(said)
    if (inner !== undefined && inner.kind !== 'logged' && inner.kind !== 'raised') return inner
  }
  const source = isObject(said) && said.errorType !== undefined ? said : fields
  if (source.errorType !== undefined && source.errorMessage !== undefined) {
    const isRuntimes =
      fields.log_level !== undefined ||
      (typeof said === 'string' && /^(?:Invoke Error|Uncaught Exception|Unhandled Promise Rejection)/.test(said)) ||
      (fields.level === undefined && fields.timestamp === undefined)
    const isFunctions =
      fields.logger !== undefined || fields.service !== undefined || fields.function_request_id !== undefined
    if (isRuntimes || !isFunctions)
      return { ...raisedFrom(source, JSON.stringify(source)), ...requestIdOf(requestId), certain: isRuntimes }
  }
  const level =
    text(fields.level ?? fields.log_level ?? fields.severity)?.toUpperCase() ??
    (typeof fields.level === 'number' && fields.level >= 50 ? 'ERROR' : '')
  if (!/^(?:ERROR|FATAL|CRITICAL)$/.test(level)) return undefined
  // A stack of its own that a runtime writes looks like one that the code caught: the end of the invocation decides.
  const stacked = typeof said === 'string' ? readText(said.trim()) : undefined
  if (stacked?.kind === 'raised' && stacked.stack !== '')
    return { ...stacked, ...requestIdOf(requestId), certain: false }
  const error = isObject(fields.error) ? fields.error : isObject(fields.err) ? fields.err : fields
  const message = [
    typeof said === 'string' ? said : isObject(said) ? JSON.stringify(said) : '',
    text(error.message) ?? text(error.errorMessage),
  ]
  return {
    kind: 'logged',
    ...requestIdOf(requestId),
    ...given(
      'errorType',
      text(error.name) ?? text(error.type) ?? text(fields.errorType) ?? text(fields.exception_name),
    ),
    message: [...new Set(message)].filter(Boolean).join(': '),
  }
}

function readPlatform(
  type: string,
  record: unknown,
  readText: (line: string) => LogLineMeaning | undefined,
): LogLineMeaning | undefined {
  if (typeof record === 'string') return readText(record.trim())
  if (!isObject(record)) return undefined
  const metrics = isObject(record.metrics) ? record.metrics : {}
  const shared = { ...given('status', text(record.status)), ...given('errorType', text(record.errorType)) }
  if (type === 'platform.initReport' || type === 'platform.initRuntimeDone')
    return {
      kind: 'init-report',
      durationMs: numeric(metrics.durationMs) ?? 0,
      phase: text(record.phase) ?? 'init',
      ...shared,
    }
  const requestId = text(record.requestId)
  if (requestId === undefined || (type !== 'platform.report' && type !== 'platform.runtimeDone')) return undefined
  return {
    kind: 'report',
    requestId,
    ...given('durationMs', numeric(metrics.durationMs)),
    ...given('memoryMb', numeric(metrics.memorySizeMB)),
    ...given('maxMemoryMb', numeric(metrics.maxMemoryUsedMB)),
    ...given('initMs', numeric(metrics.initDurationMs)),
    ...shared,
  }
}

/** An exception from its JSON form; `raw` is the text it was read from. */
export function raisedFrom(fields: Fields, raw: string): Omit<Raised, 'certain'> {
  const stack = fields.stack ?? fields.stackTrace ?? fields.trace ?? fields.reason
  const lines = Array.isArray(stack) ? stack.map(frameText).join('\n') : (text(stack) ?? raw)
  return {
    kind: 'raised',
    errorType: text(fields.errorType) ?? /"errorType":\s*"([^"]+)"/.exec(raw)?.[1] ?? 'Error',
    message: text(fields.errorMessage) ?? /"errorMessage":\s*"((?:[^"\\]|\\.)*)"/.exec(raw)?.[1] ?? '',
    stack: `${lines}${extrasOf(fields)}`,
  }
}

/** What an SDK error says besides its message: which resource was throttled. */
function extrasOf(fields: Fields): string {
  const extras =
    fields.ThrottlingReasons ?? fields.throttlingReasons ?? fields.CancellationReasons ?? fields.Reason ?? fields.reason
  return extras === undefined || extras === fields.stack
    ? ''
    : `\n${typeof extras === 'string' ? extras : JSON.stringify(extras)}`
}

function frameText(frame: unknown): string {
  if (!isObject(frame)) return String(frame)
  return `File "${String(frame.path ?? '')}", line ${String(frame.line ?? 0)}, in ${String(frame.label ?? '')}`
}
