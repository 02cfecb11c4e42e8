import type { WebClient } from '@slack/web-api'
import type { ShiftNotes } from '../../incidents/handoff/shift-notes.ts'
import type { OnCallDesk } from '../../incidents/oncall/on-call-desk.ts'
import type { SettingRecords } from '../../incidents/settings/setting-records.ts'

/** The way listeners reach on-call. */
export interface OnCallDoor {
  readonly desk: OnCallDesk
  readonly notes: ShiftNotes
  /** How channels are set. */
  readonly settings: SettingRecords
  /** Shows somebody's App Home as it is now. */
  readonly refreshHome: (client: WebClient, user: string) => Promise<void>
}
