import type { Citation } from '../evidence/probe.ts'

declare const checked: unique symbol

/** One checkable observation. Made only by `factFrom`, so that none stands without its source. */
export interface Fact extends Citation {
  readonly label: string
  readonly value: string
  /** Epoch milliseconds at which it was so, where it has a moment. */
  readonly at?: number
  readonly [checked]: true
}

export type Facts = readonly [Fact, ...Fact[]]

/** A fact with the citation of the read that showed it. */
export function factFrom(citation: Citation, label: string, value: string, at?: number): Fact {
  return { ...citation, label, value: grouped(value), ...(at !== undefined && { at }) } as Fact
}

/** `1822 of 20450 requests` as `1,822 of 20,450 requests`; only of values that are a count and nothing else, as ids and quotations stay as they are. */
function grouped(value: string): string {
  const isCount = /^\d{1,9}(?: of \d{1,9})?(?: [a-z]+)*$/.test(value)
  return isCount ? value.replaceAll(/\d{4,}/g, (digits) => Number(digits).toLocaleString('en-US')) : value
}
