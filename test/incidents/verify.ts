import { type Report, type ReportCause, strengths } from '../../src/report/report.ts'
import type { Expectation } from './incident.ts'

const namesOf = (cause: ReportCause): string[] => [cause.id, ...cause.aliases]

/** Whether a text holds what is wanted, whatever the case; slashes make it a regular expression. */
export function says(text: string, wanted: string): boolean {
  const pattern = /^\/(.+)\/$/.exec(wanted)?.[1]
  return pattern === undefined ? text.toLowerCase().includes(wanted.toLowerCase()) : new RegExp(pattern, 'i').test(text)
}

/** Every way in which a report falls short of what is expected, in words; empty when it holds. */
export function shortfalls(report: Report, expected: Expectation): string[] {
  const faults: string[] = []
  const [first] = report.causes
  const named = report.causes.map((cause) => `${cause.id} (${cause.strength})`).join(', ') || 'none'
  if (!expected.verdict.includes(report.verdict))
    faults.push(`verdict is ${report.verdict}, expected ${expected.verdict.join(' or ')}`)

  if (expected.cause === null) {
    if (first !== undefined) faults.push(`named a cause where there is none: ${named}`)
  } else if (first === undefined || !namesOf(first).some((id) => expected.cause?.includes(id))) {
    faults.push(`first cause is not ${expected.cause.join(' or ')}; named: ${named}`)
  }
  if (
    first !== undefined &&
    expected.strength !== undefined &&
    strengths.indexOf(first.strength) > strengths.indexOf(expected.strength)
  )
    faults.push(`${first.id} is only ${first.strength}, expected ${expected.strength}`)
  if (expected.resource !== undefined && !says(`${first?.resource.name} ${first?.resource.arn}`, expected.resource))
    faults.push(`blamed ${first?.resource.name ?? 'nothing'}, expected ${expected.resource}`)
  for (const fact of expected.facts)
    if (!first?.facts.some(({ label, value }) => says(`${label}: ${value}`, fact)))
      faults.push(
        `no fact says “${fact}”; facts: ${first?.facts.map(({ label, value }) => `${label}: ${value}`).join(' | ')}`,
      )
  for (const id of expected.alsoCauses)
    if (!report.causes.some((cause) => namesOf(cause).includes(id)))
      faults.push(`${id} is a true cause too; named: ${named}`)
  if (
    expected.chain !== undefined &&
    JSON.stringify(first?.chain.map(({ id }) => id)) !== JSON.stringify(expected.chain)
  )
    faults.push(
      `chain is ${first?.chain.map(({ id }) => id).join(' → ') || 'empty'}, expected ${expected.chain.join(' → ')}`,
    )
  for (const id of expected.forbidden) {
    const claimed = report.causes.find((cause) => cause.strength !== 'possible' && namesOf(cause).includes(id))
    if (claimed !== undefined) faults.push(`claimed ${claimed.id} as ${claimed.strength}, which is wrong here`)
  }
  for (const action of expected.gaps)
    if (!report.gaps.some((gap) => gap.action.split(', ').includes(action)))
      faults.push(`no gap names ${action}; gaps: ${report.gaps.map((gap) => gap.action).join(', ') || 'none'}`)
  const words = [
    report.summary,
    ...report.notes,
    ...report.observed.map(({ label, value }) => `${label}: ${value}`),
  ].join('\n')
  for (const wanted of expected.says) if (!says(words, wanted)) faults.push(`nowhere says “${wanted}”: ${words}`)
  if (
    expected.tiedChange !== undefined &&
    !report.changes.some(({ what, tiedTo }) => tiedTo !== undefined && says(what, expected.tiedChange ?? ''))
  )
    faults.push(
      `no change “${expected.tiedChange}” is tied to the cause: ${report.changes.map(({ what, tiedTo }) => `${what}${tiedTo ? ` → ${tiedTo}` : ''}`).join(', ')}`,
    )
  return faults
}

/** What must hold for every report, whatever the incident. */
export function breaches(report: Report, costExplorerRequests = 0): string[] {
  const faults: string[] = []
  const claims = report.causes.filter((cause) => cause.strength !== 'possible')
  if ((report.verdict === 'healthy' || report.verdict === 'recovered') && report.causes.length > 0)
    faults.push(`${report.verdict}, yet causes are named`)
  if (report.verdict === 'cause-found' && claims.length === 0)
    faults.push('cause-found without a proven or likely cause')
  if (report.verdict !== 'cause-found' && report.causes.some((cause) => cause.strength === 'proven'))
    faults.push(`a proven cause, yet the verdict is ${report.verdict}`)
  for (const cause of report.causes)
    if (cause.facts.some(({ source }) => source === '')) faults.push(`${cause.id} has a fact without a source`)
  if (report.cost.calls > 25) faults.push(`${report.cost.calls} reads, the budget is 25`)
  if (costExplorerRequests > 4) faults.push(`${costExplorerRequests} requests to Cost Explorer, the budget is 4`)
  const usd = report.cost.usd - 0.01 * costExplorerRequests
  if (usd > 0.001) faults.push(`$${usd.toFixed(6)} besides Cost Explorer, the budget is $0.001`)
  return faults
}
