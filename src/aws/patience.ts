const usualCallMs = 15_000
/** Far beyond what these calls take: a connection that hangs, not a slow answer. */
const secondTryMs = 4_000
/** A timer as late as this tells of a busy process, in which answers wait to be taken, not of AWS. */
const busyMs = 250
const mostSecondTries = 4

/** Thrown for a call that AWS left unanswered while others went on. */
class UnansweredError extends Error {
  override readonly name = 'TimeoutError'
}

/** How long calls are waited for, and which of them are sent a second time while the first hangs. */
export interface Patience {
  /** Sends a call, at most twice: the first answer counts, and the other try is aborted. Rejects with a TimeoutError when neither came. */
  send(attempt: (signal: AbortSignal) => Promise<unknown>, input: object): Promise<unknown>
  /** Allows the call with this input a second try. */
  mayTryAgain(input: object): void
  /** Whether the call with this input is on its second try. */
  isSecondTry(input: object): boolean
}

/** The patience of one answer, whose deadline is `signal`; one call with its retries takes `callMs` milliseconds at most. */
export function patience(signal: AbortSignal, callMs = usualCallMs): Patience {
  const allowed = new WeakSet<object>()
  const second = new WeakSet<object>()
  let left = mostSecondTries

  return {
    mayTryAgain: (input) => allowed.add(input),
    isSecondTry: (input) => second.has(input),
    async send(attempt, input) {
      const done = new AbortController()
      const late = AbortSignal.timeout(callMs)
      const until = AbortSignal.any([signal, late, done.signal])
      try {
        return await Promise.race([attempt(until), again(until, () => attempt(until), input)])
      } catch (error) {
        if (!late.aborted || signal.aborted) throw error
        throw new UnansweredError(`AWS did not answer within ${callMs / 1_000} s.`, { cause: error })
      } finally {
        done.abort()
      }
    },
  }

  /** The answer of a second try; never settles where there is none, or where it fails: the first try decides then. */
  function again(until: AbortSignal, attempt: () => Promise<unknown>, input: object): Promise<unknown> {
    return new Promise((resolve) => {
      const wait = (): NodeJS.Timeout => {
        const dueAt = performance.now() + secondTryMs
        return setTimeout(() => {
          if (until.aborted || left <= 0 || !allowed.has(input)) return
          if (performance.now() > dueAt + busyMs) {
            timer = wait()
            return
          }
          left -= 1
          second.add(input)
          attempt().then(resolve, () => undefined)
        }, secondTryMs)
      }
      let timer = wait()
      until.addEventListener('abort', () => clearTimeout(timer), { once: true })
    })
  }
}
