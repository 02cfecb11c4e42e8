import { bullet, type Line, paragraph, type Section, type Span, text } from '../outline-lines.ts'
import type { Report, ReportFact } from '../report.ts'

const inlineLength = 160
/** A count, a time or a range read out of a log, rather than a line of it. */
const measure = /^\d[\w.,:%() -]{0,40}$/

interface FactGroup {
  readonly heading: string
  readonly facts: readonly ReportFact[]
}

/** The facts, each in as few words as it takes: what, when, and where to look. Their commands stand in a section of their own. */
export function evidenceSection(report: Report): Section {
  const groups = factGroups(report)
  const lines = groups.flatMap(({ heading, facts }) => [
    ...(groups.length > 1 ? [paragraph(text(heading, 'strong'))] : []),
    ...facts.flatMap((fact) => factLines(fact, report.target)),
  ])
  return {
    id: 'evidence',
    heading: 'Evidence',
    lines: lines.length > 0 ? lines : [paragraph('No reading bears on this question.')],
  }
}

/** For each fact that a terminal can show again: its source and its command; undefined when there is none. */
export function commandsSection(report: Report): Section | undefined {
  const shown = new Set<string>()
  const lines = factGroups(report).flatMap(({ facts }) =>
    facts.flatMap((fact): Line[] => {
      if (fact.cli === undefined || shown.has(fact.cli)) return []
      shown.add(fact.cli)
      return [
        paragraph(text(fact.label, 'strong'), text(` · ${fact.source}`, 'quiet')),
        { kind: 'code', text: fact.cli },
      ]
    }),
  )
  return lines.length === 0 ? undefined : { id: 'evidence', heading: 'See it yourself', lines }
}

/** What was seen, then what shows each cause; a fact is told once. */
function factGroups({ observed, causes, earlier }: Report): FactGroup[] {
  const told = new Set<string>()
  const once = (fact: ReportFact): boolean => {
    const key = JSON.stringify([fact.label, fact.value, fact.at, fact.source, fact.account, fact.region])
    return !told.has(key) && told.add(key) !== undefined
  }
  return [
    { heading: 'What was seen', facts: observed },
    ...causes.map(({ id, facts }, index) => ({
      heading: causes.length > 1 ? `For ${index + 1}. ${id}` : 'What shows the cause',
      facts,
    })),
    ...earlier.map(({ id, facts }) => ({ heading: `From before: ${id}`, facts })),
  ]
    .map(({ heading, facts }) => ({ heading, facts: facts.filter(once) }))
    .filter(({ facts }) => facts.length > 0)
}

/** The source is named here only where no command names it, the place only where it is another than the card's. */
function factLines(fact: ReportFact, target: Report['target']): Line[] {
  const isLong = fact.value.includes('\n') || fact.value.length > inlineLength
  const isFromLog = isLong || (fact.source.startsWith('logs:') && !measure.test(fact.value))
  const isElsewhere = fact.account !== target.account || fact.region !== target.region
  const rest: Span[] = [
    ...(fact.at === undefined ? [] : [text(' · '), { kind: 'time', at: fact.at } as const]),
    ...(isElsewhere ? [text(` · ${fact.account} ${fact.region}`)] : []),
    ...(fact.cli === undefined ? [text(` · ${fact.source}`, 'quiet')] : []),
    ...(fact.link === undefined ? [] : [text(' · '), { kind: 'link', text: 'console', url: fact.link } as const]),
  ]
  if (!isFromLog) return [bullet(text(`${fact.label}: `, 'strong'), text(fact.value), ...rest)]
  return [bullet(text(fact.label, 'strong'), ...rest), { kind: 'quote', text: fact.value }]
}
