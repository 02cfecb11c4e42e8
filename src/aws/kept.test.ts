import { expect, it } from 'vitest'
import { keptAnswers } from './kept.ts'

const hourMs = 3_600_000

it('keeps an answer for six hours', () => {
  const kept = keptAnswers()
  kept.keep('costs', { total: 4 }, 0)

  expect(kept.find('costs', 5 * hourMs)).toEqual({ at: 0, answer: { total: 4 } })
  expect(kept.find('costs', 6 * hourMs)).toBeUndefined()
  expect(kept.find('other', 0)).toBeUndefined()
})

it('lets the oldest go when there are many', () => {
  const kept = keptAnswers()
  for (let index = 0; index <= 200; index += 1) kept.keep(`costs ${index}`, index, index)

  expect(kept.find('costs 0', 200)).toBeUndefined()
  expect(kept.find('costs 200', 200)?.answer).toBe(200)
})
