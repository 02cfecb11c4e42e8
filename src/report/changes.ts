import type { Conclusion } from '../engine/conclude.ts'
import type { Found, Investigation } from '../engine/outcome.ts'
import type { ReportChange } from './report.ts'

const dayMs = 86_400_000

/** Newest first; tied to a cause only when it touches the very resource that fails. */
export function changesOf(investigation: Investigation, conclusion: Conclusion): ReportChange[] {
  const onset = conclusion.sighting?.observation.times.length
    ? Math.min(...conclusion.sighting.observation.times)
    : undefined
  const seen = new Set<string>()
  return [...investigation.changes]
    .sort((a, b) => b.at - a.at || (a.what < b.what ? -1 : 1))
    .filter((change) => {
      const key = `${change.at} ${change.what} ${change.resource}`
      return !seen.has(key) && seen.add(key)
    })
    .slice(0, 30)
    .map((change) => {
      const tied = conclusion.causes.find(
        ({ found }) =>
          touches(change.resource, found) &&
          (onset === undefined || change.at <= onset + (isWholeDay(onset) ? dayMs : 120_000)),
      )
      return {
        at: new Date(change.at).toISOString(),
        who: change.who,
        what: change.what,
        resource: change.resource,
        ...(tied !== undefined && { tiedTo: tied.found.cause.id }),
      }
    })
}

/** Costs are told by the day, so that a change on the day of a rise may have brought it about. */
function isWholeDay(at: number): boolean {
  return at % dayMs === 0
}

function touches(resource: string, found: Found): boolean {
  const blamed = [
    found.finding.resource ?? found.target,
    found.target,
    ...('function' in found.target ? [found.target.function] : []),
  ]
  return blamed.some(
    (target) =>
      resource === target.arn ||
      resource === target.name ||
      resource === target.id ||
      target.arn.startsWith(`${resource}:`),
  )
}
