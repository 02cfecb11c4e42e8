import { expect, it } from 'vitest'
import { percentDecoded } from './percent-decoded.ts'
import { ruleHint } from './resolve/event-rule.ts'
import { s3Address } from './resolve/presigned.ts'
import { queueHint } from './resolve/queue.ts'

it.each([
  ['https%3A%2F%2Fsqs', 'https://sqs'],
  ['100%.txt', '100%.txt'],
  ['a%2Fb%', 'a%2Fb%'],
])('reads %s as %s', (text, plain) => {
  expect(percentDecoded(text)).toBe(plain)
})

it('lets no pasted address with a stray percent sign break a look-up', () => {
  expect(s3Address('https://media.s3.eu-west-1.amazonaws.com/100%.txt')).toMatchObject({ bucket: 'media' })
  expect(queueHint('https%3A%2F%2Fsqs.eu-west-1.amazonaws.com%2F123456789012%2Fjobs%')).toBeUndefined()
  expect(ruleHint('https://eu-west-1.console.aws.amazon.com/events/home#/eventbus/def%/rules/r1')).toEqual({
    name: 'r1',
    bus: 'def%',
  })
})
