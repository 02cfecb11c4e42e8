import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { type LocalTable, startTable } from '../../../sandbox/table.ts'
import { type ConfigInput, loadConfig } from '../../config/config.ts'
import { dynamoAnswers } from '../../store/answers.ts'
import { dynamoHistories, type Entry } from '../../store/histories.ts'
import type { TimelineEntry } from '../event.ts'
import type { Handoff, HandoffEntry } from '../handoff/handoff.ts'
import { type KeptContent, makeHandoffDesk } from '../handoff/handoff-desk.ts'
import { handoffRecords } from '../handoff/handoff-records.ts'
import { type KeptNote, shiftNotes } from '../handoff/shift-notes.ts'
import type { Incident } from '../incident.ts'
import { type IncidentRecords, incidentRecords } from '../records.ts'
import { findSource, makeOnCallDesk, type OnCallDesk } from './on-call-desk.ts'
import type { OnCallDue } from './on-call-due.ts'
import type { Rotation, RotationEntry } from './rotation.ts'
import { rotationRecords } from './rotation-records.ts'

/** For tests: on-call over a table of its own, with a clock that moves by hand. */
export interface TestOnCall {
  readonly desk: OnCallDesk
  readonly records: IncidentRecords
  readonly table: LocalTable
  /** Epoch milliseconds. */
  now: number
  readonly planned: OnCallDue[]
  readonly woken: string[]
  /** States of handoffs as they were shown, `<id> <state>`. */
  readonly shown: string[]
  /** What showing throws next, and goes on throwing. */
  refusal: Error | undefined
  readonly groups: string[]
  /** Another worker over the same table. */
  readonly another: (client: DynamoDBClient) => OnCallDesk
  /** Moves the clock on and does all that becomes due on the way. */
  readonly moveTo: (at: number) => Promise<void>
  readonly close: () => Promise<void>
}

export async function startOnCall(now: number, config: ConfigInput = {}): Promise<TestOnCall> {
  const table = await startTable()
  const parsed = loadConfig(config)
  const incidentsOver = (client: DynamoDBClient) =>
    incidentRecords(
      dynamoHistories<Incident, TimelineEntry>({ client, table: table.table, kind: 'incident' }),
      async () => undefined,
    )
  const quiet = { info: () => undefined, error: () => undefined }
  const deskOver = (client: DynamoDBClient): OnCallDesk => {
    const of = { client, table: table.table }
    const clock = () => test.now
    const noPause = async () => undefined
    const rotations = rotationRecords(dynamoHistories<Rotation, RotationEntry>({ ...of, kind: 'rotation' }), noPause)
    const schedule = async (due: OnCallDue) => {
      test.planned.push(due)
    }
    const shared = { config: parsed, clock, schedule, log: quiet }
    const handoff = makeHandoffDesk({
      ...shared,
      records: incidentsOver(client),
      handoffs: handoffRecords(dynamoHistories<Handoff, HandoffEntry>({ ...of, kind: 'handoff' }), noPause),
      contents: dynamoHistories<KeptContent, Entry>({ ...of, kind: 'handoff-content' }),
      notes: shiftNotes(dynamoHistories<KeptNote, Entry>({ ...of, kind: 'note' })),
      answers: dynamoAnswers({ ...of, clock }),
      sourceOf: (id) => findSource(id, { rotations, elsewhere: [] }),
      wake: async ({ id }) => {
        test.woken.push(id)
      },
      show: async ({ id, state }) => {
        if (test.refusal !== undefined) throw test.refusal
        test.shown.push(`${id} ${state}`)
      },
    })
    return makeOnCallDesk({
      ...shared,
      rotations,
      handoff,
      elsewhere: [],
      keepGroup: async (group, user) => {
        test.groups.push(`${group} ${user}`)
      },
    })
  }
  const run = async (): Promise<void> => {
    for (;;) {
      const [next] = test.planned.toSorted((a, b) => a.at - b.at)
      if (next === undefined || next.at > goal) break
      test.planned.splice(0, test.planned.length, ...test.planned.filter((due) => keyOf(due) !== keyOf(next)))
      test.now = Math.max(test.now, next.at)
      await test.desk.due(next)
    }
  }
  let goal = now
  const test: TestOnCall = {
    table,
    now,
    planned: [],
    woken: [],
    shown: [],
    refusal: undefined,
    groups: [],
    records: incidentsOver(table.client),
    desk: deskOver(table.client),
    another: deskOver,
    moveTo: async (at) => {
      goal = at
      await run()
      test.now = at
    },
    close: table.close,
  }
  return test
}

function keyOf({ kind, rotationId, handoffId, at }: OnCallDue): string {
  return `${kind} ${rotationId} ${handoffId} ${at}`
}

/** For tests: a client whose n-th call dies, before DynamoDB has done it or after. `calls` counts. */
export function dyingClient(
  client: DynamoDBClient,
  diesAt: number,
  when: 'before' | 'after',
): { readonly client: DynamoDBClient; readonly calls: () => number } {
  let calls = 0
  const send = async (...sent: unknown[]): Promise<unknown> => {
    calls++
    if (calls > diesAt || (calls === diesAt && when === 'before')) throw new Error('the worker died')
    const answer = await Reflect.apply(client.send, client, sent)
    if (calls >= diesAt) throw new Error('the worker died')
    return answer
  }
  return {
    calls: () => calls,
    client: new Proxy(client, { get: (from, key) => (key === 'send' ? send : Reflect.get(from, key)) }),
  }
}
