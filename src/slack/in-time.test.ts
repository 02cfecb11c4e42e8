import { afterEach, expect, it, vi } from 'vitest'
import { inTime } from './in-time.ts'

afterEach(() => {
  vi.useRealTimers()
})

const parts = { patienceMs: () => 5000 }

it('a diagnosis that never comes back is given up, so that no message says “looking” for ever', async () => {
  vi.useFakeTimers()
  const asked = inTime(new Promise(() => undefined), parts)
  const outcome = expect(asked).rejects.toThrow('did not come back in time')
  await vi.advanceTimersByTimeAsync(4999)
  await vi.advanceTimersByTimeAsync(1)
  await outcome
})

it('an answer in time is passed on and leaves no timer behind', async () => {
  vi.useFakeTimers()
  expect(await inTime(Promise.resolve('answer'), parts)).toBe('answer')
  await expect(inTime(Promise.reject(new Error('boom')), parts)).rejects.toThrow('boom')
  expect(vi.getTimerCount()).toBe(0)
})
