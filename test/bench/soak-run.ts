import { Worker } from 'node:worker_threads'
import { DynamoDBClient, ProvisionedThroughputExceededException } from '@aws-sdk/client-dynamodb'
import { loadConfig } from '../../src/config/config.ts'
import { answering, lookingUpAlarms } from '../../src/entry/answering.ts'
import { startServer } from '../../src/entry/server.ts'
import { alarmEvent } from '../../src/incidents/desk-in-test.ts'
import type { Incident } from '../../src/incidents/incident.ts'
import { lineLog } from '../../src/slack/log.ts'
import { dynamoAnswers } from '../../src/store/answers.ts'
import { dynamoOnce } from '../../src/store/once.ts'
import { handlesOpen, heapKilobytes, listenersOf, type Sample } from './soak-measure.ts'
import { faultsOfRound, questions, slackFaults, worldOf } from './soak-world.ts'
import { type Addresses, botToken, channel, type Held, signingSecret, type Wish } from './surroundings.ts'

/** What a soak has seen. */
export interface Soaked {
  readonly samples: readonly Sample[]
  readonly questions: number
  readonly alarms: number
  readonly slack: Held
  readonly open: readonly Incident[]
  readonly closed: number
  /** Diagnoses that are said to run when all is over. */
  readonly running: number
  readonly unhandled: readonly string[]
  /** Node's own warnings: a listener too many, for one. */
  readonly warnings: readonly string[]
  readonly givenUp: readonly string[]
}

const hourMs = 3_600_000
const alarmsOfARound = 3
/** Simulated seconds in a second. */
const hurry = 20

/**
 * Asks and rings in rounds for so long, each round with a fault of AWS, of Slack and of the table, and an hour later than the last; then
 * lets a day go by. Everything from Slack's signed request on is the product's own, against a simulated AWS.
 */
export async function soaked(forMs: number): Promise<Soaked> {
  const thread = new Worker(new URL('./surroundings.ts', import.meta.url))
  const { wishing, addresses } = await surroundingsOf(thread)
  const seen = watchProcess()
  const logged = { bytes: 0, lines: 0 }
  const givenUp: string[] = []
  let now = Date.now()
  const beganMs = performance.now()
  // Time goes on while something waits: a lease that a killed delivery left behind runs out by the clock.
  const clock = () => Math.floor(now + hurry * (performance.now() - beganMs))
  const { client, spoilNext } = spoiledTable(addresses.tableUrl)
  const config = loadConfig({ alarmChannel: channel, defaultRegion: 'eu-west-1' })
  const way = { endpoint: addresses.awsUrl, credentials: { accessKeyId: 'AKIASOAK', secretAccessKey: 'none' }, clock }
  const server = await startServer({
    ...{ config, signingSecret, clock, coalesceMs: 5, pause: async () => undefined },
    ask: answering(config, way),
    lookUpAlarms: lookingUpAlarms(config, way),
    bot: { botToken, botId: 'B0FIRSTLOOK', botUserId: 'U0FIRSTLOOK' },
    table: { client, name: addresses.table },
    answers: dynamoAnswers({ client, table: addresses.table, clock }),
    once: dynamoOnce({ client, table: addresses.table, clock }),
    clientOptions: { slackApiUrl: addresses.slackApiUrl },
    log: lineLog((line) => {
      logged.bytes += line.length
      logged.lines += 1
      if (/given up/.test(line)) givenUp.push(line.slice(0, 300))
    }),
  })
  await wishing<void>({ wish: 'connect', requestUrl: server.url })

  const samples: Sample[] = []
  let asked = 0
  let rung = 0
  const until = Date.now() + forMs
  for (let round = 0; Date.now() < until || samples.length < 6; round += 1) {
    now += hourMs
    await wishing({ wish: 'world', world: worldOf(faultsOfRound(round)), now })
    const fault = slackFaults[round % slackFaults.length]
    if (fault !== undefined) await wishing({ wish: 'fault', fault })
    spoilNext(round % 40)
    const names = Array.from({ length: alarmsOfARound }, (_, index) => `service-${(round + index) % 10}`)
    const ring = (state: 'ALARM' | 'OK') =>
      Promise.all(names.map((name) => server.alarm(alarmEvent(`${name}-errors`, name, state, now))))
    await Promise.all([ring('ALARM'), ...questions.map((text) => wishing({ wish: 'type', text }))])
    await server.idle()
    now += 60_000
    await ring('OK')
    await server.idle()
    await server.runDue()
    await server.idle()
    asked += questions.length
    rung += 2 * names.length
    samples.push({
      answers: asked + rung,
      heapKilobytes: await heapKilobytes(),
      handles: handlesOpen(),
      listeners: listenersOf(process),
      logBytes: logged.bytes,
      logLines: logged.lines,
    })
  }
  now += 24 * hourMs
  await server.runDue()
  await server.idle()
  await server.runDue()
  await server.idle()
  const { records } = server
  if (records === undefined) throw new Error('the server keeps no incidents')
  const open = await allOf((next) => records.listOpen(next))
  const months = [0, 1, 2, 3].map((back) => new Date(now - back * 28 * 24 * hourMs).toISOString().slice(0, 7))
  const closed = (
    await Promise.all([...new Set(months)].map((month) => allOf((next) => records.listClosed(month, next))))
  ).flat()
  const slack = await wishing<Held>({ wish: 'tell' })
  await server.close()
  await thread.terminate()
  return {
    ...{ samples, questions: asked, alarms: rung, slack, open, givenUp, closed: closed.length },
    running: closed.filter(({ diagnosis }) => diagnosis.status === 'running').length,
    ...seen.stop(),
  }
}

/** A thread that answers wishes, each under its number. */
async function surroundingsOf(thread: Worker) {
  const waiting = new Map<number, (answer: unknown) => void>()
  const { promise: ready, resolve, reject } = Promise.withResolvers<unknown>()
  waiting.set(0, resolve)
  thread.on('error', reject)
  thread.on('message', ({ number, answer }: { readonly number: number; readonly answer: unknown }) => {
    waiting.get(number)?.(answer)
    waiting.delete(number)
  })
  let number = 0
  const wishing = async <T>(wish: Wish): Promise<T> => {
    number += 1
    const answer = new Promise((granted) => waiting.set(number, granted))
    thread.postMessage({ ...wish, number })
    return (await answer) as T
  }
  return { wishing, addresses: (await ready) as Addresses }
}

/** The table, of which one call in so many is throttled beyond the SDK's own patience. */
function spoiledTable(endpoint: string) {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  const client = new DynamoDBClient({ region: 'eu-west-1', endpoint, credentials })
  let left = Number.POSITIVE_INFINITY
  const send = client.send.bind(client)
  const spoiled = (command: Parameters<typeof send>[0]) => {
    left -= 1
    if (left === 0)
      throw new ProvisionedThroughputExceededException({ $metadata: {}, message: 'Rate of requests exceeds' })
    return send(command)
  }
  Object.assign(client, { send: async (command: Parameters<typeof send>[0]) => await spoiled(command) })
  return {
    client,
    spoilNext: (after: number) => {
      left = after + 1
    },
  }
}

function watchProcess() {
  const unhandled: string[] = []
  const warnings: string[] = []
  const onUnhandled = (reason: unknown) =>
    unhandled.push(reason instanceof Error ? `${reason.name}: ${reason.stack ?? reason.message}` : String(reason))
  const onWarning = (warning: Error) => warnings.push(`${warning.name}: ${warning.message}`)
  process.on('unhandledRejection', onUnhandled).on('warning', onWarning)
  return {
    stop: () => {
      process.off('unhandledRejection', onUnhandled).off('warning', onWarning)
      return { unhandled, warnings: warnings.filter((each) => !each.startsWith('ExperimentalWarning')) }
    },
  }
}

async function allOf(
  page: (options: { next?: string }) => Promise<{ readonly records: readonly Incident[]; readonly next?: string }>,
): Promise<Incident[]> {
  const all: Incident[] = []
  let next: string | undefined
  do {
    const found = await page(next === undefined ? {} : { next })
    all.push(...found.records)
    next = found.next
  } while (next !== undefined)
  return all
}
