import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startAws } from '../../sandbox/aws/server.ts'
import { makeReader } from './reader.ts'

let aws: Awaited<ReturnType<typeof startAws>>

beforeAll(async () => {
  aws = await startAws({ tables: [{ name: 'orders' }, { name: 'carts' }] })
})
afterAll(async () => {
  await aws.close()
})

function reader(endpoint = aws.url) {
  return makeReader({
    account: '123456789012',
    region: 'eu-west-1',
    partition: 'aws',
    endpoint,
    credentials: { accessKeyId: 'AKIAFIRSTLOOKTEST000', secretAccessKey: 'not-a-real-secret' },
    signal: new AbortController().signal,
  })
}

it('the same is asked once in one answer, and anew in the next', async () => {
  const describe = (from: ReturnType<typeof reader>, TableName: string) =>
    from.client(DynamoDBClient).send(new DescribeTableCommand({ TableName }))
  const first = reader()
  const before = aws.calls.length
  const [one, same, other] = await Promise.all([
    describe(first, 'orders'),
    describe(first, 'orders'),
    describe(first, 'carts'),
  ])
  expect([one, same, other].map(({ Table }) => Table?.TableName)).toEqual(['orders', 'orders', 'carts'])
  await describe(first, 'orders')
  expect(aws.calls.length - before).toBe(2)
  expect(first.ledger.calls).toHaveLength(2)
  await describe(reader(), 'orders')
  expect(aws.calls.length - before).toBe(3)
})

it('what was refused is refused to everyone who asks for it in the same answer', async () => {
  const from = reader()
  const ask = () => from.client(DynamoDBClient).send(new DescribeTableCommand({ TableName: 'gone' }))
  await expect(ask()).rejects.toThrow(/not found/i)
  await expect(ask()).rejects.toThrow(/not found/i)
  expect(from.ledger.calls).toHaveLength(1)
})

it('a call that hangs is answered by its second try, for everyone who waits for it', async () => {
  let asked = 0
  const silent = createServer((_, response) => {
    asked += 1
    if (asked === 1) return
    response.setHeader('content-type', 'application/x-amz-json-1.0')
    response.end(JSON.stringify({ Table: { TableName: 'orders' } }))
  })
  await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening))
  const from = reader(`http://127.0.0.1:${(silent.address() as AddressInfo).port}`)
  try {
    const ask = () => from.client(DynamoDBClient).send(new DescribeTableCommand({ TableName: 'orders' }))
    const answers = await Promise.all([ask(), ask()])
    expect(answers.map(({ Table }) => Table?.TableName)).toEqual(['orders', 'orders'])
    expect(asked).toBeGreaterThanOrEqual(2)
  } finally {
    silent.closeAllConnections()
    silent.close()
  }
})
