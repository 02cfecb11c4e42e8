import { expect, it } from 'vitest'
import { guessesOf } from './guess-alarm.ts'

it.each([
  ['orders-errors', ['orders']],
  ['prod-orders-api-5xx-rate-high', ['prod-orders-api']],
  ['CRITICAL: checkout failures', ['checkout']],
  ['High error rate', []],
  ['p99', []],
])('%s may be about %s', (name, expected) => {
  expect(guessesOf({ name }).map((guess) => guess.name)).toEqual(expected)
})

it('trusts tags before the name, and names each once', () => {
  const tags = { team: 'shop', Service: 'orders', 'aws:cloudformation:stack-name': 'shop-prod' }
  expect(guessesOf({ name: 'orders-failed' }, tags)).toEqual([
    { name: 'orders', by: 'the alarm’s tag Service=orders' },
    { name: 'shop-prod', by: 'the alarm’s tag aws:cloudformation:stack-name=shop-prod' },
  ])
})
