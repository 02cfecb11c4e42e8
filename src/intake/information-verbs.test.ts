import { describe, expect, it } from 'vitest'
import { parseCommand } from './grammar.ts'
import { informationNames, isInformationName } from './information-verbs.ts'

const now = Date.UTC(2026, 10, 23, 12)

function asked(line: string) {
  const command = parseCommand(line, { now })
  if (command.kind !== 'info') throw new Error(JSON.stringify(command))
  return command.request
}

describe('logs', () => {
  it.each([
    ['logs orders', undefined],
    ['logs orders ERROR', 'ERROR'],
    ['logs orders out of memory last 15m', 'out of memory'],
    ['logs orders status=500 in prod', 'status=500'],
    ['logs orders "Task timed out"', 'Task timed out'],
    ['tail orders `{ $.level = "error" }`', '{ $.level = "error" }'],
    ['logs orders-api pattern="a b"', 'a b'],
  ])('%s', (line, pattern) => {
    expect(asked(line).details?.pattern).toBe(pattern)
  })

  it('take the name first, whatever it looks like', () => {
    expect(asked('logs /aws/lambda/orders ERROR')).toMatchObject({ command: 'logs /aws/lambda/orders ERROR' })
    expect(parseCommand('logs', { now })).toMatchObject({
      kind: 'refused',
      sentence: /Which function, API or log group/,
    })
  })
})

it('a verb without a resource takes a lone word for the account', () => {
  expect(asked('alarms prod')).toMatchObject({ account: 'prod' })
  expect(asked('alarms in prod')).toMatchObject({ account: 'prod' })
  expect(asked('alarms').account).toBeUndefined()
})

it('changes look back a day unless told otherwise', () => {
  const { window } = asked('changes orders')
  expect(window.to - window.from).toBe(24 * 3_600_000)
})

it('near misses lead to these verbs', () => {
  expect(parseCommand('metrcs orders', { now })).toMatchObject({
    suggestions: expect.arrayContaining(['metrics orders']),
  })
})

it('every name is one of a command, and no other', () => {
  expect(informationNames.every(isInformationName)).toBe(true)
  expect(isInformationName('toString')).toBe(false)
})
