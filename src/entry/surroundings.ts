import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import type { WebClient } from '@slack/web-api'
import { classify } from '../aws/failure.ts'
import type { Config } from '../config/config.ts'
import { readAlarmEvent } from '../intake/alarm.ts'
import type { Surroundings } from '../report/information/command.ts'
import type { OwnCheck } from '../report/information/doctor/doctor.ts'
import type { Log } from '../slack/log.ts'
import { slackChecks } from '../slack/own-checks.ts'
import type { Forwarding } from '../store/forwarding.ts'

export interface SurroundingsOptions {
  readonly config: Config
  readonly web: WebClient
  readonly client: DynamoDBClient
  readonly table: string
  readonly forwarding: Forwarding
  /** Whether requests come through the queue, which then has been seen working. */
  readonly isQueued: boolean
}

/** What `doctor` can learn of the process it runs in. */
export function surroundingsOf({
  config,
  web,
  client,
  table,
  forwarding,
  isQueued,
}: SurroundingsOptions): Surroundings {
  return {
    lastAlarm: forwarding.last,
    ownChecks: async () => {
      const [kept, slack] = await Promise.all([tableCheck(client, table), slackChecks(web, config)])
      return [...(isQueued ? arrived : []), kept, ...slack]
    },
  }
}

/** Without these the question would not have come this far. */
const arrived: readonly OwnCheck[] = [
  { name: 'Requests', grade: 'works', words: 'Slack’s request was verified and came through the work queue.' },
  { name: 'Bot secret', grade: 'works', words: 'It was read, and holds what it must.' },
  {
    name: 'Outbox',
    grade: 'unchecked',
    words: 'Cards of incidents go through it; trying it would post one. Its alarms tell when it fails.',
  },
]

async function tableCheck(client: DynamoDBClient, table: string): Promise<OwnCheck> {
  const name = 'Table'
  try {
    await client.send(new GetItemCommand({ TableName: table, Key: { pk: { S: 'doctor' }, sk: { S: 'doctor' } } }))
    return { name, grade: 'works', words: `${table} can be read.` }
  } catch (error) {
    const { code, message } = classify(error)
    return {
      name,
      grade: 'blind',
      words: `${table} cannot be read: ${code}: ${message}`,
      fix: 'Deploy the hub stack again: it makes the table and the worker’s permission for it.',
    }
  }
}

/** Takes an alarm event on, and notes from where it came; what cannot be noted never keeps an alarm back. */
export function notingForwarding(
  forwarding: Forwarding,
  log: Log,
  takeAlarm: (event: unknown, reference: string) => Promise<void>,
): (event: unknown, reference: string) => Promise<void> {
  return async (event, reference) => {
    const { alarm } = readAlarmEvent(event, { now: 0 })
    const noted = alarm === undefined ? undefined : forwarding.note(alarm)
    const failed = noted?.catch((error: unknown) => log.error('where an alarm came from was not noted', { error }))
    await Promise.all([failed, takeAlarm(event, reference)])
  }
}
