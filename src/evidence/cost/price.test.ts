import { expect, it } from 'vitest'
import { costPrice } from './price.ts'

it.each([
  [10, 'up to 4 requests to Cost Explorer at $0.01 each, $0.04 at most'],
  [Number.POSITIVE_INFINITY, 'up to 4 requests to Cost Explorer at $0.01 each, $0.04 at most'],
  [0.02, 'up to 2 requests to Cost Explorer at $0.01 each, $0.02 at most'],
  [0.01, '1 request to Cost Explorer, $0.01'],
  [0.005, undefined],
])('says what a limit of $%d leaves', (limit, words) => {
  expect(costPrice(limit)).toBe(words)
})
