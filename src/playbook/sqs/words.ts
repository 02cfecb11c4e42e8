/** `1,250 messages`, `1 message`. */
export function count(value: number, noun: string): string {
  return `${Math.round(value).toLocaleString('en-GB')} ${noun}${Math.round(value) === 1 ? '' : 's'}`
}

/** `45 s`, `12 min`, `3.5 h`, `2 days`. */
export function span(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`
  if (seconds < 172_800) return `${Math.round(seconds / 360) / 10} h`
  return `${Math.round(seconds / 8_640) / 10} days`
}

/** `03:12 UTC`. */
export function clock(at: number): string {
  return `${new Date(at).toISOString().slice(11, 16)} UTC`
}

/** `38%`. */
export function percent(share: number): string {
  return `${share > 0 && share < 0.01 ? '<1' : Math.round(share * 100)}%`
}
