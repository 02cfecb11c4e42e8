import { afterAll, beforeAll, expect, it } from 'vitest'
import { type LocalTable, startTable } from '../../sandbox/table.ts'
import { dynamoForwarding } from './forwarding.ts'

let local: LocalTable
beforeAll(async () => {
  local = await startTable()
})
afterAll(() => local.close())

it('tells when the newest alarm event came from a place, and writes one of many', async () => {
  let now = Date.parse('2026-11-23T15:00:00Z')
  const began = now
  const forwarding = dynamoForwarding({ client: local.client, table: local.table, clock: () => now })
  const prod = { account: '210987654321', region: 'eu-west-1' }

  expect(await forwarding.last(prod)).toBeUndefined()
  await forwarding.note(prod)
  now += 60_000
  await forwarding.note(prod)
  expect(await forwarding.last(prod)).toBe(began)
  now += 10 * 60_000
  await forwarding.note(prod)
  expect(await forwarding.last(prod)).toBe(now)
  expect(await forwarding.last({ ...prod, region: 'us-east-1' })).toBeUndefined()
})
