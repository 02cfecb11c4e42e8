import type { Report, ReportCause, Strength } from './report.ts'

/** How a verdict is said: a state in words, never by colour alone. */
export interface VerdictWords {
  /** Slack's short name. */
  readonly emoji: string
  /** A sign for terminals. */
  readonly sign: string
  readonly state: string
  readonly tone: 'bad' | 'unsure' | 'good'
  /** Heading over the causes. */
  readonly causesHeading: string
  /** What stands where there is no cause to name. */
  readonly withoutCause: string
}

/** The words for a report's verdict. Nothing but a found cause is called one. */
export function verdictWords(report: Report): VerdictWords {
  switch (report.verdict) {
    case 'cause-found':
      return foundWords(report.causes)
    case 'several-possible':
      return {
        emoji: ':large_yellow_circle:',
        sign: '?',
        state: 'Several possible causes',
        tone: 'unsure',
        causesHeading: 'Possible causes, none of them settled',
        withoutCause: 'More than one cause fits, and the evidence does not settle which.',
      }
    case 'insufficient-evidence':
      return {
        emoji: ':white_circle:',
        sign: '?',
        state: 'Not enough evidence',
        tone: 'unsure',
        causesHeading: 'What the evidence hints at',
        withoutCause: 'No cause is named, because what could be read does not show one.',
      }
    case 'healthy':
      return healthyWords(report.gaps.length > 0)
    case 'recovered':
      return {
        emoji: ':large_green_circle:',
        sign: '✓',
        state: 'Recovered',
        tone: 'good',
        causesHeading: 'Seen besides',
        withoutCause: 'It failed and stopped failing within the window. Nothing is named as a cause of anything now.',
      }
  }
}

/** A failure that was not seen may hide where nobody could look, so the words say which of the two it is. */
function healthyWords(isPartlyUnseen: boolean): VerdictWords {
  return {
    emoji: isPartlyUnseen ? ':white_circle:' : ':large_green_circle:',
    sign: isPartlyUnseen ? '?' : '✓',
    state: isPartlyUnseen ? 'No failure seen in what could be read' : 'No failure seen',
    tone: isPartlyUnseen ? 'unsure' : 'good',
    causesHeading: 'Seen besides',
    withoutCause: isPartlyUnseen
      ? 'No failure was seen in what could be read. Some of it could not; see what could not be checked.'
      : 'No failure was seen in this window, so there is no cause to name.',
  }
}

function foundWords(causes: readonly ReportCause[]): VerdictWords {
  const isSettled = causes[0]?.strength === 'proven'
  return {
    emoji: ':red_circle:',
    sign: '✗',
    state: isSettled ? (causes.length > 1 ? `${causes.length} causes found` : 'Cause found') : 'Likely cause found',
    tone: 'bad',
    causesHeading: causes.length > 1 ? 'Causes' : isSettled ? 'Cause' : 'Likely cause',
    withoutCause: 'The report names no cause.',
  }
}

const strengthSentences: Readonly<Record<Strength, string>> = {
  proven: 'proven: the evidence leaves no other reading',
  likely: 'likely: the evidence fits, and one link is not shown',
  possible: 'possible: the evidence allows it and does not show it',
}

/** What a confidence word promises. */
export function strengthSentence(strength: Strength): string {
  return strengthSentences[strength]
}

/** `950 ms`, `2.1 s`, `1 min 5 s`. */
export function durationWords(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`
  return `${Math.floor(milliseconds / 60_000)} min ${Math.round((milliseconds % 60_000) / 1000)} s`
}

/** `no charge`, `$0.0002`, `$1.20`. */
export function costWords(usd: number): string {
  if (usd <= 0) return 'no charge'
  if (usd < 0.0001) return 'under $0.0001'
  return usd < 0.1 ? `$${usd.toFixed(4)}` : `$${usd.toFixed(2)}`
}

/** `0 B`, `12 kB`, `41.0 MB`, in powers of ten as AWS bills them. */
export function bytesWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`
  return bytes < 1_000_000_000 ? `${(bytes / 1_000_000).toFixed(1)} MB` : `${(bytes / 1_000_000_000).toFixed(2)} GB`
}

/** What the answer took: `2.1 s · 14 reads · 41.0 MB scanned · $0.0002`. */
export function costLine({ durationMs, cost }: Report): string {
  return [
    durationWords(durationMs),
    `${cost.calls} ${cost.calls === 1 ? 'read' : 'reads'}`,
    ...(cost.bytesScanned > 0 ? [`${bytesWords(cost.bytesScanned)} scanned`] : []),
    costWords(cost.usd),
  ].join(' · ')
}
