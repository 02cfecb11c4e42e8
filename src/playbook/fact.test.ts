import { expect, it } from 'vitest'
import { factFrom } from './fact.ts'

const citation = { source: 'cloudwatch:GetMetricData', account: '123456789012', region: 'eu-west-1' }

it.each([
  ['1822 of 20450 requests', '1,822 of 20,450 requests'],
  ['12034 ms', '12,034 ms'],
  ['417', '417'],
  ['order 12345 not found', 'order 12345 not found'],
  ['arn:aws:lambda:eu-west-1:123456789012:function:a', 'arn:aws:lambda:eu-west-1:123456789012:function:a'],
])('writes %s as %s', (value, shown) => {
  expect(factFrom(citation, 'Errors', value).value).toBe(shown)
})
