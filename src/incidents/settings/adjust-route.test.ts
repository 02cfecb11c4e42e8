import { describe, expect, it } from 'vitest'
import { mayMention, type Route } from '../route.ts'
import { adjustedRoute, adjustingRoutes } from './adjust-route.ts'
import { type ChannelChoices, choiceFaults } from './channel-setting.ts'

const route: Route = {
  ...{ channel: 'C0PAY', routedBy: 'payments', severity: 'high' as const, mention: 'S0PAY' },
  quietHours: { from: '22:00', to: '07:00', timeZone: 'Europe/Berlin' },
  breakQuiet: ['critical'],
}
const adjusted = (choices: ChannelChoices, onCall?: string) =>
  adjustedRoute(route, choices, { zone: 'UTC', ...(onCall === undefined ? {} : { onCall }) })

describe('a route', () => {
  it('stays as configured where nothing else is chosen', () => {
    expect(adjusted({ placement: 'thread', verbosity: 'full' })).toEqual(route)
  })

  it('mentions whom its channel wants, and never falls silent because nobody is on call', () => {
    expect(adjusted({ mention: 'nobody' })).not.toHaveProperty('mention')
    expect(adjusted({ mention: 'here' }).mention).toBe('here')
    expect(adjusted({ mention: 'on-call' }, 'UADA').mention).toBe('UADA')
    expect(adjusted({ mention: 'on-call' }).mention).toBe('S0PAY')
  })

  it('is quiet by the clock that was chosen', () => {
    const winterEvening = Date.parse('2026-11-24T21:30:00Z')
    expect(mayMention(route, 'high', winterEvening)).toBe(false)
    expect(mayMention(adjusted({ timeZone: 'UTC' }), 'high', winterEvening)).toBe(true)
    expect(mayMention(adjusted({ quietHours: 'none' }), 'high', winterEvening)).toBe(true)
    const evening = adjusted({ quietHours: { from: '20:00', to: '23:00' }, breakQuiet: ['high'] })
    expect(evening.quietHours?.timeZone).toBe('Europe/Berlin')
    expect(mayMention(evening, 'critical', winterEvening)).toBe(false)
    expect(mayMention(evening, 'high', winterEvening)).toBe(true)
  })

  it('goes as configured, and is logged, when its channel’s setting cannot be read', async () => {
    const errors: string[] = []
    const log = { error: (message: string) => errors.push(message) }
    const parts = { onCallOf: async () => undefined, timeZone: 'UTC', log }
    const broken = adjustingRoutes({ ...parts, settings: { get: () => Promise.reject(new Error('throttled')) } })
    expect(await broken(route)).toBe(route)
    const kept = { id: 'C0PAY', version: 1, changedBy: 'UADA', changedAt: 0, choices: { mention: 'on-call' } }
    const alone = adjustingRoutes({
      ...parts,
      settings: { get: async () => kept },
      onCallOf: () => Promise.reject(new Error('PagerDuty did not answer')),
    })
    expect((await alone(route)).mention).toBe('S0PAY')
    expect(errors).toHaveLength(2)
  })
})

it.each<readonly [ChannelChoices, RegExp]>([
  [{ mention: 'C0PAY' }, /Mention/],
  [{ quietHours: { from: '22:00', to: '' } }, /both ends/],
  [{ quietHours: { from: '22:00', to: '22:00' } }, /no time at all/],
  [{ timeZone: 'Berlin' }, /IANA/],
])('%j cannot be chosen', (choices, words) => {
  expect(choiceFaults(choices)).toEqual([expect.stringMatching(words)])
})
