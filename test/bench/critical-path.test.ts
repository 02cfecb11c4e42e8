import { expect, it } from 'vitest'
import { pathTimes } from './critical-path.ts'

it('takes the longest chain of reads that waited for each other', () => {
  const calls = [
    { startedAt: 0, endedAt: 60 },
    { startedAt: 0, endedAt: 20 },
    { startedAt: 61, endedAt: 121 },
    { startedAt: 61, endedAt: 90 },
    { startedAt: 125, endedAt: 185 },
  ]

  expect(pathTimes(calls)).toEqual({ criticalMs: 180, rounds: 3, sequenceMs: 60 + 20 + 60 + 29 + 60, reads: 5 })
})

it('is nothing for nothing', () => {
  expect(pathTimes([])).toEqual({ criticalMs: 0, rounds: 0, sequenceMs: 0, reads: 0 })
})
