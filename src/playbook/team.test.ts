import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadConfig } from '../config/config.ts'
import { signOf } from '../engine/playbook-in-test.ts'
import { lambdaFunction } from '../targets/target.ts'
import type { Observation } from './sign.ts'
import { fits, reasonOff, type Team, thresholdsFor, wordsOnCause, wordsOnResource } from './team.ts'
import { withTeam } from './with-team.ts'

const orders = lambdaFunction({ account: '123456789012', region: 'eu-west-1', partition: 'aws' }, 'orders-prod')
const empty = { causes: [], signs: [], hops: [], changes: [], advice: [], family: {} as never }

function teamOf(written: Parameters<typeof loadConfig>[0]): Team {
  const { playbook, thresholds } = loadConfig(written)
  return { ...playbook, thresholds }
}

describe('a pattern', () => {
  it.each([
    ['orders-prod', true],
    ['orders-*', true],
    ['*', true],
    ['*:function:orders-*', true],
    ['orders', false],
    ['orders.prod', false],
    ['ORDERS-*', false],
    ['*-staging', false],
  ])('%s', (pattern, expected) => {
    expect(fits(pattern, orders)).toBe(expected)
  })
})

describe('words', () => {
  const team = teamOf({
    playbook: {
      notes: [
        { cause: 'lambda-oom', note: 'Month end.' },
        { cause: 'lambda-oom', resource: 'carts', note: 'Never shown here.' },
        { resource: 'orders-*', runbook: 'https://wiki.example.com/orders' },
      ],
      off: [{ cause: 'lambda-no-dlq', resource: 'orders-*', reason: 'The scheduler tries again.' }],
    },
  })

  it('belong to a cause, a resource or both', () => {
    const runbook = { runbook: 'https://wiki.example.com/orders' }
    expect(wordsOnCause(team, ['apigw502-oom', 'lambda-oom'], [orders])).toEqual([{ note: 'Month end.' }, runbook])
    expect(wordsOnCause(team, ['other'], [orders])).toEqual([runbook])
    expect(wordsOnResource(team, orders)).toEqual([runbook])
  })

  it('switch a cause off only where they say', () => {
    expect(reasonOff(team, ['lambda-no-dlq'], [orders])).toBe('The scheduler tries again.')
    expect(reasonOff(team, ['lambda-no-dlq'], [{ ...orders, name: 'carts', id: 'carts', arn: 'arn' }])).toBeUndefined()
    expect(reasonOff(team, ['lambda-oom'], [orders])).toBeUndefined()
  })
})

describe('thresholds', () => {
  it('are as usual where nothing is set', () => {
    expect(thresholdsFor(teamOf({}), orders)).toEqual({ failureShare: 0, recoveredMinutes: 10 })
  })

  it('take the first slowness that fits kind and name', () => {
    const slow = [
      { kind: 'table' as const, milliseconds: 1 },
      { resource: 'carts', milliseconds: 2 },
      { kind: 'function' as const, resource: 'orders-*', milliseconds: 3 },
      { milliseconds: 4 },
    ]
    expect(thresholdsFor(teamOf({ thresholds: { slow } }), orders).slowMilliseconds).toBe(3)
  })

  it.each<readonly [Partial<Observation>, Partial<Observation>]>([
    [{ failedShare: 0.02 }, { state: 'absent', times: [] }],
    [
      { failedShare: 0.02, state: 'recovered' },
      { state: 'absent', times: [] },
    ],
    [{ failedShare: 0.05 }, { state: 'present', times: [60_000] }],
    [{}, { state: 'present', times: [60_000] }],
    [{ failedShare: 0.02, state: 'unknown' }, { state: 'unknown' }],
  ])('under which failures are noise: %j', (seen, expected) => {
    const sign = signOf({ times: [60_000], ...seen })
    const { signs } = withTeam({ ...empty, signs: [sign] }, teamOf({ thresholds: { failureShare: 0.05 } }))
    const observation = signs[0]?.observe({} as never, { target: orders } as never)

    expect(observation).toMatchObject(expected)
    if (expected.state === 'absent')
      expect(observation?.summary).toBe(
        'It fails. At most 2 % failed in any five minutes, less than the 5 % that firstlook.config.ts counts as a failure.',
      )
  })
})

it('no check for a failure forgets the team’s thresholds', () => {
  const folder = import.meta.dirname
  const forgetful = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.includes('/') && file.endsWith('.ts') && !file.includes('test'))
    .filter((file) =>
      readFileSync(join(folder, file), 'utf8')
        .split(/\bpresenceOf\(/)
        .slice(1)
        .some((call) => !call.slice(0, 260).includes('thresholds')),
    )

  expect(forgetful).toEqual([])
})
