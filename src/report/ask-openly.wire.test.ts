import { afterEach, expect, it } from 'vitest'
import { startAws } from '../../sandbox/aws/server.ts'
import type { DeclaredWorld } from '../../sandbox/aws/world.ts'
import { loadConfig } from '../config/config.ts'
import { answering } from '../entry/answering.ts'
import { parseCommand } from '../intake/grammar.ts'
import type { Answer } from './answer.ts'

const close: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(close.splice(0).map((each) => each()))
})

async function ask(line: string, world: DeclaredWorld): Promise<Answer> {
  const now = Date.now()
  const aws = await startAws(world, { now: () => now })
  close.push(async () => await aws.close())
  const command = parseCommand(line, { now })
  if (command.kind !== 'diagnosis') throw new Error(`${line} is no question`)
  const credentials = { accessKeyId: 'AKIAFIRSTLOOKTEST000', secretAccessKey: 'not-a-real-secret' }
  const asking = answering(loadConfig({}), { endpoint: aws.url, credentials, clock: () => now })
  return await asking({ ...command.question, region: 'eu-west-1' })
}

it('names what may have been meant, of every kind, when nothing bears the name', async () => {
  const world = { tables: [{ name: 'ordres-table' }], functions: [{ name: 'order' }], queues: [{ name: 'unlike' }] }
  const answer = await ask('why orders-table', world as DeclaredWorld)
  expect(answer).toMatchObject({ kind: 'refused', fault: 'question' })
  expect(answer.kind === 'refused' && answer.nearMisses).toContain('ordres-table')
  expect(answer.kind === 'refused' && answer.nearMisses).not.toContain('unlike')
})

it('says which things it knows when an ARN is of none of them', async () => {
  const answer = await ask('why arn:aws:elasticache:eu-west-1:123456789012:cluster:sessions', {})
  expect(answer).toMatchObject({ kind: 'refused', fault: 'question' })
  expect(answer.kind === 'refused' && answer.sentence).toContain('log groups')
})

it('does not say that nothing is there when it could not look', async () => {
  const answer = await ask('why orders', { deny: ['lambda:*', 'apigateway:*'] } as DeclaredWorld)
  expect(answer).toMatchObject({ kind: 'report', report: { verdict: 'insufficient-evidence', causes: [] } })
})

it('keeps the line that was typed', async () => {
  const world = { functions: [{ name: 'orders', traffic: [{ from: '-3h', perMinute: 30 }] }] }
  const answer = await ask('why orders', world as DeclaredWorld)
  expect(answer).toMatchObject({ kind: 'report', report: { command: 'why orders', target: { name: 'orders' } } })
})
