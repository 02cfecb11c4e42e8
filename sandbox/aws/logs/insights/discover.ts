import type { StoredEvent } from '../events.ts'
import type { Row } from './evaluate.ts'

/** The fields that Logs Insights finds in one event: its own, those of Lambda's lines, those of JSON. */
export function rowOf(event: StoredEvent, account: string, group: string): Row {
  return {
    ...jsonFields(event.message),
    ...lambdaFields(event.message),
    '@timestamp': event.timestamp,
    '@ingestionTime': event.ingestionTime,
    '@message': event.message,
    '@logStream': event.stream,
    '@log': `${account}:${group}`,
    '@ptr': event.eventId,
  }
}

/** `START`, `END` and `REPORT` lines, and the request id of the lines between. Memory is in bytes, as AWS has it. */
function lambdaFields(message: string): Row {
  const head = /^(START|END|REPORT) RequestId: ([0-9a-f-]{36})/.exec(message)
  if (head === null) {
    const line = /^\d{4}-\d\d-\d\dT[\d:.]+Z[\t ]([0-9a-f-]{36})[\t ]/.exec(message)
    return line === null ? {} : { '@requestId': line[1] ?? '' }
  }
  const [, type = '', requestId = ''] = head
  const fields: Record<string, string | number> = { '@type': type, '@requestId': requestId }
  const read = (name: string, pattern: RegExp, scale = 1): void => {
    const value = pattern.exec(message)?.[1]
    if (value !== undefined) fields[name] = Number(value) * scale
  }
  read('@duration', /\tDuration: ([\d.]+) ms/)
  read('@billedDuration', /\tBilled Duration: ([\d.]+) ms/)
  read('@initDuration', /\tInit Duration: ([\d.]+) ms/)
  read('@memorySize', /\tMemory Size: (\d+) MB/, 1_000_000)
  read('@maxMemoryUsed', /\tMax Memory Used: (\d+) MB/, 1_000_000)
  const trace = /XRAY TraceId: (\S+)/.exec(message)?.[1]
  return trace === undefined ? fields : { ...fields, '@xrayTraceId': trace }
}

/** A JSON event, or the first JSON fragment of a line, flattened with dots. */
function jsonFields(message: string): Row {
  const start = message.indexOf('{')
  if (start < 0) return {}
  try {
    return Object.fromEntries(flatten(JSON.parse(message.slice(start)), ''))
  } catch {
    return {}
  }
}

function flatten(value: unknown, path: string): [string, string | number][] {
  if (value === null || value === undefined) return []
  if (typeof value !== 'object')
    return [[path, typeof value === 'number' ? value : typeof value === 'boolean' ? (value ? 1 : 0) : String(value)]]
  return Object.entries(value).flatMap(([name, inner]) => flatten(inner, path === '' ? name : `${path}.${name}`))
}
