import fc from 'fast-check'
import { expect, it } from 'vitest'
import { editDistance, nearMisses } from './near-miss.ts'

it.each([
  ['', '', 0],
  ['timeout', 'timeout', 0],
  ['timout', 'timeout', 1],
  ['tiemout', 'timeout', 1],
  ['ab', 'ba', 1],
  ['abc', '', 3],
  ['kitten', 'sitting', 3],
])('%s to %s takes %i edits', (left, right, edits) => {
  expect(editDistance(left, right)).toBe(edits)
})

it('is the same both ways, zero only for equal words, and at most the longer length', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
      const distance = editDistance(a, b)
      expect(distance).toBe(editDistance(b, a))
      expect(distance === 0).toBe(a === b)
      expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length))
    }),
  )
})

it('offers the nearest first, and nothing for what is far', () => {
  expect(nearMisses('why-timout', ['why-502', 'why-timeout', 'why-throttled'])).toEqual(['why-timeout'])
  expect(nearMisses('orders', ['orders-api', 'billing'])).toEqual(['orders-api'])
  expect(nearMisses('zzz', ['why-502'])).toEqual([])
  expect(nearMisses('x'.repeat(100), ['x'.repeat(100)])).toEqual([])
})
