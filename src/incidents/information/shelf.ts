import type { Answer } from '../../report/answer.ts'
import type { InformationContext } from '../../report/information/command.ts'
import type { Report } from '../../report/report.ts'
import type { Page } from '../../store/histories.ts'
import type { Incident } from '../incident.ts'
import type { IncidentRecords } from '../records.ts'
import type { OnCallShelf } from './on-call.ts'

/** The incidents that are kept, as commands read them. */
export interface IncidentShelf {
  readonly records: Pick<IncidentRecords, 'get' | 'timeline' | 'holderOf' | 'listOpen' | 'listClosed'>
  /** Who is on call, and what is handed over. */
  readonly onCall?: OnCallShelf
  /** A report that is still kept. */
  readonly reportOf: (reportId: string) => Promise<Report | undefined>
  /** The address of an incident's card in Slack, where Slack can be asked. */
  readonly permalink?: (incidentId: string) => Promise<string | undefined>
  /** How Slack calls a user. */
  readonly nameOf?: (user: string) => Promise<string | undefined>
}

const mostRecords = 1000
const monthMs = 28 * 24 * 3_600_000

/** All incidents that are not closed, the newest first. */
export async function allOpen({ records }: IncidentShelf): Promise<Incident[]> {
  return await allOf((next) => records.listOpen(next === undefined ? {} : { next }))
}

/** All incidents closed since a time in epoch milliseconds, the newest first. */
export async function closedSince({ records }: IncidentShelf, since: number, now: number): Promise<Incident[]> {
  const from = new Date(since).toISOString()
  const months = new Set<string>()
  for (let at = now; at > since; at -= monthMs) months.add(new Date(at).toISOString().slice(0, 7))
  months.add(from.slice(0, 7))
  const found: Incident[] = []
  for (const month of [...months].sort().reverse())
    found.push(...(await allOf((next) => records.listClosed(month, { from, ...(next === undefined ? {} : { next }) }))))
  return found
}

async function allOf(read: (next: string | undefined) => Promise<Page<Incident>>): Promise<Incident[]> {
  const found: Incident[] = []
  let next: string | undefined
  do {
    const page = await read(next)
    found.push(...page.records)
    next = page.next
  } while (next !== undefined && found.length < mostRecords)
  return found
}

/** Whether an incident may be shown to whoever asks, and is of the account they asked about, if of any. */
export function mayBeSeen(
  { account }: Pick<Incident, 'account'>,
  { accounts, asker, request }: Pick<InformationContext, 'accounts' | 'asker' | 'request'>,
): boolean {
  const known = accounts.find(({ id }) => id === account)
  if (asker.accounts !== undefined && known === undefined) return false
  return request.account === undefined || request.account === account || request.account === known?.name
}

/** What to say where no incidents are kept. */
export const nowhereKept: Exclude<Answer, { kind: 'report' }> = {
  kind: 'refused',
  sentence:
    'Incidents are kept in Firstlook’s own table, which cannot be read from here. Ask in Slack, or set `FIRSTLOOK_TABLE` to its name and use credentials of its account.',
  nearMisses: [],
  fault: 'access',
}
