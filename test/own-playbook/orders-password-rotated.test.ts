import { expect, it } from 'vitest'
import { diagnose, testNow } from '../../src/playbook/diagnose-in-test.ts'
import { lambdaFunction } from '../../src/targets/target.ts'
import { ordersPasswordRotated } from './orders-password-rotated.ts'

const orders = lambdaFunction({ account: '123456789012', region: 'eu-west-1', partition: 'aws' }, 'orders')
const minutesAgo = (minutes: number): number => testNow - minutes * 60_000

function judged(message: string, changedAt?: number) {
  return diagnose(ordersPasswordRotated, orders, {
    failures: {
      state: 'searched',
      complete: true,
      group: '/aws/lambda/orders',
      groupIsAssumed: false,
      logFormat: 'JSON',
      failures: [{ at: minutesAgo(20), stream: 's', kind: 'exception', message, certain: true, requestId: 'r-1' }],
      loggedErrors: [],
      failedInits: [],
    },
    secret: changedAt === undefined ? {} : { changedAt },
  })
}

it('is found right after the password was changed', () => {
  expect(judged('password authentication failed for user "orders"', minutesAgo(25))).toMatchObject({
    strength: 'proven',
    requestIds: ['r-1'],
  })
})

it('is clear for another failure, and for a password that was changed days ago or never', () => {
  expect(judged('connection refused', minutesAgo(25))).toBe('clear')
  expect(judged('password authentication failed', minutesAgo(9000))).toHaveProperty('clear')
  expect(judged('password authentication failed')).toHaveProperty('clear')
})
