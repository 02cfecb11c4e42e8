import { describe, expect, it } from 'vitest'
import { noData, type Series } from '../../evidence/cloudwatch/series.ts'
import { attributesOf } from '../../evidence/sqs/attributes.ts'
import type { QueueMetrics } from '../../evidence/sqs/metrics.ts'
import { backlogOf, growthOf } from './backlog.ts'

const until = Date.parse('2026-11-23T03:00:00Z')
const empty: QueueMetrics = {
  ageOfOldest: noData,
  visible: noData,
  notVisible: noData,
  delayed: noData,
  sent: noData,
  received: noData,
  deleted: noData,
  emptyReceives: noData,
  sentSize: noData,
}

/** One value a minute, the last two minutes before the end. */
function minutes(...values: number[]): Series {
  return { points: values.map((value, index) => ({ at: until - (values.length - index + 1) * 60_000, value })) }
}

function ramp(first: number, last: number, count = 30): Series {
  return minutes(...Array.from({ length: count }, (_, index) => first + ((last - first) * index) / (count - 1)))
}

function state(metrics: Partial<QueueMetrics> | undefined, attributes: Record<string, string> = {}): string {
  return backlogOf(
    attributesOf(attributes, { arn: 'a', name: 'orders' }),
    metrics === undefined ? undefined : { ...empty, ...metrics },
    until,
  ).state
}

const steady = ramp(40, 40)

describe('backlogOf', () => {
  it.each<[string, Partial<QueueMetrics> | undefined, string]>([
    ['metrics that were not read', undefined, 'unknown'],
    ['no data at all', {}, 'unknown'],
    ['a young queue', { ageOfOldest: ramp(2, 5), visible: ramp(3, 3), received: steady, deleted: steady }, 'clear'],
    [
      'an age that grows with the clock',
      { ageOfOldest: ramp(10, 1800), visible: ramp(10, 900), received: ramp(0, 0), deleted: ramp(0, 0) },
      'stuck',
    ],
    ['messages that lie while nothing is deleted', { visible: ramp(5, 5), deleted: ramp(0, 0) }, 'stuck'],
    [
      'one late minute in a busy hour',
      {
        ageOfOldest: minutes(3, 3, 150, 3, 3, 3, 3, 3),
        visible: ramp(2, 2, 8),
        received: ramp(9, 9, 8),
        deleted: ramp(9, 9, 8),
      },
      'clear',
    ],
    [
      'a burst that is worked off',
      { ageOfOldest: ramp(600, 200), visible: ramp(4000, 100), received: steady, deleted: steady },
      'draining',
    ],
    [
      'messages that come back',
      { ageOfOldest: ramp(3, 3), visible: ramp(1, 1), received: ramp(40, 40), deleted: ramp(10, 10) },
      'stuck',
    ],
    [
      'a retry now and then',
      { ageOfOldest: ramp(3, 3), visible: ramp(1, 1), received: ramp(41, 41), deleted: ramp(40, 40) },
      'clear',
    ],
    ['a count that only rises, without age or deletes', { visible: ramp(10, 900) }, 'stuck'],
  ])('%s', (_, metrics, expected) => expect(state(metrics)).toBe(expected))

  it.each<[string, Partial<QueueMetrics>, string]>([
    ['grows on and on although messages are deleted', { visible: ramp(300, 5000), deleted: steady }, 'stuck'],
    ['grows by a little', { visible: ramp(300, 380), deleted: steady }, 'clear'],
    [
      'comes and goes',
      { visible: minutes(0, 900, 0, 950, 0, 900, 0, 990, 0, 980, 0, 990, 999), deleted: steady },
      'clear',
    ],
  ])('tells a backlog of no known age that %s', (_, metrics, expected) => {
    expect(state(metrics)).toBe(expected)
  })

  it('takes messages in flight for worked on, not for repeats', () => {
    expect(
      state(
        { ageOfOldest: ramp(3, 3), received: ramp(40, 40), deleted: ramp(10, 10) },
        { ApproximateNumberOfMessagesNotVisible: '900' },
      ),
    ).toBe('clear')
  })

  it('sees that a jam is over', () => {
    const half = (before: number, after: number): Series => minutes(...Array(15).fill(before), ...Array(25).fill(after))
    expect(
      state({ ageOfOldest: half(900, 3), visible: half(500, 2), received: half(0, 50), deleted: half(0, 50) }),
    ).toBe('recovered')
  })
})

it('counts rises only', () => {
  expect(growthOf(minutes(5, 5, 8, 2, 4)).count).toBe(5)
  expect(growthOf(undefined).count).toBe(0)
})
