import { expect, it } from 'vitest'
import { accountRegion } from '../../targets/resolve/account.ts'
import { lambdaFunction } from '../../targets/target.ts'
import { askWire, wirePlace } from '../cost/ask-in-test.ts'
import { securityPlaybook } from './index.ts'

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
const world = {
  buckets: names.map((name) => ({ name, publicAccessBlock: null })),
  functions: names.map((name) => ({ name })),
  config: {
    rules: names.map((name) => ({ name: `rule-${name}`, evaluations: [{ type: 'AWS::S3::Bucket', id: name }] })),
  },
}

it('keeps a full account within the reads of one answer', async () => {
  const answer = await askWire(world, 'security', accountRegion(wirePlace), securityPlaybook, 1)

  expect(answer.broken).toEqual([])
  expect(answer.calls.length).toBeLessThanOrEqual(24)
})

it('reads little where one resource is asked about', async () => {
  const answer = await askWire(world, 'security', lambdaFunction(wirePlace, 'a'), securityPlaybook, 1)

  expect(answer.calls.filter((call) => /Credential|Trail|Summary|Volumes/.test(call))).toEqual([])
  expect(answer.calls.length).toBeLessThanOrEqual(16)
})
