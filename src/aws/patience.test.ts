import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { patience } from './patience.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const open = new AbortController().signal

/** A call that never answers, and notes when it is aborted. */
function hangs(aborted: string[], name: string) {
  return (signal: AbortSignal) =>
    new Promise((_, reject) => {
      signal.addEventListener('abort', () => {
        aborted.push(name)
        reject(signal.reason)
      })
    })
}

describe('a call that hangs', () => {
  it('is sent a second time where that is allowed; the answer counts, and the first try is aborted', async () => {
    const aborted: string[] = []
    const tries = [hangs(aborted, 'first'), async () => 'answer']
    const patient = patience(open)
    const input = {}
    patient.mayTryAgain(input)
    const sent = patient.send((signal) => (tries.shift() ?? hangs(aborted, 'third'))(signal), input)
    expect(patient.isSecondTry(input)).toBe(false)
    await vi.advanceTimersByTimeAsync(4_000)
    expect(await sent).toBe('answer')
    expect(patient.isSecondTry(input)).toBe(true)
    expect(aborted).toEqual(['first'])
  })

  it('is waited for where a second one may cost', async () => {
    let sent = 0
    const answer = patience(open).send(async () => {
      sent += 1
      await new Promise((resume) => setTimeout(resume, 9_000))
      return 'late'
    }, {})
    await vi.advanceTimersByTimeAsync(9_000)
    expect(await answer).toBe('late')
    expect(sent).toBe(1)
  })

  it('is not what a busy process sees: its timers are late, and the answers are there', async () => {
    const patient = patience(open)
    const input = {}
    patient.mayTryAgain(input)
    let sent = 0
    const answer = patient.send(async () => {
      sent += 1
      await new Promise((resume) => setTimeout(resume, 6_000))
      return 'taken late'
    }, input)
    const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 9_000)
    await vi.advanceTimersByTimeAsync(6_000)
    expect(await answer).toBe('taken late')
    expect(sent).toBe(1)
    clock.mockRestore()
  })

  it('is judged by its first try when the second fails', async () => {
    const patient = patience(open)
    const input = {}
    patient.mayTryAgain(input)
    const tries = [
      async () => {
        await new Promise((resume) => setTimeout(resume, 6_000))
        return 'slow'
      },
      async () => {
        throw new Error('refused')
      },
    ]
    const answer = patient.send(async () => await tries.shift()?.(), input)
    await vi.advanceTimersByTimeAsync(6_000)
    expect(await answer).toBe('slow')
  })

  it('costs an answer four second tries at most', async () => {
    const patient = patience(open)
    let sent = 0
    const calls = Array.from({ length: 9 }, (_, index) => {
      const input = { index }
      patient.mayTryAgain(input)
      return patient.send(async () => {
        sent += 1
        await new Promise((resume) => setTimeout(resume, 6_000))
      }, input)
    })
    await vi.advanceTimersByTimeAsync(7_000)
    await Promise.all(calls)
    expect(sent).toBe(13)
  })
})

it('a failure is passed on at once, and nothing is sent again', async () => {
  const patient = patience(open)
  const input = {}
  patient.mayTryAgain(input)
  let sent = 0
  const failing = patient.send(async () => {
    sent += 1
    throw new Error('AccessDenied')
  }, input)
  await expect(failing).rejects.toThrow('AccessDenied')
  await vi.advanceTimersByTimeAsync(10_000)
  expect(sent).toBe(1)
})
