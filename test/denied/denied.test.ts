import { describe, expect, it } from 'vitest'
import type { Report, ReportCause } from '../../src/report/report.ts'
import { type AskedWorld, askedOf } from '../incidents/answer.ts'
import { type Incident, incidents } from '../incidents/incident.ts'

const claimsOf = (report: Report): ReportCause[] => report.causes.filter((cause) => cause.strength !== 'possible')
const namesOf = (report: Report): string[] =>
  report.causes.flatMap((cause) => [cause.id, ...cause.aliases, ...cause.chain.map((hop) => hop.id)])

/** One incident of each kind and symptom is enough to meet every action that answers depend on. */
const chosen = [
  ...new Map(
    incidents()
      .filter(({ incident }) => incident.world.deny === undefined && incident.world.faults === undefined)
      .filter(({ incident }) => ['clean', 'chain', 'healthy', 'recovered'].includes(incident.kind))
      .map(
        (each) =>
          [`${each.incident.command.split(' ')[0]} ${each.incident.kind} ${each.path.split('/')[0]}`, each] as const,
      ),
  ).values(),
]

function without(incident: Incident, action: string): Incident['world'] {
  return { ...incident.world, deny: [action] }
}

/** What a person would hold against an answer that lost one permission. */
function dishonesty(before: Report, after: Report, action: string): string[] {
  const faults: string[] = []
  const invented = claimsOf(after).filter(
    (cause) => ![cause.id, ...cause.aliases].some((id) => namesOf(before).includes(id)),
  )
  for (const cause of invented) faults.push(`claims ${cause.id}, which nobody claimed while ${action} was allowed`)
  if (after.verdict === 'healthy' && before.verdict !== 'healthy')
    faults.push(`calls it healthy without ${action}; before: ${before.verdict}`)
  if (after.verdict === 'recovered' && before.verdict !== 'recovered')
    faults.push(`calls it recovered without ${action}; before: ${before.verdict}`)
  const isSame = after.verdict === before.verdict && after.causes[0]?.id === before.causes[0]?.id
  const gap = after.gaps.find((each) => each.action.split(', ').includes(action))
  if (!isSame && gap === undefined)
    faults.push(`changed from ${before.verdict} to ${after.verdict} without naming ${action} as a gap`)
  if (gap !== undefined && !(gap.statement?.Action ?? []).includes(action))
    faults.push(`the gap for ${action} has no statement that would close it`)
  return faults
}

describe.each(chosen)('$path', ({ incident }) => {
  it('stays the same or honest whichever single action is denied', async () => {
    const before: AskedWorld = await askedOf(incident.command, incident.world)
    if (before.answer.kind !== 'report') throw new Error('the incident has no report')
    const actions = [...new Set(before.calls.map((call) => call.action))].filter(
      (action) => action !== 'sts:GetCallerIdentity',
    )
    const faults: string[] = []
    for (const action of actions) {
      const after = await askedOf(incident.command, without(incident, action))
      // A name that could not be looked up may also end in a sentence; that claims nothing.
      if (after.answer.kind === 'report') faults.push(...dishonesty(before.answer.report, after.answer.report, action))
    }

    expect(actions.length).toBeGreaterThan(1)
    expect(faults).toEqual([])
  })
})
