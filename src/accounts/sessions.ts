import type { Credentials } from '../aws/reader.ts'
import type { SessionNames } from './session-names.ts'

/** Everything that makes one session another. */
export interface SessionRequest {
  readonly roleArn: string
  readonly externalId?: string
  readonly region: string
  /** The session policy as text. */
  readonly policy: string
  readonly names: SessionNames
  /** Sandbox and tests only. */
  readonly endpoint?: string
}

export interface IssuedCredentials extends Credentials {
  readonly expiration: Date
}

/** Sessions of assumed roles, in memory only. */
export interface Sessions {
  /**
   * The session for a request: one that is held and lasts five minutes yet, one that is being opened for somebody else with the
   * same request, or a new one from `open`. Rejects as `open` did, and then holds nothing.
   */
  readonly get: (
    request: SessionRequest,
    open: (request: SessionRequest) => Promise<IssuedCredentials>,
  ) => Promise<IssuedCredentials>
  /** Holds the session no longer that has this access key: AWS ended it before its time. */
  readonly forget: (accessKeyId: string) => void
}

/** Longer than an answer with the usual deadline takes; the SDK asks again for longer ones when as much is left. */
const leftMs = 5 * 60_000

interface Held {
  readonly issued: Promise<IssuedCredentials>
  until: number
  accessKeyId?: string
}

/** `clock` gives epoch milliseconds. */
export function makeSessions(clock: () => number = Date.now): Sessions {
  const held = new Map<string, Held>()
  return {
    get(request, open) {
      const now = clock()
      for (const [key, { until }] of held) if (until <= now) held.delete(key)
      const key = JSON.stringify(request)
      const known = held.get(key)
      if (known !== undefined) return known.issued
      const entry: Held = { issued: open(request), until: Number.POSITIVE_INFINITY }
      held.set(key, entry)
      entry.issued.then(
        ({ expiration, accessKeyId }) => {
          entry.accessKeyId = accessKeyId
          entry.until = expiration.getTime() - leftMs
        },
        () => {
          if (held.get(key) === entry) held.delete(key)
        },
      )
      return entry.issued
    },
    forget(accessKeyId) {
      for (const [key, each] of held) if (each.accessKeyId === accessKeyId) held.delete(key)
    },
  }
}
