import { given, parseObject, requestIdOf } from './log-fields.ts'
import { raisedFrom, readJsonLine } from './log-json.ts'

/** A line that says something of how an invocation or the start of an environment went. */
export type LogLineMeaning =
  | Report
  | InitReport
  | { readonly kind: 'timed-out'; readonly requestId: string; readonly timeoutSeconds: number }
  /** The process ended: said by Lambda, not by the function. */
  | { readonly kind: 'crashed'; readonly requestId?: string; readonly errorType: string; readonly message: string }
  | Raised
  /** The function wrote an error line; whether the invocation failed is not said. */
  | { readonly kind: 'logged'; readonly requestId?: string; readonly errorType?: string; readonly message: string }

export interface Report {
  readonly kind: 'report'
  readonly requestId: string
  readonly durationMs?: number
  readonly memoryMb?: number
  readonly maxMemoryMb?: number
  readonly initMs?: number
  /** Absent on older lines, where it says nothing. */
  readonly status?: string
  readonly errorType?: string
}

export interface InitReport {
  readonly kind: 'init-report'
  readonly durationMs: number
  /** `init`, or `invoke` when the start was repeated inside an invocation and counted towards its timeout. */
  readonly phase: string
  readonly status?: string
  readonly errorType?: string
}

/** An exception as the runtime reports it. */
export interface Raised {
  readonly kind: 'raised'
  readonly requestId?: string
  readonly errorType: string
  readonly message: string
  readonly stack: string
  /** False where a line that the function itself writes looks the same: only the end of the invocation decides. */
  readonly certain: boolean
}

/** Reads one CloudWatch Logs event of a function's log group, in text or JSON, of any runtime; undefined when it says nothing of failing. */
export function readLogLine(text: string): LogLineMeaning | undefined {
  const line = text.trim()
  if (line.startsWith('{')) {
    const fields = parseObject(line)
    if (fields !== undefined) return readJsonLine(fields, readText)
  }
  return readText(line)
}

function readText(line: string): LogLineMeaning | undefined {
  return (
    readReport(line) ??
    readInitReport(line) ??
    readTimeout(line) ??
    readCrash(line) ??
    readRaised(line) ??
    readLogged(line)
  )
}

function readReport(line: string): Report | undefined {
  const requestId = /^REPORT RequestId:\s*(\S+)/.exec(line)?.[1]
  if (requestId === undefined) return undefined
  return {
    kind: 'report',
    requestId,
    ...numberAfter('durationMs', line, /(?<!Billed |Init |Restore )Duration: ([\d.]+) ms/),
    ...numberAfter('memoryMb', line, /Memory Size: (\d+) MB/),
    ...numberAfter('maxMemoryMb', line, /Max Memory Used: (\d+) MB/),
    ...numberAfter('initMs', line, /Init Duration: ([\d.]+) ms/),
    ...textAfter('status', line, /Status: (\w+)/),
    ...textAfter('errorType', line, /Error Type: (\S+)/),
  }
}

function readInitReport(line: string): InitReport | undefined {
  const duration = /^INIT_REPORT Init Duration: ([\d.]+) ms/.exec(line)?.[1]
  if (duration === undefined) return undefined
  return {
    kind: 'init-report',
    durationMs: Number(duration),
    phase: /Phase: (\w+)/.exec(line)?.[1] ?? 'init',
    ...textAfter('status', line, /Status: (\w+)/),
    ...textAfter('errorType', line, /Error Type: (\S+)/),
  }
}

function readTimeout(line: string): LogLineMeaning | undefined {
  const found =
    /^(?:\d{4}-\d\d-\d\dT\S+\s+)?(?:RequestId: )?(\S+)\s+(?:Error: )?Task timed out after ([\d.]+) seconds/.exec(line)
  return found?.[1] === undefined
    ? undefined
    : { kind: 'timed-out', requestId: found[1], timeoutSeconds: Number(found[2]) }
}

const crash =
  /^(?:\d{4}-\d\d-\d\dT\S+\s+)?RequestId: (\S+)\s+(?:Error: )?((?:Runtime exited|Process exited before completing|Couldn't find valid bootstrap|fork\/exec|exit code|Runtime failed to start|IAM role|Too many extensions)[\s\S]*)$/

function readCrash(line: string): LogLineMeaning | undefined {
  const found = crash.exec(line)
  const body = found?.[2]
  if (found?.[1] !== undefined && body !== undefined) {
    const errorType = /\b((?:Runtime|Extension|Sandbox|Function)\.\w+)\s*$/.exec(body)?.[1] ?? 'Runtime.ExitError'
    return { kind: 'crashed', requestId: found[1], errorType, message: body.replace(errorType, '').trim() }
  }
  const native =
    /^(FATAL ERROR: .*heap out of memory|fatal error: (?:runtime: )?out of memory|.*terminated by signal.*|.*GLIBC_[\d.]+['’]? not found.*)/m.exec(
      line,
    )?.[1]
  if (native !== undefined) return { kind: 'crashed', errorType: 'Runtime.ExitError', message: native }
  const restore = /^RESTORE_REPORT\b.*\bStatus: (error|timeout|failure)(?:\s+Error Type: (\S+))?/.exec(line)
  if (restore !== null)
    return {
      kind: 'crashed',
      errorType: restore[2] ?? 'Runtime.RestoreError',
      message: `The restore from the snapshot ended with status ${restore[1]}`,
    }
  const post = /LAMBDA_RUNTIME Failed to post handler (?:success|error) response\. Http response code: (\d+)/.exec(line)
  return post === null
    ? undefined
    : {
        kind: 'crashed',
        errorType: post[1] === '413' ? 'Function.ResponseSizeTooLarge' : 'Runtime.PostError',
        message: post[0],
      }
}

function readRaised(line: string): LogLineMeaning | undefined {
  const node =
    /^(?:\S+\s+(\S+)\s+)?ERROR\s+(Invoke Error|Uncaught Exception|Unhandled Promise Rejection)\s+(\{[\s\S]*)$/.exec(
      line,
    )
  if (node?.[3] !== undefined) {
    const fields = parseObject(node[3].trim())
    return { ...raisedFrom(fields ?? {}, node[3]), ...requestIdOf(node[1]), certain: true }
  }
  const python = /^\[ERROR\] ([A-Za-z_][\w.]*)(?:: ?([\s\S]*))?$/.exec(line)
  if (python?.[1] !== undefined) {
    const [message = '', ...rest] = (python[2] ?? '').split(/[\r\n]?\s*Traceback \(most recent call last\):/)
    const isRuntime = /^Runtime\./.test(python[1])
    return {
      kind: 'raised',
      errorType: python[1],
      message: message.trim(),
      stack: rest.join('\n'),
      certain: rest.length > 0 || isRuntime,
    }
  }
  const java = /^([\s\S]*?): ([\w.$]+(?:Exception|Error))\s*[\r\n]+\2(?::\s*[^\r\n]*)?[\r\n]*([\s\S]*)$/.exec(line)
  if (java?.[2] !== undefined)
    return { kind: 'raised', errorType: java[2], message: java[1] ?? '', stack: java[3] ?? '', certain: true }
  const bare =
    /^(?:Exception in thread "[^"]+" )?((?:[\w$]+\.)+[\w$]*(?:Exception|Error))(?:: ([^\r\n]*))?[\r\n]+(\s*at [\s\S]*)$/.exec(
      line,
    )
  if (bare?.[1] !== undefined)
    return { kind: 'raised', errorType: bare[1], message: bare[2] ?? '', stack: bare[3] ?? '', certain: false }
  const rust = /^thread '[^']*'(?: \(\d+\))? panicked at ([\w./-]+:\d+:\d+):?\s*[\r\n]+([^\r\n]*)/.exec(line)
  if (rust?.[1] !== undefined)
    return { kind: 'raised', errorType: 'panic', message: `${rust[2] ?? ''} (${rust[1]})`, stack: '', certain: false }
  const dotnet = /(?:\bfail\s+|Unhandled exception\. )((?:[\w]+\.)+\w*Exception): ([^\r\n]*)[\r\n]+([\s\S]*)$/.exec(
    line,
  )
  if (dotnet?.[1] !== undefined) {
    const stack = dotnet[3] ?? ''
    const certain = /Unhandled exception\.|lambda_method|Amazon\.Lambda\.RuntimeSupport/.test(line)
    return {
      kind: 'raised',
      ...requestIdOf(/^\S+Z\s+(\S+)\s+fail/.exec(line)?.[1]),
      errorType: dotnet[1],
      message: dotnet[2] ?? '',
      stack,
      certain,
    }
  }
  const ownJson =
    /^(?:Error raised from handler method\s*|Init error when loading handler[^{\r\n]*\s*|\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d(?:\.\d+)? )(\{[\s\S]*\})\s*$/.exec(
      line,
    )?.[1]
  const fields = ownJson === undefined ? undefined : parseObject(ownJson)
  return fields?.errorMessage === undefined ? undefined : { ...raisedFrom(fields, ownJson ?? ''), certain: true }
}

function readLogged(line: string): LogLineMeaning | undefined {
  const leveled =
    /^(?:\d{4}-\d\d-\d\dT\S+\s+(\S+)\s+(?:ERROR|FATAL|fail|crit)|\[(?:ERROR|CRITICAL)\]\t\S+\t(\S+))\s+([\s\S]*)$/.exec(
      line,
    )
  if (leveled !== null) {
    const message = leveled[3] ?? ''
    return {
      kind: 'logged',
      ...requestIdOf(leveled[1] ?? leveled[2]),
      ...textAfter('errorType', message, /\b([A-Z]\w*(?:Error|Exception))\b/),
      message,
    }
  }
  const isError =
    /\b(?:ERROR|Error|Exception|FATAL|CRITICAL)\b/.test(line) ||
    /AccessDenied|ENOSPC|Exception|not authorized to perform/.test(line)
  return isError
    ? { kind: 'logged', ...textAfter('errorType', line, /\b([A-Z]\w*(?:Error|Exception))\b/), message: line }
    : undefined
}

function numberAfter<K extends string>(name: K, line: string, pattern: RegExp): { [P in K]?: number } {
  const found = pattern.exec(line)?.[1]
  return given(name, found === undefined ? undefined : Number(found))
}

export function textAfter<K extends string>(name: K, line: string, pattern: RegExp): { [P in K]?: string } {
  return given(name, pattern.exec(line)?.[1])
}
