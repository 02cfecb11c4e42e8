/** What was started with a secret, and starts anew when the secret has been replaced. */
export interface Renewing<Started> {
  readonly current: () => Promise<Started>
  /** The secret was refused: it is read again at the next use, though not within a minute of the last time. */
  readonly doubt: () => void
}

const freshMs = 5 * 60_000
const againMs = 60_000

/**
 * Starts something with a secret and reads the secret again every five minutes. While it cannot be read, what runs goes on with the one
 * it has. Throws what the first reading or a start throws. `clock` gives epoch milliseconds.
 */
export function renewing<Secret, Started>(options: {
  readonly read: () => Promise<Secret>
  readonly start: (secret: Secret) => Promise<Started>
  readonly clock: () => number
}): Renewing<Started> {
  const { read, start, clock } = options
  let running: { readonly secret: string; readonly started: Started } | undefined
  let readAt = Number.NEGATIVE_INFINITY
  let keptMs = freshMs

  const readAgain = async (): Promise<Secret | undefined> => {
    try {
      return await read()
    } catch (error) {
      if (running === undefined) throw error
      return undefined
    } finally {
      readAt = clock()
      keptMs = freshMs
    }
  }
  return {
    current: async () => {
      if (running !== undefined && clock() - readAt < keptMs) return running.started
      const secret = await readAgain()
      const text = JSON.stringify(secret)
      if (secret !== undefined && text !== running?.secret) running = { secret: text, started: await start(secret) }
      if (running === undefined) throw new Error('nothing was started')
      return running.started
    },
    doubt: () => {
      keptMs = againMs
    },
  }
}
