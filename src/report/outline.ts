import { causeSection, fixSection, notesSection } from './outline-cause.ts'
import { changesSection, evidenceSection, gapsSection, ruledOutSection } from './outline-evidence.ts'
import type { Section } from './outline-lines.ts'
import type { Report } from './report.ts'

export type { Line, Section, SectionId, Span } from './outline-lines.ts'

/** The report in reading order, for every surface alike: cause, evidence, ruled out, changes, fix, gaps, notes. */
export function outline(report: Report): readonly Section[] {
  return [
    causeSection(report),
    evidenceSection(report),
    ruledOutSection(report),
    changesSection(report),
    fixSection(report),
    gapsSection(report),
    notesSection(report),
  ].filter((section) => section !== undefined)
}
