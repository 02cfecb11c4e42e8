import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import dynalite from 'dynalite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { foundReport } from '../report/example-reports.ts'
import { type Answers, answerDays, dynamoAnswers, inMemoryAnswers, type Kept } from './answers.ts'
import { dynamoOnce, inMemoryOnce, leaseSeconds, type Once, rememberSeconds } from './once.ts'

let server: Server
let client: DynamoDBClient
let now = Date.parse('2026-11-23T15:00:00Z')
const clock = () => now

beforeAll(async () => {
  server = dynalite({ createTableMs: 0 })
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done)
  })
  const { port } = server.address() as AddressInfo
  client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  })
  await client.send(
    new CreateTableCommand({
      TableName: 'firstlook',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
    }),
  )
})

afterAll(() => {
  client.destroy()
  server.close()
})

const question = {
  symptom: '502',
  name: 'orders-api',
  window: { from: 1, to: 2 },
  command: 'why-502 orders-api',
} as const
const kept: Kept = { kind: 'report', question, report: foundReport }

describe.each([
  ['in memory', () => inMemoryAnswers()],
  ['in DynamoDB', () => dynamoAnswers({ client, table: 'firstlook', clock })],
] as const)('answers %s', (_, make: () => Answers) => {
  it('come back as they were kept, each under its own id', async () => {
    const answers = make()
    const [first, second] = [
      await answers.put(kept),
      await answers.put({ kind: 'lines', lines: ['why-502 é'], isPrivate: true }),
    ]
    expect(first).not.toBe(second)
    expect(first).toMatch(/^[\w-]{16}$/)
    expect(await answers.get(first)).toEqual(kept)
    expect(await answers.get(second)).toEqual({ kind: 'lines', lines: ['why-502 é'], isPrivate: true })
  })

  it('are kept without the secrets that stood in them, in the question and in the report', async () => {
    const secret = 'hunter2hunter2'
    const leaky: Kept = {
      kind: 'report',
      question: { ...question, command: `why-502 orders-api password=${secret}` },
      report: { ...foundReport, summary: `It logs "clientSecret":"${secret}".`, notes: [`Bearer ${secret}`] },
    }
    const answers = make()
    const held = await answers.get(await answers.put(leaky))
    expect(JSON.stringify(held)).not.toContain(secret)
    expect(held).toMatchObject({ kind: 'report', report: { summary: 'It logs "clientSecret":"[redacted]".' } })
  })

  it('are unknown under an id that was never given', async () => {
    for (const id of ['', 'AAAAAAAAAAAAAAAA', 'x'.repeat(5000)]) expect(await make().get(id)).toBeUndefined()
  })
})

it('an answer is gone when its time is up, deleted or not', async () => {
  const answers = dynamoAnswers({ client, table: 'firstlook', clock })
  const id = await answers.put(kept)
  now += answerDays * 24 * 3600 * 1000 - 1000
  expect(await answers.get(id)).toEqual(kept)
  now += 1000
  expect(await answers.get(id)).toBeUndefined()
})

it('memory forgets the oldest answer first', async () => {
  const answers = inMemoryAnswers(2)
  const ids = [await answers.put(kept), await answers.put(kept), await answers.put(kept)]
  expect(await Promise.all(ids.map((id) => answers.get(id)))).toEqual([undefined, kept, kept])
})

describe.each([
  ['in memory', () => inMemoryOnce(clock)],
  ['in DynamoDB', () => dynamoOnce({ client, table: 'firstlook', clock })],
] as const)('once %s', (name, make: () => Once) => {
  it('gives work to the first, and to nobody after it is done', async () => {
    const once = make()
    const key = `${name} done`
    expect(await once.claim(key, 'm1')).toBe('claimed')
    await once.finish(key, 'm1')
    expect(await once.claim(key, 'm1')).toBe('done')
    expect(await once.claim(key, 'm2')).toBe('done')
    now += rememberSeconds * 1000
    expect(await once.claim(key, 'm3')).toBe('claimed')
  })

  it('has one winner of many at once', async () => {
    const once = make()
    const claims = await Promise.all(Array.from({ length: 20 }, (_, index) => once.claim(`${name} race`, `m${index}`)))
    expect(claims.filter((claim) => claim === 'claimed')).toHaveLength(1)
  })

  it('lets the same delivery try again after it gave up or its lease ran out, not before', async () => {
    const once = make()
    const key = `${name} again`
    await once.claim(key, 'm1')
    expect(await once.claim(key, 'm1')).toBe('busy')
    expect(await once.claim(key, 'm2')).toBe('done')
    await once.release(key, 'm2')
    expect(await once.claim(key, 'm1')).toBe('busy')
    await once.release(key, 'm1')
    expect(await once.claim(key, 'm1')).toBe('claimed')
    now += leaseSeconds * 1000
    expect(await once.claim(key, 'm1')).toBe('claimed')
  })
})
