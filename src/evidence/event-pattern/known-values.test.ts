import { expect, it } from 'vitest'
import type { Json } from './json.ts'
import { impossibleFields } from './known-values.ts'
import { patternOf } from './pattern.ts'

it.each<[string, Json, string | undefined]>([
  [
    'a usual pattern',
    { source: ['aws.ec2'], 'detail-type': ['EC2 Instance State-change Notification'], detail: { state: ['stopped'] } },
    undefined,
  ],
  ['a detail type of one’s own', { source: ['shop'], 'detail-type': ['Order Placed'] }, undefined],
  ['a detail type in another case', { 'detail-type': ['EC2 Instance State-Change Notification'] }, 'detail-type'],
  ['a state in another case', { source: ['aws.ec2'], detail: { state: ['Stopped'] } }, 'detail.state'],
  ['a state of one’s own', { source: ['shop'], detail: { state: ['Stopped'] } }, undefined],
  ['a source in another case', { source: ['aws.EC2'] }, 'source'],
  ['a field that events do not have', { detailType: ['x'] }, 'detailType'],
  ['such a field wanted missing', { detailType: [{ exists: false }] }, undefined],
  ['one possible alternative', { $or: [{ source: ['aws.EC2'] }, { source: ['aws.ec2'] }] }, undefined],
  ['one right value of two', { 'detail-type': ['object created', 'Object Created'] }, undefined],
])('%s', (_, pattern, path) => expect(impossibleFields(patternOf(pattern))[0]?.path).toBe(path))
