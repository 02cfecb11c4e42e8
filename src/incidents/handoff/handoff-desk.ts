import type { Config } from '../../config/config.ts'
import type { Entry, Histories } from '../../store/histories.ts'
import type { Incident } from '../incident.ts'
import type { ScheduleOnCall } from '../oncall/on-call-due.ts'
import type { OnCallSource } from '../oncall/source.ts'
import type { IncidentRecords } from '../records.ts'
import { type Acceptor, makeAcceptor } from './accept.ts'
import { composeHandoff } from './compose.ts'
import type { HandoffContent } from './content.ts'
import { type GatherParts, gatherHandoff, type ShiftChange } from './gather.ts'
import type { Handoff } from './handoff.ts'
import type { HandoffRecords } from './handoff-records.ts'
import { makeOffering, type Offerer } from './offer.ts'

/** What a handoff told when it was offered. */
export interface KeptContent {
  readonly id: string
  readonly version: number
  readonly content: HandoffContent
}

export interface HandoffParts extends Omit<GatherParts, 'records' | 'handoffs' | 'reopenMinutes'> {
  readonly records: IncidentRecords
  readonly handoffs: HandoffRecords
  readonly contents: Histories<KeptContent, Entry>
  readonly config: Pick<Config, 'onCall' | 'alarms'>
  /** The source of this id; undefined when there is none any more. */
  readonly sourceOf: (id: string) => Promise<OnCallSource | undefined>
  readonly schedule: ScheduleOnCall
  /** Has an incident's card brought up to date soon. */
  readonly wake: (incident: Incident) => Promise<void>
  /** Brings the handoff's messages up to date: posts what is missing, edits what has changed. Throws what Slack refuses. */
  readonly show: (handoff: Handoff, content: HandoffContent) => Promise<void>
  /** Epoch milliseconds. */
  readonly clock: () => number
  readonly log: {
    readonly info: (message: string, fields?: Record<string, unknown>) => void
    readonly error: (message: string, fields?: Record<string, unknown>) => void
  }
}

/** Everything that happens to handoffs. */
export interface HandoffDesk extends Offerer, Acceptor {
  /** A handoff's content as it would be told now, kept nowhere. */
  readonly preview: (source: OnCallSource, change: ShiftChange) => Promise<HandoffContent>
  /** Brings its messages up to date; throws what Slack refuses. */
  readonly show: (handoffId: string) => Promise<void>
  readonly get: HandoffRecords['get']
  readonly contentOf: (handoffId: string) => Promise<HandoffContent | undefined>
  readonly list: HandoffRecords['list']
}

/** The desk over these parts. */
export function makeHandoffDesk(parts: HandoffParts): HandoffDesk {
  const { handoffs, contents, schedule, clock, log } = parts
  const contentOf = async (id: string) => (await contents.get(id))?.content
  const show = async (id: string): Promise<void> => {
    const [handoff, content] = await Promise.all([handoffs.get(id), contentOf(id)])
    if (handoff !== undefined && content !== undefined) await parts.show(handoff, content)
  }
  const preview: HandoffDesk['preview'] = async (source, change) =>
    composeHandoff(await gatherHandoff(source, change, { ...parts, reopenMinutes: parts.config.alarms.reopenMinutes }))
  /** What was decided stands, whether or not Slack takes the message: it is shown later then. */
  const showOrLater = async ({ id, rotationId, shift }: Handoff): Promise<void> => {
    try {
      await show(id)
    } catch (error) {
      log.info('a handoff is shown later', { handoff: id, error: String(error) })
      await schedule({ kind: 'show-handoff', rotationId, handoffId: id, at: clock() + 60_000, since: shift.to })
    }
  }
  const inner = { ...parts, preview, contentOf, showOrLater }
  const acceptor = makeAcceptor(inner)
  return {
    ...acceptor,
    ...makeOffering({ ...inner, settle: acceptor.settle }),
    preview,
    show,
    contentOf,
    get: handoffs.get,
    list: handoffs.list,
  }
}
