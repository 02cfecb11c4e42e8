import { WebAPIRateLimitedError } from '@slack/web-api'
import type { Incident } from '../incidents/incident.ts'

/** The outbox in memory: what SQS does with a FIFO queue that has a group for each channel. */
export interface LocalOutbox {
  readonly wake: (incident: Pick<Incident, 'id' | 'channel'>) => Promise<void>
  /** Resolves when nothing waits and nothing is being sent. */
  readonly idle: () => Promise<void>
}

const attempts = 5
const busySeconds = 1

/** Sends one incident of a channel at a time, those woken within `delayMs` once. */
export function makeLocalOutbox(options: {
  readonly deliver: (incidentId: string) => Promise<'delivered' | 'busy'>
  readonly delayMs: number
  readonly onLost: (incidentId: string, error: unknown) => void
}): LocalOutbox {
  const { deliver, delayMs, onLost } = options
  const waiting = new Map<string, Set<string>>()
  const senders = new Map<string, Promise<void>>()
  const pause = (ms: number) => new Promise<void>((resume) => setTimeout(resume, ms))

  const send = async (incidentId: string): Promise<void> => {
    for (let count = 1; ; count++) {
      try {
        if ((await deliver(incidentId)) === 'delivered') return
        await pause(busySeconds * 1000)
      } catch (error) {
        if (count === attempts) return onLost(incidentId, error)
        const isLimited = error instanceof WebAPIRateLimitedError
        await pause(isLimited ? error.retryAfter * 1000 : 100 * 2 ** count)
      }
    }
  }
  const work = async (channel: string): Promise<void> => {
    const ids = waiting.get(channel)
    while (ids !== undefined && ids.size > 0) {
      await pause(delayMs)
      const batch = [...ids]
      ids.clear()
      for (const id of batch) await send(id)
    }
    senders.delete(channel)
  }
  return {
    wake: async ({ id, channel }) => {
      const ids = waiting.get(channel) ?? new Set()
      waiting.set(channel, ids.add(id))
      if (!senders.has(channel)) senders.set(channel, work(channel))
    },
    idle: async () => {
      while (senders.size > 0) await Promise.all(senders.values())
    },
  }
}
