import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createClock, isTime } from './clock.ts'
import { parseWorld, placeOf } from './world.ts'

describe('parseWorld', () => {
  it('fills in everything', () => {
    expect(parseWorld({})).toMatchObject({
      account: '123456789012',
      region: 'eu-west-1',
      restApis: [],
      lambdaAccount: { concurrentExecutions: 1000 },
    })
  })

  it.each([
    [{ functions: [{ name: 'a', timeouts: 3 }] }, 'functions.0: knows no "timeouts"'],
    [{ functions: [{ name: 'a', timeout: 'long' }] }, 'functions.0.timeout: Invalid input: expected number'],
    [{ restApis: [{ name: 'a', methods: { 'get /x': 'f' } }] }, 'restApis.0.methods'],
    [{ trail: [{ at: 'yesterday', name: 'X', source: 'lambda' }] }, 'trail.0.at: must be a time'],
    [{ account: '12' }, 'account: must be twelve digits'],
    [
      { logGroups: [{ name: 'g', events: [{ message: 'x' }] }] },
      'logGroups.0.events.0.at: needs either "at" or "from"',
    ],
    [
      { logGroups: [{ name: 'g', events: [{ from: '-5m', message: 'x' }] }] },
      'logGroups.0.events.0.every: needs "every" or "times"',
    ],
    [{ deny: ['FilterLogEvents'] }, 'deny.0'],
    [{ nonsense: 1 }, 'world: knows no "nonsense"'],
  ])('names the field that is wrong in %j', (world, message) => {
    expect(() => parseWorld(world)).toThrow(message)
  })

  it('reads the example', () => {
    expect(
      parseWorld(JSON.parse(readFileSync(join(import.meta.dirname, 'world.example.json'), 'utf8'))).functions[0]?.name,
    ).toBe('orders')
  })

  it('keeps places apart, and puts together what is said of one twice', () => {
    const world = parseWorld({
      functions: [{ name: 'a' }],
      elsewhere: [
        { region: 'us-east-1', functions: [{ name: 'b' }] },
        { region: 'us-east-1', tables: [{ name: 't' }] },
      ],
    })
    expect(placeOf(world, '123456789012', 'eu-west-1').functions.map(({ name }) => name)).toEqual(['a'])
    const other = placeOf(world, '123456789012', 'us-east-1')
    expect([other.functions.map(({ name }) => name), other.tables.map(({ name }) => name)]).toEqual([['b'], ['t']])
    expect(placeOf(world, '999999999999', 'eu-west-1').functions).toEqual([])
  })
})

describe('times', () => {
  it('count from the moment the world was set', () => {
    let now = 1_000_000_000
    const clock = createClock(() => now)
    now += 60_000
    expect(clock.at('-25m').getTime()).toBe(1_000_000_000 - 25 * 60_000)
    expect(clock.at('now').getTime()).toBe(1_000_000_000)
    expect(clock.at('2026-11-23T12:00:00Z').toISOString()).toBe('2026-11-23T12:00:00.000Z')
    expect(['now', '-1.5h', '+10s', '2026-01-01'].every(isTime)).toBe(true)
    expect(['soon', '25m', '-5 m', ''].some(isTime)).toBe(false)
  })
})
