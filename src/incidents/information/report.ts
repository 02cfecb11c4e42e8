import { DateTime } from 'luxon'
import { defineInformation, type InformationCommand } from '../../report/information/command.ts'
import type { Page } from '../../report/information/page.ts'
import { bullet, type Line, paragraph, text } from '../../report/outline-lines.ts'
import { type Accuracy, accuracyOf } from '../accuracy.ts'
import type { Incident } from '../incident.ts'
import { type Counted, type IncidentTimes, type Statistics, statisticsOf, type Taken, timesOf } from '../statistics.ts'
import { allOpen, closedSince, type IncidentShelf, mayBeSeen, nowhereKept } from './shelf.ts'

interface IncidentReport {
  readonly window: { readonly from: string; readonly to: string }
  readonly statistics: Statistics
  readonly accuracy: Accuracy
  /** What the kept diagnoses took. */
  readonly cost: { readonly reports: number; readonly calls: number; readonly usd: number }
  /** Of how many incidents the times were read. */
  readonly timed: number
  readonly csv: string
}

/** Each is one query of its own. */
const mostTimed = 300
const mostReports = 60
const atOnce = 20

/** `report`: what the incidents of a time come to. */
export function reportCommand(shelf: IncidentShelf | undefined): InformationCommand {
  return defineInformation<IncidentReport>({
    name: 'report',
    reads: [],
    lookups: [],
    answer: async (context) => {
      if (shelf === undefined) return nowhereKept
      const { from, to } = context.request.window
      const [open, closed] = await Promise.all([allOpen(shelf), closedSince(shelf, from, context.now)])
      const unique = [...new Map([...closed, ...open].map((each) => [each.id, each])).values()]
      const incidents = unique
        .filter(({ kind, mergedInto }) => kind === 'alarm' && mergedInto === undefined)
        .filter((each) => each.openedAt >= from && each.openedAt < to && mayBeSeen(each, context))
        .toSorted((a, b) => b.openedAt - a.openedAt)
      const timed = incidents.slice(0, mostTimed)
      const times = new Map<string, IncidentTimes>()
      await inTurns(timed, async ({ id }) => void times.set(id, timesOf(await shelf.records.timeline(id))))
      const data: IncidentReport = {
        window: { from: new Date(from).toISOString(), to: new Date(to).toISOString() },
        statistics: statisticsOf(incidents, { from, to }, times),
        accuracy: accuracyOf(incidents),
        cost: await costOf(incidents, shelf),
        timed: timed.length,
        csv: csvOf(timed, times),
      }
      return { kind: 'data', data }
    },
    page: (data) => reportPage(data),
  })
}

async function inTurns<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (let start = 0; start < items.length; start += atOnce)
    await Promise.all(items.slice(start, start + atOnce).map(work))
}

async function costOf(incidents: readonly Incident[], { reportOf }: IncidentShelf): Promise<IncidentReport['cost']> {
  const total = { reports: 0, calls: 0, usd: 0 }
  const ids = incidents.flatMap(({ diagnosis }) => diagnosis.reportId ?? []).slice(0, mostReports)
  await inTurns(ids, async (id) => {
    const report = await reportOf(id)
    if (report === undefined) return
    total.reports++
    total.calls += report.cost.calls
    total.usd += report.cost.usd
  })
  return total
}

function reportPage({ window, statistics, accuracy, cost, timed, csv }: IncidentReport): Page {
  const {
    incidents,
    stillOpen,
    byCause,
    withoutCause,
    byResource,
    answer,
    acknowledge,
    recover,
    repeats,
    reopenings,
    perBucket,
    bucketDays,
  } = statistics
  const span = [{ kind: 'time', at: window.from } as const, ' to ', { kind: 'time', at: window.to } as const]
  if (incidents === 0)
    return {
      tone: 'good',
      title: 'No incidents',
      lines: [paragraph('None was opened from ', ...span, '.')],
      foot: ['from Firstlook’s own records'],
    }
  const judged = accuracy.right + accuracy.other
  return {
    tone: stillOpen > 0 ? 'unsure' : 'plain',
    title: `${counted(incidents, 'incident')}, ${stillOpen} still open`,
    lines: [
      paragraph(...span),
      ...tallyLines('By cause', byCause, withoutCause === 0 ? [] : [`${withoutCause} without a named cause`]),
      ...tallyLines('By resource', byResource, []),
      paragraph(text('How long it took', 'strong')),
      bullet(`to the first answer: ${takenWords(answer)}`),
      bullet(
        `to be acknowledged: ${takenWords(acknowledge)}${acknowledge.count < timed ? `; nobody acknowledged ${timed - acknowledge.count} of ${timed}` : ''}`,
      ),
      bullet(`to recover: ${takenWords(recover)}`),
      paragraph(text('How it went', 'strong')),
      bullet(
        repeats.of === 0
          ? 'No cause was named, so none can have come back.'
          : `${repeats.count} of ${repeats.of} incidents with a named cause were repeats of one in this time (${percent(repeats.count, repeats.of)}).`,
      ),
      bullet(
        reopenings === 0
          ? 'None fired again after it was over.'
          : `Incidents fired again ${counted(reopenings, 'time')} after they were over.`,
      ),
      bullet(
        judged === 0
          ? `Nobody has said whether the ${counted(accuracy.named, 'named cause')} were right.`
          : `The named cause was right in ${accuracy.right} of ${judged} that people judged (${percent(accuracy.right, judged)}); ${accuracy.unsaid} were not judged.`,
      ),
      bullet(
        cost.reports === 0
          ? 'No diagnosis of this time is kept any more, so its cost is not known.'
          : `The ${counted(cost.reports, 'diagnosis', 'diagnoses')} that are kept took ${cost.calls.toLocaleString('en-US')} calls to AWS and $${cost.usd.toFixed(2)}.`,
      ),
      ...(timed < incidents ? [bullet(`Times are those of the newest ${timed} of ${incidents}.`)] : []),
      paragraph(text('As CSV', 'strong')),
      { kind: 'code', text: csv },
    ],
    charts: [
      {
        title: bucketDays === 1 ? 'Incidents opened each day' : `Incidents opened every ${bucketDays} days`,
        categories: perBucket.map(({ from }) => DateTime.fromMillis(from, { zone: 'utc' }).toFormat('MM-dd')),
        series: [{ name: 'incidents', values: perBucket.map(({ count }) => count) }],
        unit: 'incidents',
      },
    ],
    foot: ['from Firstlook’s own records', 'median and 90th percentile', 'days are UTC'],
  }
}

function tallyLines(title: string, counts: readonly Counted[], more: readonly string[]): Line[] {
  if (counts.length === 0 && more.length === 0) return []
  return [
    paragraph(text(title, 'strong')),
    ...counts.map(({ name, count }) => bullet(text(name, 'code'), `: ${count}`)),
    ...more.map((words) => bullet(words)),
  ]
}

function takenWords({ count, median, p90 }: Taken): string {
  if (median === undefined || p90 === undefined) return 'it never happened'
  return `${durationWords(median)}, nine of ten within ${durationWords(p90)} (${counted(count, 'incident')})`
}

function durationWords(ms: number): string {
  if (ms < 60_000) return `${Math.round(ms / 1000)} s`
  if (ms < 2 * 3600_000) return `${Math.round(ms / 60_000)} min`
  return `${(ms / 3600_000).toFixed(1)} h`
}

function percent(part: number, whole: number): string {
  return `${Math.round((part / whole) * 100)} %`
}

function counted(count: number, word: string, several = `${word}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? word : several}`
}

/** One line for each incident; times are seconds since it was opened. */
function csvOf(incidents: readonly Incident[], times: ReadonlyMap<string, IncidentTimes>): string {
  const head =
    'id,opened_at,title,account,region,state,severity,cause,resource,answer_s,acknowledge_s,recover_s,reopenings'
  const rows = incidents.map(({ id, openedAt, title, account, region, state, severity, diagnosis, reopenings }) => {
    const { answeredAt, acknowledgedAt, recoveredAt } = times.get(id) ?? {}
    const since = (at: number | undefined) =>
      at === undefined ? '' : String(Math.max(0, Math.round((at - openedAt) / 1000)))
    const { cause } = diagnosis
    return [
      id,
      new Date(openedAt).toISOString(),
      title,
      account,
      region,
      state,
      severity,
      cause?.id ?? '',
      cause?.resource.name ?? '',
      since(answeredAt),
      since(acknowledgedAt),
      since(recoveredAt),
      String(reopenings),
    ]
      .map(csvCell)
      .join(',')
  })
  return [head, ...rows].join('\n')
}

/** Quoted where it must be; a cell that a spreadsheet would take for a formula begins with an apostrophe. */
function csvCell(value: string): string {
  const safe = /^[=+\-@\t]/.test(value) ? `'${value}` : value
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
