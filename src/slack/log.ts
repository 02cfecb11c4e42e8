import { mapStrings, redact } from '../report/redact.ts'

/** Where Firstlook writes what its operators must know. Fields hold no message text and no tokens. */
export interface Log {
  readonly info: (message: string, fields?: Readonly<Record<string, unknown>>) => void
  readonly error: (message: string, fields?: Readonly<Record<string, unknown>>) => void
}

/** A log that lets no secret through, whatever an error quotes or a person typed. */
export function redactedLog({ info, error }: Log): Log {
  const safe = (fields: Readonly<Record<string, unknown>> = {}): Record<string, unknown> =>
    Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, redacted(value)]))
  return {
    info: (message, fields) => info(redact(message), safe(fields)),
    error: (message, fields) => error(redact(message), safe(fields)),
  }
}

/** Errors stay errors, so that whatever writes them shows name and stack. */
function redacted(value: unknown): unknown {
  if (!(value instanceof Error)) return mapStrings(value, redact)
  const copy = new Error(redact(value.message), value.cause === undefined ? {} : { cause: redacted(value.cause) })
  copy.name = value.name
  copy.stack = redact(value.stack ?? value.message)
  return copy
}

/** A log that writes one JSON line per entry, redacted. */
export function lineLog(write: (line: string) => void): Log {
  return redactedLog(plainLog(write))
}

function plainLog(write: (line: string) => void): Log {
  const entry =
    (level: string) =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}) => {
      write(
        JSON.stringify({
          level,
          message,
          ...Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, plain(value)])),
        }),
      )
    }
  return { info: entry('info'), error: entry('error') }
}

function plain(value: unknown): unknown {
  if (!(value instanceof Error)) return value
  const { name, message, stack, cause } = value
  return { name, message, stack, ...(cause === undefined ? {} : { cause: plain(cause) }) }
}
