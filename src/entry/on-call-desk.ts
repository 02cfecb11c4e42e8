import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { WebClient } from '@slack/web-api'
import type { Config } from '../config/config.ts'
import type { Handoff, HandoffEntry } from '../incidents/handoff/handoff.ts'
import { type KeptContent, makeHandoffDesk } from '../incidents/handoff/handoff-desk.ts'
import { handoffRecords } from '../incidents/handoff/handoff-records.ts'
import { type KeptNote, type ShiftNotes, shiftNotes } from '../incidents/handoff/shift-notes.ts'
import type { Incident } from '../incidents/incident.ts'
import { findSource, makeOnCallDesk, type OnCallDesk } from '../incidents/oncall/on-call-desk.ts'
import type { ScheduleOnCall } from '../incidents/oncall/on-call-due.ts'
import { pagerDutySource } from '../incidents/oncall/pagerduty.ts'
import type { Rotation, RotationEntry } from '../incidents/oncall/rotation.ts'
import { rotationRecords } from '../incidents/oncall/rotation-records.ts'
import type { IncidentRecords } from '../incidents/records.ts'
import type { ChannelSetting } from '../incidents/settings/channel-setting.ts'
import { type SettingEntry, type SettingRecords, settingRecords } from '../incidents/settings/setting-records.ts'
import { accessGaps } from '../incidents/sight/access-gaps.ts'
import { lookingAround } from '../incidents/sight/look-around.ts'
import type { Sight } from '../incidents/sight/sight.ts'
import { type SightRecords, sightRecords } from '../incidents/sight/sight-records.ts'
import type { Inform } from '../report/information/command.ts'
import type { Log } from '../slack/log.ts'
import { keepGroup } from '../slack/oncall/keep-group.ts'
import { showHandoff } from '../slack/oncall/show-handoff.ts'
import type { Answers } from '../store/answers.ts'
import { dynamoHistories, type Entry } from '../store/histories.ts'

export interface OnCallOptions {
  readonly client: DynamoDBClient
  readonly table: string
  readonly config: Config
  readonly records: IncidentRecords
  readonly answers: Answers
  /** Epoch milliseconds. */
  readonly clock: () => number
  readonly log: Log
  /** Made with `sendOnceOptions`; a terminal has none, and then nothing is shown. */
  readonly web?: WebClient
  readonly permalink?: (incidentId: string) => Promise<string | undefined>
  readonly schedule: ScheduleOnCall
  readonly wake: (incident: Incident) => Promise<void>
  /** A field of the bot's secret; undefined when it has none of that name. */
  readonly secretField?: ((name: string) => Promise<string | undefined>) | undefined
  /** Looks at accounts, and keeps what it finds; without it nobody looks by themselves. */
  readonly look?: Inform | undefined
  readonly pause?: ((ms: number) => Promise<void>) | undefined
}

export interface OnCall {
  readonly desk: OnCallDesk
  readonly notes: ShiftNotes
  readonly settings: SettingRecords
  readonly sights: SightRecords
}

/** On-call over one table and one Slack client. */
export function makeOnCall(options: OnCallOptions): OnCall {
  const { client, table, config, web, clock, schedule, log, secretField } = options
  const of = { client, table }
  const rotations = rotationRecords(dynamoHistories<Rotation, RotationEntry>({ ...of, kind: 'rotation' }))
  const handoffs = handoffRecords(dynamoHistories<Handoff, HandoffEntry>({ ...of, kind: 'handoff' }))
  const settings = settingRecords(dynamoHistories<ChannelSetting, SettingEntry>({ ...of, kind: 'channel-setting' }))
  const sights = sightRecords(dynamoHistories<Sight, Entry>({ ...of, kind: 'sight' }))
  const notes = shiftNotes(dynamoHistories<KeptNote, Entry>({ ...of, kind: 'note' }))
  const elsewhere = config.onCall.pagerDuty.map(({ tokenField, ...schedule }) =>
    pagerDutySource({
      ...schedule,
      clock,
      token: async () => {
        const token = await secretField?.(tokenField)
        if (token !== undefined) return token
        throw new Error(`The PagerDuty key is missing: put it into the bot’s secret as \`${tokenField}\`.`)
      },
    }),
  )
  const pause = options.pause ?? ((ms: number) => new Promise<void>((resume) => setTimeout(resume, ms)))
  const shared = { config, clock, schedule, log }
  const handoff = makeHandoffDesk({
    ...shared,
    records: options.records,
    answers: options.answers,
    handoffs,
    contents: dynamoHistories<KeptContent, Entry>({ ...of, kind: 'handoff-content' }),
    notes,
    accessGaps: async (channel) => accessGaps(await sights.list(), config, channel, clock()),
    wake: options.wake,
    sourceOf: (id) => findSource(id, { rotations, elsewhere }),
    show: async (shown, content) => {
      if (web === undefined) return
      const permalink = options.permalink ?? (async () => undefined)
      await showHandoff(shown, content, { client: web, handoffs, permalink, clock, pause })
    },
  })
  const desk = makeOnCallDesk({
    ...shared,
    rotations,
    handoff,
    elsewhere,
    ...(options.look === undefined
      ? {}
      : { lookAround: lookingAround({ config, inform: options.look, schedule, clock }) }),
    keepGroup: async (userGroup, user) => {
      if (web !== undefined) await keepGroup(web, userGroup, user)
    },
  })
  return { desk, notes, settings, sights }
}
