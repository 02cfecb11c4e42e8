import type { OpenSighting } from '../engine/survey.ts'
import type { Observation } from '../playbook/sign.ts'
import type { Report, ReportCause, Verdict } from './report.ts'

/** The answer to one of several questions asked at once, and how its failure showed at first sight. */
export interface Part {
  readonly state: Observation['state']
  readonly report: Report
}

const mostCauses = 6

/** Makes one answer of several about one name; `seen` has every sign that was looked at, judged or not. */
export function mergeReports(parts: readonly Part[], seen: readonly OpenSighting[], notes: readonly string[]): Report {
  const [first] = parts
  if (first === undefined) throw new Error('an answer needs a part')
  const verdict = verdictOf(parts, seen)
  const isWell = verdict === 'healthy' || verdict === 'recovered'
  const claiming = parts.filter(({ report }) => report.verdict !== 'healthy' && report.verdict !== 'recovered')
  const causes = isWell ? [] : ranked(claiming.flatMap(({ report }) => report.causes))
  const leading =
    parts.find(
      ({ report }) => report.verdict === verdict && (causes[0] === undefined || report.causes[0] === causes[0]),
    ) ?? first
  const named = new Set([...causes, ...parts.flatMap(({ report }) => report.earlier)].flatMap(namesOf))
  const open = new Set(parts.flatMap(({ report }) => report.undecided.map(({ id }) => id)))
  return {
    ...leading.report,
    verdict,
    summary: summaryOf(verdict, leading.report, seen),
    observed: distinct(
      [...parts.flatMap(({ report }) => report.observed)],
      ({ label, value, source }) => `${label} ${value} ${source}`,
    ),
    causes,
    earlier: distinct(
      parts.flatMap(({ report }) => report.earlier),
      keyOf,
    ),
    ruledOut: rows(parts.flatMap(({ report }) => report.ruledOut)).filter(({ id }) => !named.has(id) && !open.has(id)),
    undecided: rows(parts.flatMap(({ report }) => report.undecided)).filter(({ id }) => !named.has(id)),
    changes: distinct(
      parts
        .flatMap(({ report }) => report.changes)
        .sort((a, b) => Number(a.tiedTo === undefined) - Number(b.tiedTo === undefined)),
      ({ at, what, resource }) => `${at} ${what} ${resource}`,
    ).sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)),
    notes: [...new Set([...leading.report.notes, ...notes, ...parts.flatMap(({ report }) => report.notes)])],
  }
}

function verdictOf(parts: readonly Part[], seen: readonly OpenSighting[]): Verdict {
  const verdicts = parts.map(({ report }) => report.verdict)
  if (verdicts.includes('cause-found')) return 'cause-found'
  if (verdicts.includes('several-possible')) return 'several-possible'
  const isOpen = seen.some(
    ({ sighting: { observation } }) => observation.state === 'unknown' || observation.state === 'present',
  )
  if (verdicts.includes('insufficient-evidence') || isOpen) return 'insufficient-evidence'
  return verdicts.includes('recovered') ? 'recovered' : 'healthy'
}

function summaryOf(verdict: Verdict, { summary }: Report, seen: readonly OpenSighting[]): string {
  const words = (state: Observation['state']): string[] => [
    ...new Set(
      seen.flatMap(({ sighting: { observation } }) => (observation.state === state ? [observation.summary] : [])),
    ),
  ]
  if (verdict === 'healthy') return withGapsOf(summary, words('absent').join(' '))
  if (verdict !== 'insufficient-evidence' || words('present').length > 0) return summary
  const known = [...words('absent'), ...words('unknown')].filter((each) => !summary.includes(each))
  return [...known, summary].join(' ')
}

/** The sentence on gaps ends a summary; it stays at the end. */
function withGapsOf(summary: string, words: string): string {
  const gaps = / (?:One read|\d+ reads) gave nothing, so this is not the whole picture\.$/.exec(summary)?.[0] ?? ''
  return `${words}${gaps}`
}

function ranked(causes: readonly ReportCause[]): ReportCause[] {
  const isGuess = ({ strength }: ReportCause): number => (strength === 'possible' ? 1 : 0)
  return distinct(causes, keyOf)
    .filter((cause, index, all) => !all.slice(0, index).some((before) => isSame(before, cause)))
    .sort((a, b) => isGuess(a) - isGuess(b))
    .slice(0, mostCauses)
}

function namesOf({ id, aliases }: ReportCause): string[] {
  return [id, ...aliases]
}

function keyOf({ id, resource }: ReportCause): string {
  return `${id} ${resource.arn}`
}

/** The same cause may go by another name under another symptom, or stand in another's chain already. */
function isSame(before: ReportCause, cause: ReportCause): boolean {
  if (before.chain.some(({ id, resource }) => id === cause.id && resource === cause.resource.name)) return true
  return before.resource.arn === cause.resource.arn && namesOf(before).some((id) => namesOf(cause).includes(id))
}

function distinct<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...new Map(items.toReversed().map((item) => [key(item), item])).values()].toReversed()
}

function rows<T extends { readonly id: string }>(items: readonly T[]): T[] {
  return distinct(items, ({ id }) => id).sort((a, b) => (a.id < b.id ? -1 : 1))
}
