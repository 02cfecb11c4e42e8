import type { Line } from '../outline-lines.ts'

/** What a command shows, in the same words on every surface; text from outside is redacted where it is shown. */
export interface Page {
  readonly tone: 'bad' | 'unsure' | 'good' | 'plain'
  /** What it is, in a few words: `Logs of function orders`. */
  readonly title: string
  readonly lines: readonly Line[]
  readonly charts?: readonly Chart[]
  /** A text to be saved as it is: all there is on a terminal, and to be copied in Slack. */
  readonly document?: string
  /** Incidents that sleep; in Slack each has a button that wakes it. */
  readonly wakes?: readonly { readonly label: string; readonly incidentId: string }[]
  /** Command lines to go on with. In Slack each is a button. */
  readonly offers?: readonly Offer[]
  /** Where and when was looked, what it took. */
  readonly foot: readonly string[]
}

export interface Offer {
  /** On the button. */
  readonly label: string
  /** Without `/aws`. */
  readonly line: string
}

/** Several series over the same times. */
export interface Chart {
  readonly title: string
  /** At most twenty, each of its own, in order of time. */
  readonly categories: readonly string[]
  /** At most six, with a value for each category. */
  readonly series: readonly { readonly name: string; readonly values: readonly number[] }[]
  /** `ms`, `requests`. */
  readonly unit: string
}
