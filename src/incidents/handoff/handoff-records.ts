import type { Histories, Page } from '../../store/histories.ts'
import type { Handoff, HandoffEntry, HandoffEvent } from './handoff.ts'
import { handoffAfter, newHandoff } from './handoff-transition.ts'

export interface HandoffChanged {
  readonly before: Handoff
  readonly after: Handoff
  /** False when the event had happened already. */
  readonly isNew: boolean
}

/** The handoffs in the table. Every change is one conditional write of one record, with its line in the timeline. */
export interface HandoffRecords {
  readonly get: (id: string) => Promise<Handoff | undefined>
  /**
   * Applies an event to the newest state, or makes the handoff with it. An event made from the newest state may be undefined, which lets it be.
   * Throws an Error when the handoff changed too often to be written.
   */
  readonly change: (
    id: string,
    event: HandoffEvent | ((handoff: Handoff) => HandoffEvent | undefined),
  ) => Promise<HandoffChanged>
  /** Those of a rotation, the newest first. */
  readonly list: (
    rotationId: string,
    options?: { readonly limit?: number; readonly from?: string },
  ) => Promise<Page<Handoff>>
  readonly timeline: (id: string) => Promise<readonly HandoffEntry[]>
}

const attempts = 12
const keptDays = 400

/** Handoffs over a table's histories; `pause` waits between attempts that collide, in milliseconds. */
export function handoffRecords(
  histories: Histories<Handoff, HandoffEntry>,
  pause: (ms: number) => Promise<void> = (ms) => new Promise((resume) => setTimeout(resume, ms)),
): HandoffRecords {
  return {
    get: histories.get,
    change: async (id, event) => {
      for (let count = 1; count <= attempts; count++) {
        const before = (await histories.get(id)) ?? newHandoff(id)
        const due = typeof event === 'function' ? event(before) : event
        if (due === undefined) return { before, after: before, isNew: false }
        const after = handoffAfter(before, due)
        const commit = await histories.commit([
          {
            after,
            expected: before.version,
            entries: [{ ...due, sequence: after.version }],
            listed: { list: `handoffs#${after.rotationId}`, key: `${new Date(after.offeredAt).toISOString()}#${id}` },
            expiresAt: Math.floor(after.offeredAt / 1000) + keptDays * 24 * 3600,
          },
        ])
        if (commit === 'done') return { before, after, isNew: true }
        if (commit === 'duplicate') {
          const now = (await histories.get(id)) ?? before
          return { before: now, after: now, isNew: false }
        }
        await pause(Math.random() * Math.min(500, 10 * 2 ** count))
      }
      throw new Error(`a handoff changed under ${attempts} attempts to write it`)
    },
    list: (rotationId, options = {}) => histories.list(`handoffs#${rotationId}`, options),
    timeline: async (id) => await histories.entries(id),
  }
}
