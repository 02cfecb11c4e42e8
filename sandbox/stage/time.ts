/** The time of the simulated account, the local Slack and the app: the machine's, and moved on by hand. */
export interface MovableTime {
  /** Epoch milliseconds. */
  readonly now: () => number
  /** How far it is ahead of the machine's. */
  readonly movedOnMs: () => number
  readonly moveOn: (ms: number) => void
}

/** A time that runs with the machine's clock. */
export function makeMovableTime(machine: () => number = Date.now): MovableTime {
  let ahead = 0
  return {
    now: () => machine() + ahead,
    movedOnMs: () => ahead,
    moveOn: (ms) => {
      ahead += ms
    },
  }
}
