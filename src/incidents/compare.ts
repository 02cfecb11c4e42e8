import type { Report, ReportCause } from '../report/report.ts'
import type { AfterRecovery, DiagnosisOutcome, IncidentCause } from './incident.ts'

/** What another look has shown, in one sentence. */
export interface Comparison {
  readonly found: AfterRecovery
  readonly words: string
}

/** The part of a report that an incident keeps. */
export function outcomeOf(report: Report, kept: Pick<DiagnosisOutcome, 'reportId' | 'question'>): DiagnosisOutcome {
  const [first] = report.causes
  return {
    ...kept,
    verdict: report.verdict,
    summary: report.summary,
    ...(first === undefined ? {} : { cause: causeOf(first, report.target) }),
  }
}

function causeOf({ id, aliases, strength, resource, summary }: ReportCause, asked: Report['target']): IncidentCause {
  const { name, arn } = resource
  const [, , , region, account] = arn.split(':')
  const place = { account: account || asked?.account || '', region: region || asked?.region || '' }
  return { id, aliases, strength, summary, resource: { name, arn, ...place } }
}

/**
 * Compares a cause with a later report on the same question. It is `gone` only when its evidence was read again and no longer shows it;
 * a failure that merely stopped is `only-quiet`.
 */
export function compare(before: IncidentCause | undefined, report: Report): Comparison {
  const isOver = report.verdict === 'healthy' || report.verdict === 'recovered'
  const [now] = report.causes
  if (before === undefined) {
    if (isOver)
      return { found: 'only-quiet', words: 'Nothing fails now. No cause was named, so none can be said to be gone.' }
    return now === undefined
      ? { found: 'not-checked', words: 'It could not be seen whether it still fails.' }
      : { found: 'still-there', words: `It still fails: ${now.summary}` }
  }
  const name = `${before.id} on ${before.resource.name}`
  const same = report.causes.find((cause) => isSame(cause, before))
  if (same !== undefined) return { found: 'still-there', words: `Still there: ${same.summary}` }
  if (!isOver && now !== undefined)
    return { found: 'still-there', words: `It still fails, now by another cause: ${now.summary}` }
  if (!isOver) return { found: 'not-checked', words: `Whether ${name} is still there could not be seen.` }
  if (report.earlier.some((cause) => isSame(cause, before)))
    return { found: 'only-quiet', words: `Only quiet: nothing fails now, but nothing shows that ${name} was removed.` }
  if (report.ruledOut.some(({ id }) => id === before.id || before.aliases.includes(id)))
    return { found: 'gone', words: `Gone: what proved ${name} is no longer there.` }
  return { found: 'only-quiet', words: `Only quiet: nothing fails now, and ${name} could not be looked at again.` }
}

function isSame({ id, aliases, resource }: ReportCause, before: IncidentCause): boolean {
  const isId = id === before.id || aliases.includes(before.id) || before.aliases.includes(id)
  return isId && (resource.arn === before.resource.arn || resource.name === before.resource.name)
}
