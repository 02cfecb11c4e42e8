import type { Histories } from '../../store/histories.ts'
import { changeRotation, newRotation } from './change-rotation.ts'
import type { Rotation, RotationEntry, RotationEvent } from './rotation.ts'

/** What became of a change: done, had happened already, or the channel belongs to another rotation. */
export type RotationChanged =
  | { readonly outcome: 'done' | 'repeated'; readonly before: Rotation; readonly after: Rotation }
  | { readonly outcome: 'channel-taken'; readonly holder: Rotation | undefined }

/** The rotations in the table. Every change is one event, kept in the rotation's timeline with who made it. */
export interface RotationRecords {
  /** Also one that was removed. */
  readonly get: (id: string) => Promise<Rotation | undefined>
  /** The rotation whose incidents are in this channel. */
  readonly ofChannel: (channel: string) => Promise<Rotation | undefined>
  /** Those that were not removed, by name. */
  readonly list: () => Promise<readonly Rotation[]>
  /**
   * Applies an event to the newest state, or makes the rotation with it. An event made from the newest state may be undefined, which lets it be.
   * Throws an Error when the rotation changed too often to be written.
   */
  readonly change: (
    id: string,
    event: RotationEvent | ((rotation: Rotation) => RotationEvent | undefined),
  ) => Promise<RotationChanged>
  readonly timeline: (id: string) => Promise<readonly RotationEntry[]>
}

const attempts = 12
const rotationsList = 'rotations'

/** Rotations over a table's histories; `pause` waits between attempts that collide, in milliseconds. */
export function rotationRecords(
  histories: Histories<Rotation, RotationEntry>,
  pause: (ms: number) => Promise<void> = (ms) => new Promise((resume) => setTimeout(resume, ms)),
): RotationRecords {
  const channelName = (channel: string) => `channel|${channel}`
  const present = (rotation: Rotation | undefined) => (rotation?.removedAt === undefined ? rotation : undefined)

  return {
    get: histories.get,
    ofChannel: async (channel) => {
      const id = await histories.holderOf(channelName(channel))
      const rotation = id === undefined ? undefined : present(await histories.get(id))
      return rotation?.channel === channel ? rotation : undefined
    },
    list: async () => {
      const found: Rotation[] = []
      let next: string | undefined
      do {
        const page = await histories.list(rotationsList, { oldestFirst: true, ...(next === undefined ? {} : { next }) })
        found.push(...page.records)
        next = page.next
      } while (next !== undefined)
      // The list lags behind by moments; what is shown must not.
      const newest = await Promise.all(found.map(({ id }) => histories.get(id)))
      return newest.flatMap((rotation) => present(rotation) ?? [])
    },
    change: async (id, event) => {
      for (let count = 1; count <= attempts; count++) {
        const before = (await histories.get(id)) ?? newRotation(id)
        const due = typeof event === 'function' ? event(before) : event
        if (due === undefined) return { outcome: 'repeated', before, after: before }
        const after = changeRotation(before, due)
        const isMoved = before.channel !== after.channel
        const commit = await histories.commit([
          {
            after,
            expected: before.version,
            entries: [{ ...due, sequence: after.version }],
            ...(after.removedAt === undefined && { listed: { list: rotationsList, key: `${after.name}#${id}` } }),
            ...(isMoved && { claims: [{ name: channelName(after.channel) }] }),
            releases: [
              ...(isMoved && before.version > 0 ? [channelName(before.channel)] : []),
              ...(after.removedAt === undefined ? [] : [channelName(after.channel)]),
            ],
          },
        ])
        if (commit === 'done') return { outcome: 'done', before, after }
        if (commit === 'duplicate') return { outcome: 'repeated', before, after: before }
        if (commit === 'held') {
          const holder = await histories.holderOf(channelName(after.channel))
          return { outcome: 'channel-taken', holder: holder === undefined ? undefined : await histories.get(holder) }
        }
        await pause(Math.random() * Math.min(500, 10 * 2 ** count))
      }
      throw new Error(`a rotation changed under ${attempts} attempts to write it`)
    },
    timeline: async (id) => await histories.entries(id),
  }
}
