import { existsSync, readdirSync, readFileSync } from 'node:fs'
import json5 from 'json5'
import { describe, expect, it } from 'vitest'
import type { Json } from './json.ts'
import { flatten, matchEvent } from './match.ts'
import { patternOf, plainValues, readPattern } from './pattern.ts'

const folder = new URL('../../../../shared/data/event-patterns/', import.meta.url)
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json5')) : []

function outcome(pattern: Json, event: Json): string {
  return matchEvent(patternOf(pattern), flatten(event)).outcome
}

function expectedOf(name: string): string {
  return /_NEG\./.test(name) ? 'no-match' : /_EXC\./.test(name) ? 'refused' : 'match'
}

it('agrees with the published collection of cases, where it lies beside the repository', () => {
  const wrong = files.filter((name) => {
    const { Event: event, EventPattern: pattern } = json5.parse<{ Event: Json; EventPattern: Json }>(
      readFileSync(new URL(name, folder), 'utf8'),
    )
    return outcome(pattern, event) !== expectedOf(name)
  })

  expect(wrong).toEqual([])
})

const order = {
  source: 'shop.orders',
  'detail-type': 'OrderPlaced',
  detail: {
    total: 42.5,
    country: 'DE',
    tags: ['new', 'gift'],
    lines: [
      { sku: 'A', count: 1 },
      { sku: 'B', count: 9 },
    ],
    note: null,
    empty: '',
  },
}

describe('matchEvent', () => {
  it.each<[string, Json, string]>([
    ['a plain value', { source: ['shop.orders'] }, 'match'],
    ['another value', { source: ['shop.returns'] }, 'no-match'],
    ['another case of a value', { source: ['Shop.Orders'] }, 'no-match'],
    ['another case of a key', { Source: ['shop.orders'] }, 'no-match'],
    ['one of several values', { 'detail-type': ['OrderPaid', 'OrderPlaced'] }, 'match'],
    ['every field at once', { source: ['shop.orders'], detail: { country: ['FR'] } }, 'no-match'],
    ['a number as a number', { detail: { total: [42.5] } }, 'match'],
    ['a number as a string', { detail: { total: ['42.5'] } }, 'no-match'],
    ['a range', { detail: { total: [{ numeric: ['>', 40, '<=', 42.5] }] } }, 'match'],
    ['a range that ends before', { detail: { total: [{ numeric: ['>', 42.5] }] } }, 'no-match'],
    ['a range of strings', { detail: { total: [{ numeric: ['>', '40'] }] } }, 'refused'],
    ['a range beyond the limit', { detail: { total: [{ numeric: ['<', 6e9] }] } }, 'refused'],
    ['an element of an array', { detail: { tags: ['gift'] } }, 'match'],
    ['no element of an array', { detail: { tags: ['old'] } }, 'no-match'],
    ['two fields of one element', { detail: { lines: { sku: ['B'], count: [9] } } }, 'match'],
    ['two fields of two elements', { detail: { lines: { sku: ['A'], count: [9] } } }, 'no-match'],
    ['null for null', { detail: { note: [null] } }, 'match'],
    ['null for an empty string', { detail: { empty: [null] } }, 'no-match'],
    ['exists on an object', { detail: [{ exists: true }] }, 'no-match'],
    ['exists false on a missing field', { detail: { gone: [{ exists: false }] } }, 'match'],
    ['anything-but on a missing field', { detail: { gone: [{ 'anything-but': 'x' }] } }, 'no-match'],
    ['a prefix', { 'detail-type': [{ prefix: 'Order' }] }, 'match'],
    ['a suffix whatever the case', { 'detail-type': [{ suffix: { 'equals-ignore-case': 'PLACED' } }] }, 'match'],
    ['a wildcard with a literal star', { source: [{ wildcard: 'shop\\*orders' }] }, 'no-match'],
    ['a wildcard', { source: [{ wildcard: 's*.ord*s' }] }, 'match'],
    ['one alternative of $or', { $or: [{ source: ['x'] }, { detail: { country: ['DE'] } }] }, 'match'],
    ['no alternative of $or', { $or: [{ source: ['x'] }, { detail: { country: ['FR'] } }] }, 'no-match'],
    ['$or as a plain key', { $or: ['shop.orders'] }, 'no-match'],
    ['two operators in one', { source: [{ prefix: 's', suffix: 's' }] }, 'refused'],
    ['a bare value', { source: 'shop.orders' }, 'refused'],
    ['an empty pattern', {}, 'refused'],
  ])('%s', (_, pattern, expected) => expect(outcome(pattern, order)).toBe(expected))

  it('gives up on a hostile event in bounded time', () => {
    const lines = Array.from({ length: 400 }, () => ({ a: 1, b: 1, c: 1 }))
    expect(outcome({ detail: { lines: { a: [1], b: [1], c: [1] } } }, { detail: { lines } })).toBe('match')
  })
})

describe('readPattern', () => {
  it('says where a bare value stands', () => {
    expect(readPattern('{"detail":{"state":"stopped"}}')).toMatchObject({
      fault: { kind: 'not-array', path: 'detail.state' },
    })
  })
  it('takes text that is no JSON for a fault', () => {
    expect(readPattern('{source}')).toMatchObject({ fault: { kind: 'other' } })
  })
  it('lists the plain values of a path in any alternative', () => {
    const pattern = readPattern('{"$or":[{"source":["a"]},{"source":["b",{"prefix":"c"}]}]}')
    expect(plainValues(pattern, 'source')).toEqual(['a', 'b'])
  })
})
