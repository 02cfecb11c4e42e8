import type { Entry, Histories } from '../../store/histories.ts'
import type { ChannelChoices, ChannelSetting } from './channel-setting.ts'

/** One change of a channel's setting. */
export interface SettingEntry extends Entry {
  readonly at: number
  readonly by: string
  /** Absent when it went back to the configuration. */
  readonly choices?: ChannelChoices
}

/** What became of a change: kept, kept before, or not kept because somebody else changed it since. */
export type SettingChanged =
  | { readonly outcome: 'done' | 'repeated'; readonly setting: ChannelSetting }
  | { readonly outcome: 'overtaken'; readonly newest: ChannelSetting | undefined }

/** The channels' settings in the table, each with its history. */
export interface SettingRecords {
  readonly get: (channel: string) => Promise<ChannelSetting | undefined>
  /** All that were ever set, also those that went back, by channel id; at most two hundred. */
  readonly list: () => Promise<readonly ChannelSetting[]>
  /** Keeps what was made from a version, 0 for none; no choices go back to the configuration. `id` names the form that was sent. */
  readonly change: (change: {
    readonly channel: string
    readonly version: number
    readonly choices?: ChannelChoices
    readonly id: string
    readonly by: string
    readonly at: number
  }) => Promise<SettingChanged>
  /** Every change, the earliest first. */
  readonly history: (channel: string) => Promise<readonly SettingEntry[]>
}

const settingsList = 'channel-settings'
const mostListed = 200

/** Settings over a table's histories. */
export function settingRecords(histories: Histories<ChannelSetting, SettingEntry>): SettingRecords {
  return {
    get: histories.get,
    list: async () => {
      const { records } = await histories.list(settingsList, { oldestFirst: true, limit: mostListed })
      // The list lags behind by moments; what is shown must not.
      const newest = await Promise.all(records.map(({ id }) => histories.get(id)))
      return newest.flatMap((setting) => setting ?? [])
    },
    change: async ({ channel, version, choices, id, by, at }) => {
      const chosen = choices === undefined ? {} : { choices }
      const after: ChannelSetting = { id: channel, version: version + 1, ...chosen, changedBy: by, changedAt: at }
      const commit = await histories.commit([
        {
          after,
          expected: version,
          entries: [{ id, sequence: after.version, at, by, ...chosen }],
          listed: { list: settingsList, key: channel },
        },
      ])
      if (commit === 'done') return { outcome: 'done', setting: after }
      const newest = await histories.get(channel)
      return commit === 'duplicate' && newest !== undefined
        ? { outcome: 'repeated', setting: newest }
        : { outcome: 'overtaken', newest }
    },
    history: async (channel) => await histories.entries(channel),
  }
}
