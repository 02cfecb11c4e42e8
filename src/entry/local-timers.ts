import type { Due } from '../incidents/due.ts'
import type { OnCallDue } from '../incidents/oncall/on-call-due.ts'

/** What EventBridge Scheduler does, in memory and on a clock that may be moved on. */
export interface LocalTimers {
  readonly schedule: (due: Due | OnCallDue) => Promise<void>
  /** Runs, in order, all that is due by now; called again whenever the clock was moved. */
  readonly run: () => Promise<void>
  readonly planned: () => readonly (Due | OnCallDue)[]
  readonly close: () => void
}

const attempts = 3

/** Timers that look at the clock every second; `clock` gives epoch milliseconds. */
export function makeLocalTimers(options: {
  readonly clock: () => number
  readonly onDue: (due: Due | OnCallDue) => Promise<void>
  /** Told of what failed as often as a queue would have delivered it. */
  readonly onLost: (due: Due | OnCallDue, error: unknown) => void
}): LocalTimers {
  const { clock, onDue, onLost } = options
  const planned = new Map<string, Due | OnCallDue>()
  let running: Promise<void> = Promise.resolve()
  const attempt = async (due: Due | OnCallDue): Promise<void> => {
    for (let count = 1; ; count++) {
      try {
        return await onDue(due)
      } catch (error) {
        if (count === attempts) return onLost(due, error)
      }
    }
  }
  const run = async (): Promise<void> => {
    for (;;) {
      const [next] = [...planned].filter(([, { at }]) => at <= clock()).sort(([, a], [, b]) => a.at - b.at)
      if (next === undefined) return
      planned.delete(next[0])
      await attempt(next[1])
    }
  }
  const inTurn = (): Promise<void> => {
    running = running.then(run)
    return running
  }
  const timer = setInterval(() => void inTurn(), 1000)
  timer.unref()
  return {
    schedule: async (due) => {
      const about = 'incidentId' in due ? due.incidentId : `${due.rotationId} ${due.handoffId}`
      planned.set(`${about} ${due.kind} ${due.at}`, due)
    },
    run: inTurn,
    planned: () => [...planned.values()],
    close: () => clearInterval(timer),
  }
}
