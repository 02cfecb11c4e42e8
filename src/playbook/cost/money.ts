import { dayText } from '../../evidence/cost/days.ts'
import type { Rise } from '../../evidence/cost/rise.ts'

/** `$1,234.50`. */
export function dollars(usd: number): string {
  return `${usd < 0 ? '-' : ''}$${Math.abs(usd).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`
}

/** `93 %`. */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}

/** `12,345,678` or `0.25`. */
export function amount(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: value >= 100 ? 0 : 2 })
}

/** What a metric counts, in the largest unit that fits: `888.7 GB`, `83 hours`, `12,345`. */
export function used(value: number, metric: string): string {
  if (/Bytes/.test(metric)) {
    const units = ['bytes', 'KB', 'MB', 'GB', 'TB', 'PB']
    const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, value)) / 3))
    return `${(value / 1000 ** step).toLocaleString('en-US', { maximumFractionDigits: 1 })} ${units[step] ?? ''}`
  }
  return /\|Duration\|/.test(metric) ? `${amount(value / 3_600_000)} hours` : amount(value)
}

/** `$82.10 on 2026-11-22, $4.30 a day in the week before`. */
export function riseText({ peak, usualUsd }: Rise): string {
  return `${dollars(peak.usd)} on ${dayText(peak.day)}, ${dollars(usualUsd)} a day in the week before`
}
