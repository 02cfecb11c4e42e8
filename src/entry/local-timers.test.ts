import { expect, it } from 'vitest'
import type { Due } from '../incidents/due.ts'
import { makeLocalTimers } from './local-timers.ts'

const close = (incidentId: string, at: number): Due => ({ kind: 'close', incidentId, at, since: 0 })

it('tries again what failed, as a queue does, and what comes after it all the same', async () => {
  const tried: string[] = []
  const lost: string[] = []
  let failures = 4
  const timers = makeLocalTimers({
    clock: () => 100,
    onDue: async (due) => {
      if (!('incidentId' in due)) return
      tried.push(due.incidentId)
      failures -= 1
      if (failures >= 0) throw new Error('throttled')
    },
    onLost: (due) => lost.push(due.kind),
  })
  await timers.schedule(close('first', 1))
  await timers.schedule(close('second', 2))
  await timers.run()
  timers.close()

  expect(tried).toEqual(['first', 'first', 'first', 'second', 'second'])
  expect(lost).toEqual(['close'])
})
