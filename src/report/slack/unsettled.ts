import { bullet, type Line, paragraph, type Section, text } from '../outline-lines.ts'
import type { Report, ReportGap } from '../report.ts'

/** Up to this many rows are shown at once; more are folded into a count. */
const mostRows = 6
const namedIds = 3

/** Whether the ruled-out causes, or those left open, are more than a reader wants at once. */
export function isFolded({ ruledOut, undecided }: Report): boolean {
  return ruledOut.length > mostRows || undecided.length > mostRows
}

/** What was checked and excluded: a count where the list is long. */
export function ruledOutSection(report: Report): Section {
  const { ruledOut } = report
  const heading = 'Ruled out'
  if (ruledOut.length === 0) return { id: 'ruled-out', heading, lines: [paragraph('Nothing could be ruled out.')] }
  if (ruledOut.length <= mostRows)
    return { id: 'ruled-out', heading: `${heading} (${ruledOut.length})`, lines: ruledOut.map(rowLine) }
  const other = report.causes.length > 0 ? 'other causes' : 'causes'
  return {
    id: 'ruled-out',
    heading,
    lines: [paragraph(`${ruledOut.length} ${other} were checked, and the evidence excludes them.`)],
  }
}

/** Every cause that was excluded or left open, each with its reason. */
export function everyVerdictSection({ ruledOut, undecided }: Report): Section {
  const open = undecided.length === 0 ? [] : [paragraph(text(`Left open (${undecided.length})`, 'strong'))]
  const excluded =
    ruledOut.length === 0
      ? [paragraph('Nothing could be ruled out.')]
      : [paragraph(text(`Ruled out (${ruledOut.length})`, 'strong'))]
  return {
    id: 'ruled-out',
    heading: 'Every cause that was checked',
    lines: [...excluded, ...ruledOut.map(rowLine), ...open, ...undecided.map(rowLine)],
  }
}

/** Causes that could be neither found nor excluded, those with the same reason together. */
export function undecidedLines({ undecided }: Report): Line[] {
  const idsByReason = new Map<string, string[]>()
  for (const { id, why } of undecided) idsByReason.set(why, [...(idsByReason.get(why) ?? []), id])
  return [...idsByReason].map(([why, ids]) => {
    const named = ids.length <= namedIds + 1 ? ids : ids.slice(0, namedIds)
    const spans = named.flatMap((id, index) => [...(index === 0 ? [] : [text(', ')]), text(id, 'code')])
    const rest = ids.length > named.length ? ` and ${ids.length - named.length} more` : ''
    return bullet(...spans, `${rest}: ${why}`)
  })
}

/** What could not be read, with the permissions that close the gaps in one piece; and which causes that leaves open. */
export function gapsSection(report: Report): Section {
  const { gaps, undecided, verdict } = report
  const isToldAbove = verdict === 'insufficient-evidence' || verdict === 'several-possible'
  const open = isToldAbove ? [] : undecidedLines(report)
  const heading = gaps.length === 0 ? 'Could not be checked' : `Could not be checked (${gaps.length})`
  if (gaps.length === 0 && open.length === 0) {
    const isComplete = undecided.length === 0 && !isToldAbove
    const sentence = isComplete ? 'Every read this question needs was made.' : 'No read failed.'
    return { id: 'gaps', heading: 'Gaps', lines: [paragraph(sentence)] }
  }
  const lead = gaps.length > 0 && open.length > 0 ? [paragraph(text('Neither found nor ruled out:', 'strong'))] : []
  return {
    id: 'gaps',
    heading: gaps.length === 0 ? 'Neither found nor ruled out' : heading,
    lines: [...gaps.map(gapLine), ...statementLines(gaps), ...lead, ...open],
  }
}

function rowLine({ id, why }: { readonly id: string; readonly why: string }): Line {
  return bullet(text(id, 'code'), `: ${why}`)
}

function gapLine({ action, resource, error, probe }: ReportGap): Line {
  // A refusal repeats the action and the resource, which stand before it.
  const reason = error.replace(/ is not authorized to perform: \S+(?: on resource: \S+)?/, ' may not,')
  return bullet(text(action, 'code'), ' on ', text(resource, 'code'), `: ${reason}`, text(` · ${probe}`, 'quiet'))
}

function statementLines(gaps: readonly ReportGap[]): Line[] {
  const statements = new Set(gaps.flatMap(({ statement }) => (statement === null ? [] : [statementText(statement)])))
  if (statements.size === 0) return []
  const lead = statements.size === 1 ? 'This statement' : 'These statements'
  return [
    paragraph(`${lead} on the diagnostic role ${statements.size === 1 ? 'closes the gap' : 'close the gaps'}:`),
    { kind: 'code', text: [...statements].join(',\n') },
  ]
}

/** On one line: it is read once and pasted. */
function statementText({ Effect, Action, Resource }: NonNullable<ReportGap['statement']>): string {
  const actions = Action.map((action) => JSON.stringify(action)).join(', ')
  return `{ "Effect": "${Effect}", "Action": [${actions}], "Resource": ${JSON.stringify(Resource)} }`
}
