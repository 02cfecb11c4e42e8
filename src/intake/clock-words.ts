import { DateTime, IANAZone } from 'luxon'

/** A value read from the start of some words, and how many of them it took. */
export interface Read<T> {
  readonly value: T
  readonly used: number
}

/** The moment and the time zone in which words such as `14:05` are understood. */
export interface ClockContext {
  /** Epoch milliseconds. */
  readonly now: number
  /** IANA name; UTC when absent or unknown. */
  readonly zone?: string
}

const minuteMs = 60_000
const unitMs = new Map<string, number>([
  ...pairs(1000, 's sec secs second seconds'),
  ...pairs(minuteMs, 'm min mins minute minutes'),
  ...pairs(60 * minuteMs, 'h hr hrs hour hours'),
  ...pairs(24 * 60 * minuteMs, 'd day days'),
  ...pairs(7 * 24 * 60 * minuteMs, 'w week weeks'),
])

function pairs(ms: number, names: string): [string, number][] {
  return names.split(' ').map((name) => [name, ms])
}

/** Reads `30m`, `1h30m`, `2 hours`, `1.5h`, `hour` or `half hour` as milliseconds. */
export function readDuration(words: readonly string[]): Read<number> | undefined {
  const first = (words[0] ?? '').toLowerCase()
  const second = (words[1] ?? '').toLowerCase()
  const wholeUnit = unitMs.get(first)
  if (wholeUnit !== undefined && !/^[smhdw]$/.test(first)) return { value: wholeUnit, used: 1 }
  if (first === 'half' && /^(an?)?$/.test(second) === false && unitMs.has(second)) {
    return { value: (unitMs.get(second) ?? 0) / 2, used: 2 }
  }
  if (/^\d{1,6}(\.\d{1,3})?$/.test(first)) {
    const unit = unitMs.get(second)
    return unit === undefined ? undefined : { value: Math.round(Number(first) * unit), used: 2 }
  }
  if (!/^(\d{1,6}(\.\d{1,3})?[a-z]{1,7}){1,4}$/.test(first)) return undefined
  let total = 0
  for (const [, amount, unit] of first.matchAll(/(\d+(?:\.\d+)?)([a-z]+)/g)) {
    const ms = unitMs.get(unit ?? '')
    if (ms === undefined) return undefined
    total += Number(amount) * ms
  }
  return { value: Math.round(total), used: 1 }
}

/**
 * Reads a moment: `14:05`, `2pm`, `14:05Z`, `yesterday 22:00`, `2026-11-23`, `2026-11-23 14:05`, ISO 8601, `30m ago`, `now`.
 * A time of day without a date is the latest such time that has passed. Returns epoch milliseconds.
 */
export function readMoment(words: readonly string[], context: ClockContext): Read<number> | undefined {
  const zone = context.zone !== undefined && IANAZone.isValidZone(context.zone) ? context.zone : 'utc'
  const now = DateTime.fromMillis(context.now, { zone })
  const [first = '', second = ''] = words
  const lower = first.toLowerCase()
  if (lower === 'now') return { value: context.now, used: 1 }
  const duration = readDuration(words)
  if (duration !== undefined && words[duration.used]?.toLowerCase() === 'ago') {
    return { value: context.now - duration.value, used: duration.used + 1 }
  }
  const day = dayOf(lower, now)
  if (day !== undefined) {
    const clock = timeOfDay(second)
    if (clock === undefined) return { value: day.toMillis(), used: 1 }
    return withZoneWord(words, 2, (inUtc) =>
      onDay(inUtc || clock.isUtc ? day.setZone('utc', { keepLocalTime: true }) : day, clock),
    )
  }
  const clock = timeOfDay(first)
  if (clock !== undefined) {
    return withZoneWord(words, 1, (inUtc) => {
      const today = onDay(inUtc || clock.isUtc ? now.setZone('utc').startOf('day') : now.startOf('day'), clock)
      return today.toMillis() > context.now ? today.minus({ days: 1 }) : today
    })
  }
  if (!/^\d{4}-\d{2}-\d{2}T/i.test(first)) return undefined
  const moment = DateTime.fromISO(first.toUpperCase(), { zone })
  return moment.isValid ? { value: moment.toMillis(), used: 1 } : undefined
}

interface TimeOfDay {
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly isUtc: boolean
}

function timeOfDay(word: string): TimeOfDay | undefined {
  const match = /^(\d{1,2})(?::(\d{2}))?(?::(\d{2}))?(am|pm|z|utc)?$/i.exec(word)
  if (match === null) return undefined
  const [, hourText, minuteText, secondText, suffixText] = match
  const suffix = suffixText?.toLowerCase()
  const isHalfDay = suffix === 'am' || suffix === 'pm'
  if (minuteText === undefined && !isHalfDay) return undefined
  const typed = Number(hourText)
  if (isHalfDay && (typed < 1 || typed > 12)) return undefined
  const hour = isHalfDay ? (typed % 12) + (suffix === 'pm' ? 12 : 0) : typed
  const minute = Number(minuteText ?? 0)
  const second = Number(secondText ?? 0)
  if (hour > 23 || minute > 59 || second > 59) return undefined
  return { hour, minute, second, isUtc: suffix === 'z' || suffix === 'utc' }
}

function dayOf(word: string, now: DateTime): DateTime | undefined {
  if (word === 'today') return now.startOf('day')
  if (word === 'yesterday') return now.startOf('day').minus({ days: 1 })
  if (!/^\d{4}-\d{2}-\d{2}$/.test(word)) return undefined
  const day = DateTime.fromISO(word, { zone: now.zone })
  return day.isValid ? day : undefined
}

function onDay(day: DateTime, { hour, minute, second }: TimeOfDay): DateTime {
  return day.set({ hour, minute, second, millisecond: 0 })
}

function withZoneWord(words: readonly string[], used: number, read: (inUtc: boolean) => DateTime): Read<number> {
  const hasZone = /^(utc|gmt|z)$/i.test(words[used] ?? '')
  return { value: read(hasZone).toMillis(), used: hasZone ? used + 1 : used }
}
