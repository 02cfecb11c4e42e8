import { DateTime } from 'luxon'
import type { Report } from '../../report/report.ts'
import type { Answers } from '../../store/answers.ts'
import type { Page } from '../../store/histories.ts'
import type { Incident } from '../incident.ts'
import type { Span } from '../oncall/rotation.ts'
import type { OnCallSource } from '../oncall/source.ts'
import type { IncidentRecords } from '../records.ts'
import type { HandoffRecordsRead } from './compose.ts'
import type { HandoffRecords } from './handoff-records.ts'
import { ownerOf } from './owner.ts'
import type { ShiftNotes } from './shift-notes.ts'

export interface GatherParts {
  readonly records: Pick<IncidentRecords, 'listOpen' | 'listClosed'>
  readonly handoffs: Pick<HandoffRecords, 'list'>
  readonly notes: Pick<ShiftNotes, 'list'>
  readonly answers: Pick<Answers, 'get'>
  readonly reopenMinutes: number
  /** What of a channel's accounts cannot be seen, in words; left out, nothing keeps it. */
  readonly accessGaps?: (channel: string) => Promise<readonly string[]>
}

/** Which shift goes to whom. */
export interface ShiftChange {
  readonly shift: Span & { readonly user?: string }
  readonly next: Span & { readonly user?: string }
}

const comparedShifts = 3
const mostComparedMs = 42 * 24 * 3600_000
/** A report is one read: of more incidents only what the incident itself tells is told. */
const mostReports = 40
const mostPages = 25
const handoffsRead = 10

/** Reads all that a handoff is made of: lists by key and single records, never a scan. */
export async function gatherHandoff(
  source: OnCallSource,
  { shift, next }: ShiftChange,
  parts: GatherParts,
): Promise<HandoffRecordsRead> {
  const { records, handoffs, notes, answers, reopenMinutes } = parts
  const notRead: string[] = []
  const before = await shiftsBefore(source, shift)
  const earliest = before.at(-1)?.from ?? shift.from
  const [open, closed, taken, written, access] = await Promise.all([
    all((at) => records.listOpen(at), notRead, 'open incidents'),
    closedSince(earliest, shift.to, parts, notRead),
    handoffs.list(source.id, { limit: handoffsRead }),
    notes.list(source.channel, shift),
    parts.accessGaps?.(source.channel) ?? [],
  ])
  const own = ({ channel }: Incident) => channel === source.channel
  const [opened, over] = [open.filter(own), closed.filter(own)]
  const reports = await reportsOf(
    [...opened, ...over.filter(({ changedAt }) => changedAt >= shift.from)],
    answers,
    notRead,
  )
  return {
    rotation: source.name,
    channel: source.channel,
    ...(shift.user === undefined ? {} : { from: shift.user }),
    ...(next.user === undefined ? {} : { to: next.user }),
    shift: { from: shift.from, to: shift.to },
    until: next.to,
    open: opened,
    closed: over,
    shiftsBefore: before,
    reports,
    notes: written,
    access,
    notRead,
    ownerOf: (incident) => ownerOf(incident, taken.records, shift.user),
    reopenMinutes,
  }
}

/** The shifts before one, the latest first: what its counts are held against. */
async function shiftsBefore(source: OnCallSource, shift: Span): Promise<Span[]> {
  const length = shift.to - shift.from
  const from = shift.from - Math.min(mostComparedMs, length * (comparedShifts + 1))
  const shifts = await source.shifts({ from, to: shift.from })
  return shifts
    .filter(({ user, to }) => user !== undefined && to <= shift.from)
    .map(({ from: began, to }) => ({ from: began, to }))
    .toReversed()
    .slice(0, comparedShifts)
}

async function closedSince(from: number, to: number, { records }: GatherParts, notRead: string[]): Promise<Incident[]> {
  const first = DateTime.fromMillis(from, { zone: 'utc' }).startOf('month')
  const count = Math.floor(DateTime.fromMillis(to, { zone: 'utc' }).diff(first, 'months').months) + 1
  const months = Array.from({ length: count }, (_, index) => first.plus({ months: index }).toFormat('yyyy-MM'))
  const since = new Date(from).toISOString()
  const lists = await Promise.all(
    months.map((month) =>
      all((at) => records.listClosed(month, { ...at, from: since }), notRead, `incidents closed in ${month}`),
    ),
  )
  return lists.flat()
}

async function all(
  read: (at: { readonly next?: string }) => Promise<Page<Incident>>,
  notRead: string[],
  what: string,
): Promise<Incident[]> {
  const found: Incident[] = []
  let next: string | undefined
  for (let pages = 0; pages < mostPages; pages++) {
    const page = await read(next === undefined ? {} : { next })
    found.push(...page.records)
    next = page.next
    if (next === undefined) return found
  }
  notRead.push(`There are more ${what} than could be read; ${found.length} were.`)
  return found
}

/** Reports of the incidents that changed last, by their ids; open incidents come first. */
async function reportsOf(
  incidents: readonly Incident[],
  answers: GatherParts['answers'],
  notRead: string[],
): Promise<Map<string, Report>> {
  const reported = incidents.filter(({ diagnosis }) => diagnosis.reportId !== undefined)
  const chosen = reported
    .toSorted((a, b) => Number(a.state === 'closed') - Number(b.state === 'closed') || b.changedAt - a.changedAt)
    .slice(0, mostReports)
  if (reported.length > mostReports)
    notRead.push(`Changes, gaps and fix steps come from the newest ${mostReports} of ${reported.length} reports.`)
  const kept = await Promise.all(chosen.map(({ diagnosis }) => answers.get(diagnosis.reportId ?? '')))
  return new Map(
    kept.flatMap((answer, index) => {
      const id = chosen[index]?.diagnosis.reportId
      return answer?.kind === 'report' && id !== undefined ? [[id, answer.report] as const] : []
    }),
  )
}
