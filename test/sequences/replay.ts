import type { SQSEvent, SQSRecord } from 'aws-lambda'
import { startAws } from '../../sandbox/aws/server.ts'
import { startTable } from '../../sandbox/table.ts'
import { loadConfig } from '../../src/config/config.ts'
import { answering, lookingUpAlarms, lookingUpAlarmTags } from '../../src/entry/answering.ts'
import { type Bot, type RunningServer, startServer } from '../../src/entry/server.ts'
import type { Incident } from '../../src/incidents/incident.ts'
import { type Sequence, worldOf } from './sequence.ts'

/** What a replay needs of a Slack. */
export interface SlackOfReplay {
  readonly apiUrl: string
  readonly bot: Bot
  readonly signingSecret: string
  /** Where alarms are answered. */
  readonly channel: string
}

/** The real app between a Slack and the account of a sequence. */
export interface Replay {
  readonly app: RunningServer
  /** Hands the worker all batches at their times; `again` delivers each of them once more. */
  readonly run: (options?: { readonly again?: boolean }) => Promise<void>
  /** All that were opened, whatever became of them. */
  readonly incidents: () => Promise<readonly Incident[]>
  readonly faults: readonly string[]
  readonly close: () => Promise<void>
}

/** Mentioned on every card, so that a mention too many is seen. */
export const onCall = 'S0ONCALL00'

const credentials = { accessKeyId: 'AKIASIMULATED0000000', secretAccessKey: 'simulated' }

/** Makes the replay of a sequence; nothing has happened yet. */
export async function makeReplay(sequence: Sequence, slack: SlackOfReplay): Promise<Replay> {
  let now = Date.parse(sequence.start)
  const clock = () => now
  const faults: string[] = []
  const [aws, table] = await Promise.all([startAws({}, { now: clock }), startTable()])
  aws.setWorld(worldOf(sequence), now)
  const { channel, bot, signingSecret, apiUrl } = slack
  const config = loadConfig({
    alarmChannel: channel,
    alarms: { unacknowledged: { mostReminders: 0 }, routes: [{ name: 'all', match: {}, channel, mention: onCall }] },
  })
  const reach = { endpoint: aws.url, credentials, accounts: [], clock }
  const app = await startServer({
    ...{ config, bot, signingSecret, clock },
    ask: answering(config, { ...reach, onBroken: (id, error) => faults.push(`${id} ${String(error)}`) }),
    lookUpAlarms: lookingUpAlarms(config, reach),
    lookUpTags: lookingUpAlarmTags(config, reach),
    table: { client: table.client, name: table.table },
    coalesceMs: 0,
    pause: async () => undefined,
    log: {
      info: () => undefined,
      error: (message, fields) => faults.push(`${message} ${String(fields?.error)}`),
    },
    clientOptions: { slackApiUrl: apiUrl },
  })
  const hand = async (messages: Sequence['batches'][number]['messages'], redelivery: string): Promise<void> => {
    const records = messages.map(({ id, event }) => recordOf(`${id}${redelivery}`, event))
    const { batchItemFailures } = await app.worker({ Records: records } satisfies SQSEvent)
    if (batchItemFailures.length > 0) faults.push(`${batchItemFailures.length} messages failed`)
    await app.idle()
  }
  return {
    app,
    faults,
    run: async ({ again = false } = {}) => {
      for (const { at, messages } of sequence.batches) {
        now = Date.parse(at)
        await hand(messages, '')
        // SQS delivers at least once, and EventBridge too: the same message, and the same event in another.
        if (again) for (const redelivery of ['', ' again']) await hand(messages, redelivery)
      }
    },
    incidents: async () => {
      const { records } = app
      if (records === undefined) return []
      const [open, closed] = await Promise.all([records.listOpen(), records.listClosed(sequence.start.slice(0, 7))])
      return [...open.records, ...closed.records]
    },
    close: async () => {
      await app.close()
      await Promise.all([aws.close(), table.close()])
    },
  }
}

function recordOf(messageId: string, event: object): SQSRecord {
  return {
    messageId,
    receiptHandle: messageId,
    body: JSON.stringify(event),
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '0',
      SenderId: 'events.amazonaws.com',
      ApproximateFirstReceiveTimestamp: '0',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-west-1:123456789012:work',
    awsRegion: 'eu-west-1',
  }
}
