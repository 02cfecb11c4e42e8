import type { RecordedCall } from '../../sandbox/aws/server.ts'

/** How a run of reads went; milliseconds. */
export interface PathTimes {
  /** The longest chain of reads in which each began only after the one before had ended. */
  readonly criticalMs: number
  /** How many reads are in that chain: no answer of so many rounds can take less than this share of the sequence. */
  readonly rounds: number
  /** All reads one after the other. */
  readonly sequenceMs: number
  readonly reads: number
}

/** Walks back from the read that ended last: what it waited for is the read that ended last before it began. */
export function pathTimes(calls: readonly Pick<RecordedCall, 'startedAt' | 'endedAt'>[]): PathTimes {
  const byEnd = [...calls].sort((a, b) => b.endedAt - a.endedAt)
  let criticalMs = 0
  let rounds = 0
  let current = byEnd[0]
  while (current !== undefined) {
    criticalMs += current.endedAt - current.startedAt
    rounds += 1
    const { startedAt } = current
    // A read that took no measurable time must not wait for itself.
    byEnd.splice(0, byEnd.indexOf(current) + 1)
    current = byEnd.find((call) => call.endedAt <= startedAt)
  }
  return {
    criticalMs,
    rounds,
    sequenceMs: calls.reduce((sum, call) => sum + call.endedAt - call.startedAt, 0),
    reads: calls.length,
  }
}
