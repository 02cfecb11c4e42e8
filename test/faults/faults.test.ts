import { describe, expect, it } from 'vitest'
import { awsFaulted, awsFaults, expiredInMidAnswer } from './aws.ts'
import { failings } from './failing.ts'
import { disordered, killedEverywhere, spoiledEverywhere } from './killed.ts'
import { sessionsExpired } from './sessions.ts'
import { command, overtakenAlarm, wholeLife } from './stories.ts'

const severalRunsMs = 60_000

describe.each([
  { story: command, step: 1, killStep: 2 },
  { story: wholeLife, step: 43, killStep: 23 },
])('$story.name', ({ story, step, killStep }) => {
  it('comes out whole when nothing fails', async () => {
    expect((await story.run()).faults).toEqual([])
  })

  it('comes out whole when every message comes twice, and the newest first', async () => {
    expect((await disordered(story)).failures).toEqual([])
  })

  it(
    'is neither lost nor doubled when the worker is killed at one of its calls',
    async () => {
      const { runs, failures } = await killedEverywhere(story, killStep)
      expect(runs).toBeGreaterThan(10)
      expect(failures).toEqual([])
    },
    severalRunsMs,
  )

  it.each(failings)(
    'is neither lost nor doubled with $name',
    async (failing) => {
      const every = failing.service === 'store' ? step : Math.ceil(step / 6)
      expect((await spoiledEverywhere(story, failing, every)).failures).toEqual([])
    },
    severalRunsMs,
  )
})

describe('an alarm whose end was told before its beginning', () => {
  it('does not fire', async () => {
    expect((await overtakenAlarm.run()).faults).toEqual([])
    expect((await disordered(overtakenAlarm)).failures).toEqual([])
  })

  it(
    'does not fire when the worker is killed at any of its calls',
    async () => {
      const { runs, failures } = await killedEverywhere(overtakenAlarm, 5)
      expect(runs).toBeGreaterThan(10)
      expect(failures).toEqual([])
    },
    severalRunsMs,
  )

  it.each(failings.filter(({ service }) => service !== 'slack'))(
    'does not fire with $name',
    async (failing) => {
      expect((await spoiledEverywhere(overtakenAlarm, failing, failing.service === 'store' ? 3 : 1)).failures).toEqual(
        [],
      )
    },
    severalRunsMs,
  )
})

describe('an answer', () => {
  const path = '502/handler-throws.json'

  it.each(awsFaults)(
    'is whole, or says what it could not see, where $name',
    async (fault) => {
      const { runs, failures } = await awsFaulted(path, fault, 5)
      expect(runs).toBeGreaterThan(1)
      expect(failures).toEqual([])
    },
    severalRunsMs,
  )

  it('whose credentials expire on the way says so', async () => {
    expect((await expiredInMidAnswer(path, 7)).failures).toEqual([])
  })

  it('whose session ends before its time is given with another', async () => {
    const { runs, failures } = await sessionsExpired(3)
    expect(runs).toBeGreaterThan(1)
    expect(failures).toEqual([])
  })
})
