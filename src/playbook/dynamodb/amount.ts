/** `1,240`, `96.5`, `0.42`: as many digits as a reader needs. */
export function amount(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2
  return value.toLocaleString('en-US', { maximumFractionDigits: digits })
}

/** A share between 0 and 1 as per cent; what is little but not nothing never reads as zero. */
export function percent(share: number): string {
  const value = share * 100
  if (value > 0 && value < 0.01) return 'under 0.01 %'
  return `${value.toLocaleString('en-US', { maximumFractionDigits: value < 1 ? 2 : value < 10 ? 1 : 0 })} %`
}

export function milliseconds(value: number): string {
  return value >= 1_000 ? `${amount(value / 1_000)} s` : `${amount(value)} ms`
}

/** `14:05 UTC`. */
export function clockTime(at: number): string {
  return `${new Date(at).toISOString().slice(11, 16)} UTC`
}

export function plural(count: number, one: string, more = `${one}s`): string {
  return `${amount(count)} ${count === 1 ? one : more}`
}
