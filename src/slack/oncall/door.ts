import type { WebClient } from '@slack/web-api'
import type { ShiftNotes } from '../../incidents/handoff/shift-notes.ts'
import type { OnCallDesk } from '../../incidents/oncall/on-call-desk.ts'

/** The way listeners reach on-call. */
export interface OnCallDoor {
  readonly desk: OnCallDesk
  readonly notes: ShiftNotes
  /** Shows somebody's App Home as it is now. */
  readonly refreshHome: (client: WebClient, user: string) => Promise<void>
}
