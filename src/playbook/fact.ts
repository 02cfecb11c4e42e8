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
  return { ...citation, label, value, ...(at !== undefined && { at }) } as Fact
}
