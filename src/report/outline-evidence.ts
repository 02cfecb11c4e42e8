import { bullet, type Line, paragraph, type Section, type Span, text } from './outline-lines.ts'
import type { Report, ReportFact, ReportGap } from './report.ts'

const inlineLength = 160

/** Every fact: what was seen of the failure, then what proves each cause, each with its source, link and command. */
export function evidenceSection(report: Report): Section {
  const groups = [
    { heading: 'What was seen', facts: report.observed },
    ...report.causes.map((cause, index) => ({
      heading: report.causes.length > 1 ? `For ${index + 1}. ${cause.id}` : 'What shows the cause',
      facts: cause.facts,
    })),
    ...report.earlier.map((cause) => ({ heading: `From before: ${cause.id}`, facts: cause.facts })),
  ].filter(({ facts }) => facts.length > 0)
  const lines = groups.flatMap(({ heading, facts }) => [
    ...(groups.length > 1 ? [paragraph(text(heading, 'strong'))] : []),
    ...facts.flatMap((fact, index) => factLines(fact, facts[index + 1], report.target)),
  ])
  return {
    id: 'evidence',
    heading: 'Evidence',
    lines: lines.length > 0 ? lines : [paragraph('No reading bears on this question.')],
  }
}

/** A fact; its command is left to the next fact when both share it, its place to the card unless it is another. */
function factLines(fact: ReportFact, next: ReportFact | undefined, target: Report['target']): Line[] {
  const isFromLog = fact.source.startsWith('logs:') || fact.value.includes('\n') || fact.value.length > inlineLength
  const when: Span[] = fact.at === undefined ? [] : [text(' · ', 'quiet'), { kind: 'time', at: fact.at }]
  const link: Span[] =
    fact.link === undefined ? [] : [text(' · '), { kind: 'link', text: 'open in the console', url: fact.link }]
  const isElsewhere = fact.account !== target.account || fact.region !== target.region
  const source = text(` · ${fact.source}${isElsewhere ? ` · ${fact.account} ${fact.region}` : ''}`, 'quiet')
  return [
    bullet(
      text(isFromLog ? fact.label : `${fact.label}: `, 'strong'),
      ...(isFromLog ? [] : [text(fact.value)]),
      ...when,
      source,
      ...link,
    ),
    ...(isFromLog ? [{ kind: 'quote', text: fact.value } as const] : []),
    ...(fact.cli === undefined || fact.cli === next?.cli ? [] : [{ kind: 'code', text: fact.cli } as const]),
  ]
}

/** What was checked and excluded. */
export function ruledOutSection({ ruledOut }: Report): Section {
  const lines = ruledOut.map(({ id, why }) => bullet(text(id, 'code'), `: ${why}`))
  return {
    id: 'ruled-out',
    heading: ruledOut.length === 0 ? 'Ruled out' : `Ruled out (${ruledOut.length})`,
    lines: lines.length > 0 ? lines : [paragraph('Nothing could be ruled out.')],
  }
}

/** What changed in the window. No record of a change and no permission to look are told apart. */
export function changesSection({ changes, gaps, causes }: Report): Section {
  const couldNotLook = gaps.some(({ action }) => action.startsWith('cloudtrail:'))
  const known = new Set(causes.map(({ id }) => id))
  const lines = changes.map(({ at, who, what, resource, tiedTo }) =>
    bullet(
      { kind: 'time', at },
      ` ${who}: ${what} on `,
      text(resource, 'code'),
      ...(tiedTo === undefined || !known.has(tiedTo)
        ? []
        : [text(` — touches the failing resource (${tiedTo})`, 'strong')]),
    ),
  )
  const missing = couldNotLook
    ? [paragraph('The change history could not be read, so there may be more. See what could not be checked.')]
    : []
  const none =
    lines.length === 0 && !couldNotLook ? [paragraph('No change to these resources is on record in this window.')] : []
  return { id: 'changes', heading: 'What changed', lines: [...lines, ...missing, ...none] }
}

/** What could not be checked, and the statement that would let it be. */
export function gapsSection({ gaps, undecided, verdict }: Report): Section {
  const lines = gaps.flatMap(gapLines)
  const isToldAbove = verdict === 'insufficient-evidence' || verdict === 'several-possible'
  const open = isToldAbove ? [] : undecided
  const openLines = [...Map.groupBy(open, ({ why }) => why)].map(([why, alike]) =>
    bullet(
      text(alike.map(({ id }) => id).join(', '), 'code'),
      ` ${alike.length === 1 ? 'is' : 'are'} neither found nor ruled out: ${why}`,
    ),
  )
  const heading = gaps.length === 0 ? 'Could not be checked' : `Could not be checked (${gaps.length})`
  if (lines.length + openLines.length === 0) {
    const words =
      undecided.length > 0
        ? 'No read was refused; what stays undecided is said above.'
        : 'Every read this question needs was made.'
    return { id: 'gaps', heading, lines: [paragraph(words)] }
  }
  return { id: 'gaps', heading, lines: [...lines, ...openLines] }
}

function gapLines({ action, resource, error, statement, probe }: ReportGap): Line[] {
  const head = bullet(text(action, 'code'), ' on ', text(resource, 'code'), `: ${error}`, text(` · ${probe}`, 'quiet'))
  if (statement === null) return [head]
  return [
    head,
    paragraph(
      statement.Principal === undefined
        ? `This statement on ${action.startsWith('sts:') ? 'the role of Firstlook’s worker' : 'the diagnostic role'} closes the gap:`
        : 'This statement in the trust policy of that role closes the gap:',
    ),
    { kind: 'code', text: statementText(statement) },
  ]
}

/** On few lines: it is read once and pasted. */
function statementText(statement: NonNullable<ReportGap['statement']>): string {
  const { Effect, Principal, Action, Resource, Condition } = statement
  const parts = Object.entries({ Effect, Principal, Action, Resource, Condition }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${JSON.stringify(name)}: ${jsonOnOneLine(value)}`],
  )
  return `{ ${parts.join(', ')} }`
}

function jsonOnOneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(jsonOnOneLine).join(', ')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  return `{ ${Object.entries(value)
    .map(([name, each]) => `${JSON.stringify(name)}: ${jsonOnOneLine(each)}`)
    .join(', ')} }`
}
