/** What goes wrong with a Web API call. `method` may be `*`; `times` counts the calls it spoils, all when absent. */
export type Fault = { readonly method: string; readonly times?: number } & (
  | { readonly kind: 'rate_limited'; readonly retryAfterSeconds: number }
  | { readonly kind: 'http_error'; readonly status: number }
  | { readonly kind: 'refused'; readonly error: string }
  /** The call is answered, later. */
  | { readonly kind: 'latency'; readonly milliseconds: number }
  /** No answer ever comes. */
  | { readonly kind: 'timeout' }
  /** A channel takes one call in so many milliseconds, as Slack does; sooner ones are told to come back in a second. */
  | { readonly kind: 'paced'; readonly everyMs: number }
  /** The call is carried out, and the connection breaks before its answer. */
  | { readonly kind: 'answer_lost' }
)

export interface Faults {
  /** Spoils calls from now on; answers with the function that stops it. */
  readonly add: (fault: Fault) => () => void
  readonly clear: () => void
  /** The fault that spoils this call, counted as used. */
  readonly take: (method: string) => Fault | undefined
}

/** A list of faults to inject; the oldest that matches a call is used. */
export function createFaults(initial: readonly Fault[] = []): Faults {
  const entries: { fault: Fault; left: number }[] = []
  const add = (fault: Fault) => {
    const entry = { fault, left: fault.times ?? Number.POSITIVE_INFINITY }
    entries.push(entry)
    return () => {
      entry.left = 0
    }
  }
  for (const fault of initial) add(fault)
  return {
    add,
    clear() {
      entries.length = 0
    },
    take(method) {
      const entry = entries.find(({ fault, left }) => left > 0 && (fault.method === method || fault.method === '*'))
      if (!entry) return undefined
      entry.left -= 1
      return entry.fault
    },
  }
}
