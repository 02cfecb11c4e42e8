import { describe, expect, it } from 'vitest'
import { loadConfig } from '../config/config.ts'
import { mayMention, noRouteMatches, quietUntil, routeOf, withTags } from './route.ts'

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

describe('an alarm whose event tells no tags', () => {
  const arn = 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:orders-5xx'
  const log = { error: () => undefined }

  it('is routed by those that are looked up', async () => {
    const tagged = await withTags({ ...alarm, arn }, config, { log, lookUpTags: async () => ({ team: 'payments' }) })
    expect(routeOf(tagged, config)?.channel).toBe('C0PAY')
  })

  it('goes by the rest where they cannot be read, and is not looked up where no route asks', async () => {
    const broken = { log, lookUpTags: () => Promise.reject(new Error('denied')) }
    expect(routeOf(await withTags({ ...alarm, arn }, config, broken), config)?.channel).toBe('C0API')
    const plain = loadConfig({ alarmChannel: 'C0DEFAULT' })
    expect(await withTags({ ...alarm, arn }, plain, broken)).toEqual({ ...alarm, arn })
  })
})

it.each([
  ['2026-11-23T21:30:00Z', '2026-11-24T06:00:00.000Z'],
  ['2026-11-24T02:00:00Z', '2026-11-24T06:00:00.000Z'],
])('quiet hours at %s last until %s', (now, until) => {
  const hours = { from: '22:00', to: '07:00', timeZone: 'Europe/Berlin' }
  expect(new Date(quietUntil(hours, Date.parse(now))).toISOString()).toBe(until)
})
