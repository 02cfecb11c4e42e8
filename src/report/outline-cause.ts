import { bullet, type Line, paragraph, type Section, subBullet, text } from './outline-lines.ts'
import type { Report, ReportCause, ReportFix } from './report.ts'
import { strengthSentence, verdictWords } from './verdict-words.ts'

/** What is named as the cause, how far that is settled, and how it reached the person who asked. */
export function causeSection(report: Report): Section {
  const words = verdictWords(report)
  const isNumbered = report.causes.length > 1
  const causes = report.causes.flatMap((cause, index) => causeLines(cause, isNumbered ? `${index + 1}. ` : ''))
  const lines = [
    ...(report.causes.length === 0 ? [paragraph(words.withoutCause)] : causes),
    ...earlierLines(report),
    ...undecidedLines(report),
  ]
  return { id: 'cause', heading: report.causes.length === 0 ? words.state : words.causesHeading, lines }
}

function causeLines(cause: ReportCause, number: string): Line[] {
  const aliases = cause.aliases.length === 0 ? '' : ` (also known as ${cause.aliases.join(', ')})`
  return [
    paragraph(text(`${number}${cause.summary}`, 'strong')),
    bullet('Resource: ', text(cause.resource.name, 'code'), ` (${cause.resource.kind.replaceAll('-', ' ')})`),
    bullet(`Confidence: ${strengthSentence(cause.strength)}`),
    ...(cause.chain.length === 0 ? [] : [bullet('How it reached you, outermost first:')]),
    ...cause.chain.map((hop, index) =>
      subBullet(
        index === 0 ? '' : '→ ',
        ...(hop.summary.startsWith(`${hop.resource} `) ? [] : [text(hop.resource, 'code'), ' ']),
        hop.summary,
      ),
    ),
    ...teamLines(cause),
    bullet('Cause id: ', text(cause.id, 'code'), `${aliases} · `, ...docsOf(cause)),
  ]
}

/** What the team knows of it, before anything that is general. */
function teamLines({ teamNotes = [] }: ReportCause): Line[] {
  return teamNotes.map(({ note, runbook }) =>
    bullet(
      text('From your team: ', 'strong'),
      note ?? '',
      ...(runbook === undefined
        ? []
        : [note === undefined ? '' : ' · ', { kind: 'link', text: 'Runbook', url: runbook } as const]),
    ),
  )
}

function docsOf({ docs }: ReportCause) {
  return docs === '' ? [] : [{ kind: 'link', text: 'AWS documentation', url: docs } as const]
}

function earlierLines({ earlier, verdict }: Report): Line[] {
  if (earlier.length === 0) return []
  const heading =
    verdict === 'recovered' ? 'Evidence from before it recovered points at:' : 'Earlier in the window, and over since:'
  return [
    paragraph(text(heading, 'strong')),
    ...earlier.map((cause) =>
      bullet(
        `${cause.summary} (`,
        text(cause.resource.name, 'code'),
        `, ${cause.strength}, `,
        text(cause.id, 'code'),
        ')',
      ),
    ),
  ]
}

function undecidedLines({ undecided, verdict }: Report): Line[] {
  const matters = verdict === 'insufficient-evidence' || verdict === 'several-possible'
  if (undecided.length === 0 || !matters) return []
  return [
    paragraph(text('Could not be decided:', 'strong')),
    ...undecided.map(({ id, why }) => bullet(text(id, 'code'), `: ${why}`)),
  ]
}

/** What to do now, properly, and so that it stays away; undefined when nothing is named to fix. */
export function fixSection({ causes, earlier }: Report): Section | undefined {
  const named = causes.length > 0 ? causes : earlier
  const isNumbered = named.length > 1
  const lines = named.flatMap((cause, index) => fixLines(cause, isNumbered ? `${index + 1}. ` : ''))
  if (lines.length === 0) return undefined
  return { id: 'fix', heading: causes.length > 0 ? 'Fix' : 'So that it does not come back', lines }
}

function fixLines({ fix, resource, strength, id }: ReportCause, number: string): Line[] {
  const steps: readonly (readonly [string, string | undefined])[] = [
    ['Now', fix.now],
    ['Properly', fix.proper],
    ['Prevent', fix.prevent],
  ]
  const told = steps.flatMap(([when, step]) =>
    step === undefined || step === '' ? [] : [bullet(text(`${when}: `, 'strong'), step)],
  )
  const lines = [...told, ...codeLines(fix)]
  if (lines.length === 0) return []
  const unsure = strength === 'possible' ? ' Check that it is the cause first: it is only possible.' : ''
  return [paragraph(text(`${number}${resource.name}`, 'strong'), ' ', text(`(${id})`, 'quiet'), unsure), ...lines]
}

function codeLines({ cli, iac }: ReportFix): Line[] {
  return [
    ...(cli === undefined || cli === ''
      ? []
      : [paragraph('Commands. Read them before you run them:'), { kind: 'code', text: cli } as const]),
    ...(iac === undefined || iac === ''
      ? []
      : [paragraph('The same in the template:'), { kind: 'code', text: iac } as const]),
  ]
}

/** Assumptions, other failures seen, advice no read can settle; undefined when there are none. */
export function notesSection(report: Report): Section | undefined {
  const notes = report.notes.filter((note) => note.trim() !== '')
  return notes.length === 0
    ? undefined
    : { id: 'notes', heading: 'Good to know', lines: notes.map((note) => bullet(note)) }
}
