import { describe, expect, it } from 'vitest'
import { loadConfig } from '../config/config.ts'
import { mayMention, noRouteMatches, routeOf } from './route.ts'

const config = loadConfig({
  accounts: { prod: { id: '123456789012', regions: ['eu-west-1'] } },
  alarmChannel: 'C0DEFAULT',
  alarms: {
    routes: [
      { name: 'payments', match: { tags: { team: 'pay*' } }, channel: 'C0PAY', severity: 'critical', mention: 'S0PAY' },
      {
        name: 'prod APIs',
        match: { accounts: ['prod'], regions: ['eu-west-1'], alarmNames: ['*-5xx', 'api-*-latency'] },
        channel: 'C0API',
        quietHours: { from: '22:00', to: '07:00', timeZone: 'Europe/Berlin' },
      },
    ],
  },
})
const alarm = { name: 'orders-5xx', account: '123456789012', region: 'eu-west-1' }

describe('an alarm', () => {
  it('goes by account, region and name', () => {
    expect(routeOf(alarm, config)).toMatchObject({ channel: 'C0API', routedBy: 'prod APIs', severity: 'high' })
    expect(routeOf({ ...alarm, name: 'api-carts-latency' }, config)?.channel).toBe('C0API')
    for (const other of [{ region: 'us-east-1' }, { account: '210987654321' }, { name: 'orders-5xx-p99' }])
      expect(routeOf({ ...alarm, ...other }, config)).toMatchObject({ channel: 'C0DEFAULT', routedBy: noRouteMatches })
  })

  it('goes by its tags first, when that route stands first', () => {
    expect(routeOf({ ...alarm, tags: { team: 'payments' } }, config)).toMatchObject({
      channel: 'C0PAY',
      mention: 'S0PAY',
    })
    expect(routeOf({ ...alarm, tags: { team: 'spay' } }, config)?.channel).toBe('C0API')
  })

  it('goes nowhere without a default channel', () => {
    expect(routeOf(alarm, loadConfig({}))).toBeUndefined()
  })
})

it('quiet hours run over midnight in their own zone, and the most urgent breaks them', () => {
  const route = routeOf(alarm, config)
  if (route === undefined) throw new Error('no route')
  const at = (time: string) => Date.parse(`2026-11-23T${time}:00Z`)
  expect(mayMention(route, 'high', at('20:30'))).toBe(true)
  expect(mayMention(route, 'high', at('21:30'))).toBe(false)
  expect(mayMention(route, 'critical', at('21:30'))).toBe(true)
  expect(mayMention(route, 'high', at('05:59'))).toBe(false)
  expect(mayMention(route, 'high', at('06:00'))).toBe(true)
})
