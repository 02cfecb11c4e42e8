/** `14:05` or `2:05 PM`, as the reader's machine writes it. */
export function clock(ts: string): string {
  return new Date(Number(ts) * 1000).toLocaleTimeString([], { hour: 'numeric', minute: '2-digit' })
}

export function fullTime(ts: string): string {
  return new Date(Number(ts) * 1000).toLocaleString([], { dateStyle: 'full', timeStyle: 'medium' })
}

/** `Today`, `Yesterday` or the date: the line between days. */
export function dayLabel(ts: string, now = Date.now()): string {
  const date = new Date(Number(ts) * 1000)
  if (date.toDateString() === new Date(now).toDateString()) return 'Today'
  if (date.toDateString() === new Date(now - 86_400_000).toDateString()) return 'Yesterday'
  return date.toLocaleDateString([], { weekday: 'long', day: 'numeric', month: 'long' })
}

/** `just now`, `5 minutes ago`. */
export function ago(epochSeconds: number, now = Date.now()): string {
  const seconds = Math.round(now / 1000 - epochSeconds)
  const format = new Intl.RelativeTimeFormat([], { numeric: 'auto' })
  const away = Math.abs(seconds)
  if (away < 45) return 'just now'
  if (away < 3600) return format.format(-Math.round(seconds / 60), 'minute')
  if (away < 86_400) return format.format(-Math.round(seconds / 3600), 'hour')
  return format.format(-Math.round(seconds / 86_400), 'day')
}

const tokens: Readonly<Record<string, (date: Date, now: number) => string>> = {
  date_num: (date) => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`,
  date_slash: (date) => `${two(date.getDate())}/${two(date.getMonth() + 1)}/${date.getFullYear()}`,
  date_long: (date) => date.toLocaleDateString([], { dateStyle: 'full' }),
  date_long_full: (date) => date.toLocaleDateString([], { dateStyle: 'full' }),
  date_long_pretty: (date, now) => pretty(date, now, { dateStyle: 'full' }),
  date: (date) => date.toLocaleDateString([], { dateStyle: 'long' }),
  date_pretty: (date, now) => pretty(date, now, { dateStyle: 'long' }),
  date_short: (date) => date.toLocaleDateString([], { dateStyle: 'medium' }),
  date_short_pretty: (date, now) => pretty(date, now, { dateStyle: 'medium' }),
  day_divider_pretty: (date, now) => dayLabel(String(date.getTime() / 1000), now),
  time: (date) => date.toLocaleTimeString([], { hour: 'numeric', minute: '2-digit' }),
  time_secs: (date) => date.toLocaleTimeString([], { hour: 'numeric', minute: '2-digit', second: '2-digit' }),
  ago: (date, now) => ago(date.getTime() / 1000, now),
}

/** A Slack date token filled in for the reader; the fallback when the timestamp is no time. */
export function slackDate(epochSeconds: number, format: string, fallback: string, now = Date.now()): string {
  const date = new Date(epochSeconds * 1000)
  if (Number.isNaN(date.getTime())) return fallback
  return format.replace(/\{(\w+)\}/g, (whole, token: string) => {
    const fill = Object.hasOwn(tokens, token) ? tokens[token] : undefined
    return fill ? fill(date, now) : whole
  })
}

function pretty(date: Date, now: number, style: Intl.DateTimeFormatOptions): string {
  for (const [days, word] of [
    [0, 'today'],
    [1, 'yesterday'],
    [-1, 'tomorrow'],
  ] as const) {
    if (date.toDateString() === new Date(now - days * 86_400_000).toDateString()) return word
  }
  return date.toLocaleDateString([], style)
}

function two(number: number): string {
  return String(number).padStart(2, '0')
}
