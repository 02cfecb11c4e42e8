import { describe, expect, it } from 'vitest'
import type { StackEvent } from './events.ts'
import { failuresOf, type StackHistory } from './failures.ts'
import type { StackState } from './stack.ts'

const state = (status: string, more: Partial<StackState> = {}): StackState => ({
  arn: 'arn:stack',
  name: 'orders',
  status,
  drift: 'NOT_CHECKED',
  hasTerminationProtection: false,
  rollbackAlarms: [],
  ...more,
})
const row = (at: number, logicalId: string, status: string, reason = ''): StackEvent => ({
  at,
  logicalId,
  physicalId: '',
  type: 'AWS::X::Y',
  status,
  reason,
  isStack: false,
})
const own = (at: number, status: string, reason = ''): StackEvent => ({
  ...row(at, 'orders', status, reason),
  isStack: true,
})

function read(history: Partial<StackHistory> & Pick<StackHistory, 'state' | 'events'>) {
  return failuresOf({
    isComplete: true,
    changeSets: [],
    validations: [],
    window: { from: 0, to: 1_000_000 },
    ...history,
  })
}

describe('the first true failure', () => {
  it('is the most telling one of the moment', () => {
    const found = read({
      state: state('ROLLBACK_COMPLETE'),
      events: [
        own(1, 'CREATE_IN_PROGRESS'),
        row(1_000, 'A', 'CREATE_FAILED', 'Internal Failure'),
        row(1_500, 'B', 'CREATE_FAILED', 'B already exists'),
        row(1_600, 'C', 'CREATE_FAILED', 'Resource creation cancelled'),
        own(2_000, 'ROLLBACK_IN_PROGRESS', 'The following resource(s) failed to create: [A, B, C].'),
        own(3_000, 'ROLLBACK_COMPLETE'),
      ],
    })
    expect(found.failures.map((failure) => failure.logicalId)).toEqual(['B', 'A'])
    expect(found.cascades).toBe(2)
  })

  it('is the stack’s own, without the note that a rollback follows', () => {
    const found = read({
      state: state('ROLLBACK_COMPLETE'),
      events: [
        own(1, 'CREATE_IN_PROGRESS', 'User Initiated'),
        own(2, 'ROLLBACK_IN_PROGRESS', 'No export named shared-vpc-id found. Rollback requested by user.'),
        own(3, 'ROLLBACK_COMPLETE'),
      ],
    })
    expect(found.failures.map(({ source, reason }) => [source, reason])).toEqual([
      ['stack', 'No export named shared-vpc-id found.'],
    ])
  })

  it('is found by the stack’s own rows when its description has no status', () => {
    const found = read({
      state: state('UNKNOWN'),
      events: [
        own(1, 'CREATE_IN_PROGRESS'),
        row(2, 'A', 'CREATE_FAILED', 'A already exists'),
        own(3, 'ROLLBACK_COMPLETE'),
      ],
    })
    expect(found.state?.status).toBe('ROLLBACK_COMPLETE')
    expect(found.failures.map(({ logicalId }) => logicalId)).toEqual(['A'])
  })

  it('is not one of the rollback', () => {
    const found = read({
      state: state('UPDATE_ROLLBACK_FAILED'),
      events: [
        own(1, 'UPDATE_IN_PROGRESS'),
        row(2, 'A', 'UPDATE_FAILED', 'bad'),
        own(3, 'UPDATE_ROLLBACK_IN_PROGRESS'),
        row(4, 'B', 'UPDATE_FAILED', 'gone'),
        own(5, 'UPDATE_ROLLBACK_FAILED'),
        own(6, 'UPDATE_ROLLBACK_IN_PROGRESS'),
        row(7, 'C', 'UPDATE_FAILED', 'still gone'),
        own(8, 'UPDATE_ROLLBACK_FAILED'),
      ],
    })
    expect(found.failures.map((failure) => failure.logicalId)).toEqual(['A'])
    expect(found.rollbackFailures.map((failure) => failure.logicalId)).toEqual(['C'])
  })

  it('may be the stack’s own, and a person who stops an update is no failure', () => {
    const transform = read({
      state: state('ROLLBACK_COMPLETE'),
      events: [
        own(1, 'CREATE_IN_PROGRESS'),
        own(2, 'ROLLBACK_IN_PROGRESS', 'Transform X failed'),
        own(3, 'ROLLBACK_COMPLETE'),
      ],
    })
    expect(transform.failures).toMatchObject([{ source: 'stack', reason: 'Transform X failed' }])
    const stopped = read({
      state: state('UPDATE_ROLLBACK_COMPLETE'),
      events: [
        own(1, 'UPDATE_IN_PROGRESS', 'User Initiated'),
        row(2, 'A', 'UPDATE_FAILED', 'Resource update cancelled'),
        own(3, 'UPDATE_ROLLBACK_IN_PROGRESS', 'User Initiated'),
        own(4, 'UPDATE_ROLLBACK_COMPLETE'),
      ],
    })
    expect(stopped).toMatchObject({ failures: [], isCancelledByPerson: true })
  })
})

describe('what does not count', () => {
  const cleaned = [
    own(1, 'UPDATE_IN_PROGRESS'),
    own(2, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'),
    row(3, 'Old', 'DELETE_FAILED', 'in use'),
    own(4, 'UPDATE_COMPLETE'),
  ]
  it('a leftover of the clean-up, and a failure before the window', () => {
    expect(read({ state: state('UPDATE_COMPLETE'), events: cleaned }).failures).toEqual([])
    const old = [
      own(1, 'UPDATE_IN_PROGRESS'),
      row(2, 'A', 'UPDATE_FAILED', 'bad'),
      own(3, 'UPDATE_ROLLBACK_COMPLETE'),
      own(10, 'UPDATE_IN_PROGRESS'),
      own(11, 'UPDATE_COMPLETE'),
    ]
    expect(read({ state: state('UPDATE_COMPLETE'), events: old, window: { from: 5, to: 20 } }).failures).toEqual([])
    expect(read({ state: state('UPDATE_COMPLETE'), events: old })).toMatchObject({
      isOver: true,
      failures: [{ logicalId: 'A' }],
    })
  })

  it('a failed change set that is older than what the stack did since', () => {
    const changeSet = {
      arn: 'a',
      name: 'deploy',
      status: 'FAILED',
      reason: 'x',
      executionStatus: 'UNAVAILABLE',
      createdAt: 0,
    }
    expect(
      read({
        state: state('UPDATE_COMPLETE'),
        events: cleaned,
        changeSets: [changeSet],
      }).changeSet,
    ).toBeUndefined()
    expect(
      read({ state: state('UPDATE_COMPLETE'), events: cleaned, changeSets: [{ ...changeSet, createdAt: 9 }] }).failures,
    ).toMatchObject([{ source: 'change-set' }])
  })
})

it('lists what an operation still waits for, longest first', () => {
  const found = read({
    state: state('CREATE_IN_PROGRESS'),
    events: [
      own(1, 'CREATE_IN_PROGRESS'),
      row(2, 'A', 'CREATE_IN_PROGRESS'),
      row(3, 'B', 'CREATE_IN_PROGRESS'),
      row(4, 'B', 'CREATE_IN_PROGRESS', 'Resource creation Initiated'),
      row(5, 'A', 'CREATE_COMPLETE'),
    ],
  })
  expect(found.waiting.map((event) => [event.logicalId, event.at])).toEqual([['B', 3]])
})
