import type { SQSRecord } from 'aws-lambda'
import { type RunningSlack, startSlack } from '../../sandbox/slack/server.ts'
import { startTable } from '../../sandbox/table.ts'
import type { ChildAlarm } from '../../src/evidence/cloudwatch/alarms.ts'
import type { Due } from '../../src/incidents/due.ts'
import type { OnCallDue } from '../../src/incidents/oncall/on-call-due.ts'
import { type IncidentRecords, incidentRecords } from '../../src/incidents/records.ts'
import { dynamoHistories } from '../../src/store/histories.ts'
import { type Death, type Life, startLife } from './dying.ts'
import { botToken, makeParts } from './life.ts'
import type { Outgoing, Service, Spoiled } from './spoiled.ts'

/** As the deployed queues are set. */
const mostReceives = { work: 3, outbox: 10 }
/** Longer than any lease, as the visibility timeout of the work queue is. */
const redeliveryMs = 360_000

interface Queued {
  readonly id: string
  readonly queue: 'work' | 'outbox'
  readonly body: object
  receives: number
}

/** The worker's functions between a table, a Slack and queues that outlive its deaths. */
export interface Scene {
  readonly slack: RunningSlack
  readonly records: IncidentRecords
  /** Epoch milliseconds. */
  readonly now: () => number
  /** Works a message off, and all that comes of it, through the deaths and failures of workers. */
  readonly deliver: (body: object, id: string) => Promise<void>
  /** Lets time go by, and all that was planned come in its order. */
  readonly pass: (ms: number) => Promise<void>
  /** The alarm as a look-up shows it. */
  alarm: ChildAlarm | undefined
  /** Messages that ended in a dead letter queue. */
  readonly lost: readonly string[]
  readonly errors: readonly string[]
  readonly deaths: () => number
  /** Outgoing calls of all workers. */
  readonly calls: () => number
  readonly close: () => Promise<void>
}

export interface SceneOptions {
  /** Of the first worker; those after it live. */
  readonly death?: Death
  /** Every message is handed to the worker twice. */
  readonly isDoubled?: boolean
  /** The newest message is handed over first. */
  readonly isReversed?: boolean
  /** Makes a call fail. */
  readonly spoil?: (call: Outgoing) => Spoiled | undefined
}
/** Starts a scene of its own. Answers are the example's, after a few reads; the rest is the product's own. */
export async function startScene(options: SceneOptions = {}): Promise<Scene> {
  const { death, isDoubled = false, isReversed = false, spoil } = options
  const [slack, table] = await Promise.all([startSlack({ signingSecret: 's', botToken: botToken }), startTable()])
  let now = Date.now()
  const waiting: Queued[] = []
  const planned = new Map<string, Due | OnCallDue>()
  const lost: string[] = []
  const errors: string[] = []
  const gone = new Map<Service, number>()
  let deaths = 0
  let calls = 0
  let sent = 0
  let life = startLife(death ?? { at: Number.POSITIVE_INFINITY, when: 'before' })

  const through =
    (of: Life) =>
    async <T>(
      service: Service,
      operation: string,
      call: () => Promise<T>,
      answered?: (fault: Spoiled) => Promise<T>,
    ): Promise<T> =>
      await of.pass(async () => {
        const count = (gone.get(service) ?? 0) + 1
        gone.set(service, count)
        const fault = spoil?.({ service, operation, count })
        if (fault === undefined) return await call()
        if (fault.isCarriedOut) await call()
        if ('error' in fault || answered === undefined) throw 'error' in fault ? fault.error : new Error('no answer')
        return await answered(fault)
      })
  const begin = (of: Life) =>
    makeParts({
      slack,
      table,
      clock: () => now,
      out: through(of),
      send: (queue, body) => void waiting.push({ id: `sent-${++sent}`, queue, body, receives: 0 }),
      plan: (due) => void planned.set(JSON.stringify(due), due),
      lookUp: () => scene.alarm,
      onError: (words) => errors.push(words),
    })
  let parts = begin(life)

  const handle = async (message: Queued): Promise<'done' | 'failed' | 'dead'> => {
    message.receives += 1
    const work = parts.worker({ Records: [recordOf(message)] })
    const done = work.then(({ batchItemFailures }) => (batchItemFailures.length === 0 ? 'done' : 'failed'))
    return await Promise.race([done, life.death])
  }
  const next = () => (isReversed ? waiting.pop() : waiting.shift())
  const scene: Scene = {
    slack,
    alarm: undefined,
    // Read past the lives of workers, which may be over.
    records: incidentRecords(dynamoHistories({ client: table.client, table: table.table, kind: 'incident' })),
    now: () => now,
    lost,
    errors,
    deaths: () => deaths,
    calls: () => calls + life.calls(),
    deliver: async (body, id) => {
      waiting.push({ id, queue: 'work', body, receives: 0 })
      if (isDoubled) waiting.push({ id: `${id}-again`, queue: 'work', body, receives: 0 })
      for (let message = next(); message !== undefined; message = next()) {
        const outcome = await handle(message)
        if (outcome === 'done') {
          // SQS delivers at least once.
          if (isDoubled && message.receives === 1) waiting.push(message)
          continue
        }
        now += redeliveryMs
        if (outcome === 'dead') {
          deaths += 1
          calls += life.calls()
          life = startLife({ at: Number.POSITIVE_INFINITY, when: 'before' })
          parts = begin(life)
        }
        if (message.receives < mostReceives[message.queue]) waiting.push(message)
        else lost.push(message.id)
      }
    },
    pass: async (ms) => {
      const until = now + ms
      const soonest = () => [...planned].filter(([, { at }]) => at <= until).sort(([, a], [, b]) => a.at - b.at)[0]
      for (let due = soonest(); due !== undefined; due = soonest()) {
        planned.delete(due[0])
        now = Math.max(now, due[1].at)
        await scene.deliver({ job: 'due', due: due[1] }, `due-${++sent}`)
      }
      now = Math.max(now, until)
    },
    close: async () => {
      await slack.close()
      await table.close()
    },
  }
  return scene
}

function recordOf({ id, body, receives, queue }: Queued): SQSRecord {
  return {
    messageId: id,
    receiptHandle: id,
    body: JSON.stringify(body),
    attributes: {
      ApproximateReceiveCount: String(receives),
      SentTimestamp: '0',
      SenderId: 'faults',
      ApproximateFirstReceiveTimestamp: '0',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:eu-west-1:123456789012:${queue}`,
    awsRegion: 'eu-west-1',
  }
}
