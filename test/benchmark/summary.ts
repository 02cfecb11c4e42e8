import type { Score } from './score.ts'

/** Scores taken together. */
export interface Summary {
  readonly name: string
  readonly incidents: number
  readonly unanswered: number
  readonly verdictsRight: number
  readonly withCause: number
  readonly topRight: number
  /** Mean over the incidents with a cause, 0 to 1; undefined where there are none. */
  readonly precisionAtFullRecall: number | undefined
  /** Healthy, recovered and unreadable systems: no cause is to be named. */
  readonly withoutCause: number
  readonly falseCauses: number
  readonly factsExpected: number
  readonly factsPresent: number
}

export function summaryOf(name: string, scores: readonly Score[]): Summary {
  const withCause = scores.filter((score) => score.hasCause)
  return {
    name,
    incidents: scores.length,
    unanswered: scores.filter((score) => !score.isAnswered).length,
    verdictsRight: scores.filter((score) => score.isVerdictRight).length,
    withCause: withCause.length,
    topRight: withCause.filter((score) => score.isTopRight).length,
    precisionAtFullRecall:
      withCause.length === 0
        ? undefined
        : sum(withCause.map((score) => score.precisionAtFullRecall ?? 0)) / withCause.length,
    withoutCause: scores.length - withCause.length,
    falseCauses: sum(scores.map((score) => score.falseCauses.length)),
    factsExpected: sum(scores.map((score) => score.factsExpected)),
    factsPresent: sum(scores.map((score) => score.factsPresent)),
  }
}

/** A summary of each group, in the order given, and last one of all. */
export function summariesBy(
  scores: readonly Score[],
  groupOf: (score: Score) => string,
  order: readonly string[],
): Summary[] {
  const groups = Map.groupBy(scores, groupOf)
  const known = [...order.filter((name) => groups.has(name)), ...[...groups.keys()].filter((n) => !order.includes(n))]
  return [...known.map((name) => summaryOf(name, groups.get(name) ?? [])), summaryOf('all', scores)]
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
