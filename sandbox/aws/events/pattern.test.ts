import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import json5 from 'json5'
import { describe, expect, it } from 'vitest'
import { InvalidPattern } from './condition.ts'
import { compileEventPattern } from './pattern.ts'

const event = {
  source: 'aws.ec2',
  'detail-type': 'EC2 Instance State-change Notification',
  resources: ['arn:aws:ec2:eu-west-1:123456789012:instance/i-1', 'arn:aws:ec2:eu-west-1:123456789012:instance/i-2'],
  detail: {
    state: 'running',
    count: 5,
    isSpot: false,
    reason: null,
    file: 'photo.PNG',
    ip: '10.0.3.7',
    tags: [],
    disks: [
      { name: 'a', size: 10 },
      { name: 'b', size: 20 },
    ],
  },
}

describe('compileEventPattern', () => {
  it.each([
    [{ source: ['aws.ec2'] }, true],
    [{ source: ['aws.s3', 'aws.ec2'] }, true],
    [{ source: ['AWS.EC2'] }, false],
    [{ resources: ['arn:aws:ec2:eu-west-1:123456789012:instance/i-2'] }, true],
    [{ detail: { state: ['running'], count: [5] } }, true],
    [{ detail: { state: ['running'], count: [6] } }, false],
    [{ detail: { isSpot: [false] } }, true],
    [{ detail: { reason: [null] } }, true],
    [{ detail: { state: [{ prefix: 'run' }] } }, true],
    [{ detail: { file: [{ suffix: { 'equals-ignore-case': '.png' } }] } }, true],
    [{ detail: { file: [{ suffix: '.png' }] } }, false],
    [{ detail: { state: [{ 'anything-but': ['stopped', 'terminated'] }] } }, true],
    [{ detail: { state: [{ 'anything-but': { prefix: 'run' } }] } }, false],
    [{ detail: { missing: [{ 'anything-but': 'x' }] } }, false],
    [{ detail: { count: [{ numeric: ['>', 0, '<=', 5] }] } }, true],
    [{ detail: { count: [{ numeric: ['>', 5] }] } }, false],
    [{ detail: { ip: [{ cidr: '10.0.0.0/16' }] } }, true],
    [{ detail: { ip: [{ cidr: '10.1.0.0/16' }] } }, false],
    [{ detail: { missing: [{ exists: false }], state: [{ exists: true }] } }, true],
    [{ detail: { disks: [{ exists: true }] } }, false],
    [{ detail: { disks: { name: ['a'], size: [20] } } }, false],
    [{ detail: { disks: { name: ['b'], size: [20] } } }, true],
    [{ source: [{ wildcard: 'aws.*2' }] }, true],
    [{ $or: [{ source: ['aws.s3'] }, { detail: { count: [5] } }] }, true],
    [{ $or: [{ source: ['aws.s3'] }, { detail: { count: [6] } }] }, false],
    [{ 'detail-type': [{ 'equals-ignore-case': 'ec2 instance state-change notification' }] }, true],
  ])('%j is %s', (pattern, expected) => {
    expect(compileEventPattern(pattern)(event)).toBe(expected)
  })

  it.each([
    [{}],
    [{ source: 'aws.ec2' }],
    [{ source: [] }],
    [{ detail: { count: [{ numeric: ['>', 0, '>', 1] }] } }],
    [{ source: [{ PREFIX: 'a' }] }],
    [{ source: [{ wildcard: 'a**' }] }],
    [{ detail: { ip: [{ cidr: 'x/8' }] } }],
  ])('refuses %j', (pattern) => {
    expect(() => compileEventPattern(pattern)).toThrow(InvalidPattern)
  })
})

/** Cases that were checked against AWS; `_NEG` must not match, `_EXC` must be refused. They lie beside the repository, where they are kept. */
const folder = process.env.EVENT_PATTERN_CASES ?? join(import.meta.dirname, '../../../../shared/data/event-patterns')
const cases = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json5')) : []

describe.runIf(cases.length > 0)('the cases checked against AWS', () => {
  it.each(cases)('%s', (name) => {
    const { Event, EventPattern } = json5.parse(readFileSync(join(folder, name), 'utf8'))
    const pattern: unknown = typeof EventPattern === 'string' ? JSON.parse(EventPattern) : EventPattern
    if (name.includes('_EXC')) expect(() => compileEventPattern(pattern)).toThrow(InvalidPattern)
    else expect(compileEventPattern(pattern)(Event)).toBe(!name.includes('_NEG'))
  })
})
