import { describe, expect, it } from 'vitest'
import { read } from '../diagnose-in-test.ts'
import { configuration, evidence, found, log, metrics, minutes, observe, repeated, starts } from './function-in-test.ts'
import { startPicture } from './start-picture.ts'

const busy = metrics({ invocations: minutes(repeated(600)), durationP50: minutes(repeated(40)) })
const wave = Array.from({ length: 30 }, (_, index) => 20 - (index % 2))

describe('starts that come together', () => {
  it('are noticed, however few they are of the hour', () => {
    const picture = startPicture(
      evidence({ metrics: busy, startups: log({ starts: starts(wave, { initMs: 1_200 }) }) }),
      'cold-start',
    )
    expect(picture).toMatchObject({ isWave: true, isNoticed: true })
    expect(picture.share).toBeLessThan(0.002)
  })
  it('are not when they are short, or lie apart', () => {
    const of = (given: ReturnType<typeof starts>) =>
      startPicture(evidence({ metrics: busy, startups: log({ starts: given }) }), 'cold-start').isNoticed
    expect(of(starts(wave, { initMs: 180 }))).toBe(false)
    expect(
      of(
        starts(
          Array.from({ length: 18 }, (_, index) => 2 + index * 3),
          { initMs: 800 },
        ),
      ),
    ).toBe(false)
  })
})

describe('an init that ran out of its time', () => {
  const repeatedInit = log({ timedOutInits: [{ at: starts([6])[0]?.at ?? 0, durationMs: 10_010, phase: 'init' }] })
  it('is seen although no report line shows an init', () => {
    expect(observe({ startups: repeatedInit })).toMatchObject({ state: 'present' })
    expect(found({ startups: repeatedInit })).toEqual(['cold-init-timeout-retry proven'])
  })
})

describe('the inits of environments that stand ready', () => {
  const none = minutes(repeated(0))
  const use = (all: ReturnType<typeof minutes>) =>
    read({
      all: { invocations: minutes(repeated(20)), provisioned: all, spillover: none, utilization: none },
      byQualifier: {
        live: {
          invocations: minutes(repeated(20)),
          provisioned: minutes(repeated(20)),
          spillover: none,
          utilization: none,
        },
      },
    })
  const live = { qualifier: 'live', requested: 10, available: 10, status: 'READY' }
  const given = {
    startups: log({ starts: starts([10, 12, 14, 16], { initMs: 5_000 }) }),
    provisioned: read([live]),
    configuration: configuration({ Runtime: 'java21' }),
  }
  it('are no cold starts where their use is counted by qualifier only', () => {
    expect(observe({ ...given, use: use({ points: [] }) })).toMatchObject({ state: 'absent' })
    expect(found({ ...given, use: use({ points: [] }) })).toEqual([])
  })
})

describe('frequent and long starts', () => {
  it('are two causes beside each other, the length first', () => {
    const rare = metrics({
      invocations: minutes(repeated(0, 56).map((_, index) => (index % 11 === 0 ? 1 : 0))),
      durationP50: minutes(repeated(200, 1)),
      concurrentExecutions: minutes(repeated(1)),
    })
    const each = starts(
      Array.from({ length: 6 }, (_, index) => 58 - index * 11),
      { initMs: 5_200 },
    )
    const outcome = found({
      metrics: rare,
      startups: log({ starts: each }),
      package: read({ codeBytes: 46_000_000, layers: [] }),
    })
    expect(outcome).toEqual(['cold-init-heavy-code likely', 'cold-low-traffic likely'])
  })
})
