import type { ClockContext } from './clock-words.ts'

/** What a command said about time; all moments are epoch milliseconds. */
export interface TimeWords {
  readonly lastMs?: number
  readonly from?: number
  readonly to?: number
  readonly around?: number
}

const minuteMs = 60_000
const aroundMs = 30 * minuteMs

/** The window a command means, or a sentence that says what is wrong with it. `to` is exclusive and never after now. */
export function windowOf(
  time: TimeWords,
  limits: { readonly defaultWindowMinutes: number; readonly maximumWindowDays: number },
  context: ClockContext,
): { readonly from: number; readonly to: number } | string {
  const { now } = context
  const defaultMs = limits.defaultWindowMinutes * minuteMs
  if (time.lastMs !== undefined && time.from !== undefined && time.to !== undefined) {
    return 'That names a window twice. Give either `last 30m` or `14:00..15:00`.'
  }
  if (time.around !== undefined && (time.from !== undefined || time.to !== undefined || time.lastMs !== undefined)) {
    return 'That names a time twice. Give either `at 14:05` or a window such as `14:00..15:00`.'
  }
  if (time.lastMs !== undefined && time.lastMs < minuteMs) {
    return 'The shortest window is one minute: try `last 30m`.'
  }
  const { from, to } = bounds(time, defaultMs, now)
  if (from >= now) return 'That window starts in the future. Try `last 30m`, or a time that has passed.'
  if (to <= from) return 'That window ends before it starts. Try `14:00..15:00`.'
  const maximumMs = limits.maximumWindowDays * 24 * 60 * minuteMs
  if (to - from > maximumMs) {
    return `A window can be at most ${limits.maximumWindowDays} days long. Try \`last 1d\`.`
  }
  if (now - from > 90 * 24 * 60 * minuteMs) {
    return 'AWS keeps the change history for 90 days, so the window must start within them.'
  }
  return { from, to }
}

function bounds(time: TimeWords, defaultMs: number, now: number): { from: number; to: number } {
  if (time.around !== undefined) return { from: time.around - aroundMs, to: Math.min(now, time.around + aroundMs) }
  const to = Math.min(
    now,
    time.to ?? (time.from !== undefined && time.lastMs !== undefined ? time.from + time.lastMs : now),
  )
  const from = time.from ?? to - (time.lastMs ?? defaultMs)
  return { from, to }
}
