import { expect, it } from 'vitest'
import { lambdaFunction } from '../targets/target.ts'
import { sightWords, tellingSights } from './first-sight.ts'

const place = { account: '123456789012', region: 'eu-west-1', partition: 'aws' }
const observation = (state: 'present' | 'absent' | 'unknown' | 'recovered') =>
  ({ state, summary: '37 of 1,215 requests failed.', facts: [], times: [] }) as const

it('says what fails, and nothing of what does not or could not be seen', () => {
  const target = { name: 'orders' }
  expect(sightWords({ target, observation: observation('present') })).toBe('orders: 37 of 1,215 requests failed.')
  expect(sightWords({ target, observation: observation('recovered') })).toMatch(/over by now/)
  expect(sightWords({ target, observation: observation('absent') })).toBeUndefined()
  expect(sightWords({ target, observation: observation('unknown') })).toBeUndefined()
})

it('takes back what the rest of the evidence does not bear out', () => {
  const told: (string | undefined)[] = []
  const onSighting = tellingSights(({ seen }) => told.push(seen))
  const target = lambdaFunction(place, 'orders')
  onSighting({ target, observation: observation('present') })
  onSighting({ target, observation: observation('present') })
  onSighting({ target, observation: observation('absent') })
  expect(told).toEqual(['orders: 37 of 1,215 requests failed.', ''])
})
