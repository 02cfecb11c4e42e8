import type { Entry, Histories } from '../../store/histories.ts'
import type { Span } from '../oncall/rotation.ts'
import type { ShiftNote } from './content.ts'

/** A note as the table keeps it. */
export interface KeptNote extends ShiftNote {
  readonly id: string
  readonly version: number
  readonly channel: string
}

/** What people noted in a channel's shifts. */
export interface ShiftNotes {
  /** `id` names the click or message: the same one is kept once, and false says that it was there. */
  readonly add: (channel: string, note: ShiftNote, id: string) => Promise<boolean>
  /** Of a span, the earliest first; at most two hundred. */
  readonly list: (channel: string, span: Span) => Promise<readonly ShiftNote[]>
}

const mostNotes = 200
const mostCharacters = 2000
const keptDays = 400

/** Notes over a table's histories. */
export function shiftNotes(histories: Histories<KeptNote, Entry>): ShiftNotes {
  return {
    add: async (channel, note, id) => {
      const text = note.text.slice(0, mostCharacters)
      const commit = await histories.commit([
        {
          after: { ...note, text, id, version: 1, channel },
          expected: 0,
          entries: [],
          listed: { list: `notes#${channel}`, key: `${new Date(note.at).toISOString()}#${id}` },
          expiresAt: Math.floor(note.at / 1000) + keptDays * 24 * 3600,
        },
      ])
      if (commit === 'done') return true
      if ((await histories.get(id)) !== undefined) return false
      throw new Error('a note could not be kept')
    },
    list: async (channel, { from, to }) => {
      const span = { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
      const { records } = await histories.list(`notes#${channel}`, { ...span, limit: mostNotes })
      return records
        .map(({ text, by, at, incidentId }) => ({ text, by, at, ...(incidentId === undefined ? {} : { incidentId }) }))
        .toSorted((a, b) => a.at - b.at)
    },
  }
}
