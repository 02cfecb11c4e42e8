/** Answers that AWS charges for, kept so that the same question is not paid for again. */
export interface KeptAnswers {
  /** The answer with the time it was given, in epoch milliseconds; undefined when there is none, or it is too old. */
  find(key: string, now: number): { readonly at: number; readonly answer: unknown } | undefined
  keep(key: string, answer: unknown, now: number): void
}

const sixHoursMs = 6 * 3_600_000
const most = 200

/** Cost Explorer renews its figures about three times a day, so they are kept for six hours, in this process alone. */
export function keptAnswers(): KeptAnswers {
  const kept = new Map<string, { at: number; answer: unknown }>()
  return {
    find(key, now) {
      const found = kept.get(key)
      return found !== undefined && now - found.at < sixHoursMs ? found : undefined
    },
    keep(key, answer, now) {
      kept.delete(key)
      kept.set(key, { at: now, answer })
      const oldest = kept.keys().next().value
      if (kept.size > most && oldest !== undefined) kept.delete(oldest)
    },
  }
}
