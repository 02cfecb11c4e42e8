import { expect, it } from 'vitest'
import { eventRule } from '../../targets/target.ts'
import { failureOf } from './bus-log.ts'
import { readEvent } from './event.ts'

const rule = eventRule({ account: '123456789012', region: 'eu-west-1', partition: 'aws' }, 'placed', 'orders')

it('fills in what EventBridge adds by itself, and says so', () => {
  const read = readEvent('{"source":"shop","detail-type":"OrderPlaced","detail":{"id":1}}', rule)
  expect(read?.event).toMatchObject({
    source: 'shop',
    account: '123456789012',
    region: 'eu-west-1',
    resources: [],
    detail: { id: 1 },
  })
  expect(read?.filledIn).toEqual(['id', 'account', 'time', 'region', 'resources'])
})

it('reads a PutEvents entry and its bus', () => {
  const read = readEvent(
    '[{"Source":"shop","DetailType":"OrderPlaced","Detail":"{\\"id\\":1}","EventBusName":"arn:aws:events:eu-west-1:123456789012:event-bus/other"}]',
    rule,
  )
  expect(read).toMatchObject({
    bus: 'other',
    event: { source: 'shop', 'detail-type': 'OrderPlaced', detail: { id: 1 } },
  })
})

it('keeps a detail that was encoded twice as the string it is', () => {
  expect(readEvent(JSON.stringify({ Source: 'shop', Detail: JSON.stringify('{"id":1}') }), rule)?.event.detail).toBe(
    '{"id":1}',
  )
})

it.each(['no json', '3', '[]', '"text"'])('takes %s for no event', (text) =>
  expect(readEvent(text, rule)).toBeUndefined(),
)

it('finds the telling fields of a bus log record wherever they stand', () => {
  const record = {
    message_type: 'INVOCATION_FAILURE',
    details: {
      rule_arn: rule.arn,
      target_arn: 'arn:t',
      error: { error_code: 'NO_PERMISSIONS', error_message: 'not allowed' },
    },
  }
  expect(failureOf(JSON.stringify(record), 5, rule)).toEqual({
    at: 5,
    targetArn: 'arn:t',
    code: 'NO_PERMISSIONS',
    message: 'not allowed',
  })
  expect(failureOf(JSON.stringify({ ...record, details: { rule_arn: 'arn:other' } }), 5, rule)).toBeUndefined()
  expect(failureOf('plain text', 5, rule)).toBeUndefined()
})
