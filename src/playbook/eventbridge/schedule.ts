/** When a schedule fires, in UTC; undefined for an expression that cannot be read. */
export interface Schedule {
  /** `rate(5 minutes)`: how often; when exactly depends on when the rule was made. */
  readonly everyMs?: number
  /** Minutes at which a cron expression is due, from `from` up to `to`. */
  due(from: number, to: number): readonly number[]
  /** The first due minute at or after a moment; undefined when there is none in the next years. */
  next(after: number): number | undefined
}

const minuteMs = 60_000
const dayMs = 86_400_000
const mostDays = 4 * 366
const unitMs: Readonly<Record<string, number>> = { minute: minuteMs, hour: 60 * minuteMs, day: dayMs }
const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']
const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']

/** Reads `rate(…)` and `cron(…)` of EventBridge rules. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cron-expressions.html */
export function readSchedule(expression: string): Schedule | undefined {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression)
  if (rate !== null) {
    const everyMs = Number(rate[1]) * (unitMs[rate[2] ?? ''] ?? minuteMs)
    return { everyMs, due: () => [], next: (after) => after + everyMs }
  }
  const fields = /^cron\((.+)\)$/.exec(expression)?.[1]?.trim().split(/\s+/)
  if (fields?.length !== 6) return undefined
  const [minute = '', hour = '', day = '', month = '', weekday = '', year = ''] = fields
  const minutes = numbersOf(minute, 0, 59, [])
  const hours = numbersOf(hour, 0, 23, [])
  const inMonths = numbersOf(month, 1, 12, months, 1)
  const inYears = numbersOf(year, 1970, 2199, [])
  if (minutes === undefined || hours === undefined || inMonths === undefined || inYears === undefined) return undefined
  if (dayFits(day, weekday, new Date(0)) === undefined) return undefined

  const timesOf = (start: number): number[] => {
    const date = new Date(start)
    if (
      !inYears.has(date.getUTCFullYear()) ||
      !inMonths.has(date.getUTCMonth() + 1) ||
      dayFits(day, weekday, date) !== true
    )
      return []
    return [...hours]
      .flatMap((each) => [...minutes].map((other) => start + (each * 60 + other) * minuteMs))
      .sort((a, b) => a - b)
  }
  return {
    due(from, to) {
      const found: number[] = []
      for (let start = Math.floor(from / dayMs) * dayMs; start < to; start += dayMs) found.push(...timesOf(start))
      return found.filter((time) => time >= from && time < to)
    },
    next(after) {
      const first = Math.floor(after / dayMs) * dayMs
      for (let index = 0; index < mostDays; index += 1) {
        const found = timesOf(first + index * dayMs).find((time) => time >= after)
        if (found !== undefined) return found
      }
      return undefined
    },
  }
}

/** `*`, `5`, `1-5`, `0/15`, `MON,WED`; undefined when it cannot be read. */
function numbersOf(
  field: string,
  low: number,
  high: number,
  names: readonly string[],
  firstName = 0,
): ReadonlySet<number> | undefined {
  const found = new Set<number>()
  for (const part of field.split(',')) {
    const match = /^(?:(\*)|([\w]+)(?:-([\w]+))?)(?:\/(\d+))?$/.exec(part)
    if (match === null) return undefined
    const [, all, start, end, step] = match
    const from = all === undefined ? numberOf(start ?? '', names, firstName) : low
    const to =
      all !== undefined || (end === undefined && step !== undefined)
        ? high
        : end === undefined
          ? from
          : numberOf(end, names, firstName)
    if (from === undefined || to === undefined || from < low || to > high) return undefined
    for (let value = from; value <= to; value += Number(step ?? 1)) found.add(value)
  }
  return found
}

function numberOf(text: string, names: readonly string[], firstName: number): number | undefined {
  const index = names.indexOf(text.toUpperCase())
  if (index >= 0) return index + firstName
  return /^\d+$/.test(text) ? Number(text) : undefined
}

/** Whether a day fits; one of the two fields is `?`. Undefined when they cannot be read. */
function dayFits(day: string, weekday: string, date: Date): boolean | undefined {
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  const today = date.getUTCDate()
  const dayOfWeek = date.getUTCDay()
  if (day !== '?' && day !== '*') {
    if (day === 'L') return today === last
    const workday = /^(\d+|L)W$/.exec(day)
    if (workday !== null) return today === nearestWorkday(workday[1] === 'L' ? last : Number(workday[1]), last, date)
    const days = numbersOf(day, 1, 31, [])
    return days?.has(today)
  }
  if (weekday === '?' || weekday === '*') return true
  const nth = /^(\w+)#([1-5])$/.exec(weekday)
  if (nth !== null)
    return numberOf(nth[1] ?? '', weekdays, 1) === dayOfWeek + 1 && Math.ceil(today / 7) === Number(nth[2])
  const lastOf = /^(\w+)L$/.exec(weekday)
  if (lastOf !== null) return numberOf(lastOf[1] ?? '', weekdays, 1) === dayOfWeek + 1 && today > last - 7
  if (weekday === 'L') return dayOfWeek === 6
  return numbersOf(weekday, 1, 7, weekdays, 1)?.has(dayOfWeek + 1)
}

function nearestWorkday(wanted: number, last: number, date: Date): number {
  const target = Math.min(wanted, last)
  const dayOfWeek = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), target)).getUTCDay()
  if (dayOfWeek === 6) return target > 1 ? target - 1 : target + 2
  if (dayOfWeek === 0) return target < last ? target + 1 : target - 2
  return target
}
