/** Where Firstlook writes what its operators must know. Fields hold no message text and no tokens. */
export interface Log {
  readonly info: (message: string, fields?: Readonly<Record<string, unknown>>) => void
  readonly error: (message: string, fields?: Readonly<Record<string, unknown>>) => void
}

/** A log that writes one JSON line per entry. */
export function lineLog(write: (line: string) => void): Log {
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
