/** The sandbox's time: relative times of a world count from the moment the world was set. */
export interface Clock {
  /** Milliseconds since the epoch, now. */
  now(): number
  /** A declared time as a date. */
  at(time: string): Date
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }
const relative = /^([+-]\d+(?:\.\d+)?)(ms|s|m|h|d)$/

/** True for `now`, `-25m`, `+10s`, `-3d` and ISO 8601. */
export function isTime(text: string): boolean {
  return text === 'now' || relative.test(text) || (/^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(Date.parse(text)))
}

/** Tells time by `now`; relative times count from `anchor`, in epoch milliseconds. */
export function createClock(now: () => number, anchor = now()): Clock {
  return {
    now,
    at(time) {
      if (time === 'now') return new Date(anchor)
      const match = relative.exec(time)
      if (match === null) return new Date(time)
      const [, amount, unit = 'ms'] = match
      return new Date(anchor + Number(amount) * (units[unit] ?? 1))
    },
  }
}
