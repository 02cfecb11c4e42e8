import { expect, it } from 'vitest'
import { explainMatch } from './explain.ts'
import type { Json, JsonObject } from './json.ts'
import { patternOf } from './pattern.ts'

const event: JsonObject = {
  source: 'shop.orders',
  'detail-type': 'OrderPlaced',
  resources: ['arn:aws:ec2:eu-west-1:1:instance/i-1'],
  detail: {
    total: '42',
    count: 7,
    country: 'DE',
    note: '',
    lines: [
      { sku: 'A', n: 1 },
      { sku: 'B', n: 2 },
    ],
    tags: [],
    inner: { state: 'x' },
  },
}

it.each<[string, Json, string, string]>([
  ['a value of another case', { source: ['Shop.Orders'] }, 'case', 'source'],
  ['a key of another case', { detail: { Country: ['DE'] } }, 'case', 'detail.Country'],
  ['a prefix of another case', { 'detail-type': [{ prefix: 'order' }] }, 'case', 'detail-type'],
  ['a number written as a string', { detail: { total: [42] } }, 'case', 'detail.total'],
  ['a string compared as a number', { detail: { total: [{ numeric: ['>', 1] }] } }, 'numeric', 'detail.total'],
  ['numbers compared with a string', { detail: { count: [{ numeric: ['>', '1'] }] } }, 'numeric', 'detail.count'],
  ['a prefix of a number', { detail: { count: [{ prefix: '7' }] } }, 'prefix-suffix', 'detail.count'],
  ['a prefix that is a suffix', { 'detail-type': [{ prefix: 'Placed' }] }, 'prefix-suffix', 'detail-type'],
  ['exists on an object', { detail: { inner: [{ exists: true }] } }, 'exists', 'detail.inner'],
  ['exists false on a value', { detail: { count: [{ exists: false }] } }, 'exists', 'detail.count'],
  ['fields of two elements', { detail: { lines: { sku: ['A'], n: [2] } } }, 'array-event', 'detail.lines.sku'],
  ['null for an empty string', { detail: { note: [null] } }, 'null-empty', 'detail.note'],
  ['null for a missing field', { detail: { gone: [null] } }, 'null-empty', 'detail.gone'],
  [
    'another separator in an ARN',
    { resources: ['arn:aws:ec2:eu-west-1:1:instance:i-1'] },
    'arn-separators',
    'resources',
  ],
  ['a bare value', { source: 'shop.orders' }, 'not-array', 'source'],
  ['another value', { detail: { country: ['FR'] } }, 'other', 'detail.country'],
  ['a field that is elsewhere', { detail: { state: ['x'] } }, 'other', 'detail.state'],
])('%s', (_, pattern, kind, path) => {
  const explained = explainMatch(patternOf(pattern), event)
  expect(explained.outcome === 'match' ? undefined : explained.fields[0]).toMatchObject({ kind, path })
})

it('sees that the detail was encoded twice', () => {
  const explained = explainMatch(patternOf({ detail: { country: ['DE'] } }), { ...event, detail: '{"country":"DE"}' })
  expect(explained).toMatchObject({ fields: [{ kind: 'detail-string' }] })
})

it('names the alternative that comes closest', () => {
  const pattern = patternOf({ $or: [{ source: ['x'], account: ['1'] }, { detail: { country: ['FR'] } }] })
  expect(explainMatch(pattern, event)).toMatchObject({
    fields: [{ path: 'detail.country', wanted: '["FR"]', given: '"DE"' }],
  })
})

it('says nothing where the event matches', () => {
  expect(explainMatch(patternOf({ source: ['shop.orders'] }), event)).toEqual({ outcome: 'match' })
})

it('names where the same field stands instead', () => {
  const explained = explainMatch(patternOf({ detail: { state: ['x'] } }), event)
  expect(explained).toMatchObject({ fields: [{ why: expect.stringContaining('it has `detail.inner.state`') }] })
})
