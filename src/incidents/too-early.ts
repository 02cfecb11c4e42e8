import type { Comparison } from './compare.ts'
import type { Incident } from './incident.ts'

/** When to look again after an OK, in epoch milliseconds: by then failures from before it no longer count as the present. */
export function settledAt({ stateSince }: Pick<Incident, 'stateSince'>, recoveredMinutes: number): number {
  return stateSince + (recoveredMinutes + 1) * 60_000
}

/** What a look may say that found the cause still there, so soon after the OK that it sees what was before; undefined when it may say so. */
export function tooEarly(
  incident: Pick<Incident, 'state' | 'stateSince'>,
  { found }: Comparison,
  now: number,
  recoveredMinutes: number,
): Comparison | undefined {
  if (incident.state !== 'recovered' || found !== 'still-there' || now >= settledAt(incident, recoveredMinutes))
    return undefined
  const minutes = Math.max(1, Math.floor((now - incident.stateSince) / 60_000))
  return {
    found: 'not-checked',
    words: `Too early to tell: OK for ${minutes} ${minutes === 1 ? 'minute' : 'minutes'} only, so failures from before are still in sight. It is looked at again ${recoveredMinutes + 1} minutes after the OK.`,
  }
}
