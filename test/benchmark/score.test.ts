import { describe, expect, it } from 'vitest'
import type { Expectation, Incident } from '../incidents/incident.ts'
import { handedIn } from './handed-in.ts'
import { scoreOf } from './score.ts'

const synonyms = (id: string): string[] => (id === 'lambda-oom' ? ['lambda-oom', 'apigw502-oom'] : [id])

function incident(expected: Partial<Expectation>): Incident {
  return {
    title: 'One',
    kind: 'clean',
    command: 'why-502 orders-api',
    because: 'It is so.',
    world: {},
    expect: {
      verdict: ['cause-found'],
      cause: ['lambda-oom'],
      facts: [],
      alsoCauses: [],
      forbidden: [],
      gaps: [],
      says: [],
      ...expected,
    },
  }
}

type Cause = Record<string, unknown>
function scored(expected: Partial<Expectation>, causes: readonly Cause[], verdict = 'cause-found') {
  return scoreOf('502/one', incident(expected), handedIn({ verdict, causes }), synonyms)
}

describe('a cause there is', () => {
  it('named alone scores 1', () => {
    expect(scored({}, [{ id: 'lambda-oom', strength: 'proven' }])).toEqual({
      incident: '502/one',
      symptom: '502',
      kind: 'clean',
      isAnswered: true,
      isVerdictRight: true,
      hasCause: true,
      isTopRight: true,
      precisionAtFullRecall: 1,
      falseCauses: [],
      factsExpected: 0,
      factsPresent: 0,
    })
  })

  it.each<readonly [string, Partial<Expectation>, readonly Cause[], boolean, number]>([
    ['under another of its names', {}, [{ id: 'apigw502-oom', strength: 'likely' }], true, 1],
    ['as an alias', {}, [{ id: 'own-name', aliases: ['lambda-oom'], strength: 'likely' }], true, 1],
    ['in words with its id', {}, [{ text: 'It is lambda-oom: 128 MB used.', strength: 'likely' }], true, 1],
    ['in words without its id', {}, [{ text: 'Out of memory.', strength: 'likely' }], false, 0],
    ['in words with a longer id', {}, [{ text: 'It is lambda-oom-2.', strength: 'likely' }], false, 0],
    ['not at all', {}, [], false, 0],
    ['only as possible', {}, [{ id: 'lambda-oom', strength: 'possible' }], true, 0],
    ['wrongly', {}, [{ id: 'other', strength: 'proven' }], false, 0],
    [
      'after a false one',
      {},
      [
        { id: 'other', strength: 'likely' },
        { id: 'lambda-oom', strength: 'likely' },
      ],
      false,
      0.5,
    ],
    [
      'with a possibility beside it',
      {},
      [
        { id: 'lambda-oom', strength: 'likely' },
        { id: 'other', strength: 'possible' },
      ],
      true,
      1,
    ],
    ['without the second true one', { alsoCauses: ['second'] }, [{ id: 'lambda-oom', strength: 'proven' }], true, 0],
    [
      'with the second true one and two false ones',
      { alsoCauses: ['second'] },
      [
        { id: 'second', strength: 'proven' },
        { id: 'a', strength: 'likely' },
        { id: 'lambda-oom', strength: 'proven' },
        { id: 'b', strength: 'likely' },
      ],
      true,
      0.5,
    ],
    [
      'on the wrong resource',
      { resource: 'orders' },
      [{ id: 'lambda-oom', strength: 'proven', resource: 'carts' }],
      false,
      1,
    ],
    [
      'on the right resource',
      { resource: 'orders' },
      [{ id: 'lambda-oom', strength: 'proven', resource: { name: 'orders', arn: 'arn:aws:lambda' } }],
      true,
      1,
    ],
  ])('%s', (_, expected, causes, isTopRight, share) => {
    expect(scored(expected, causes)).toMatchObject({ isTopRight, precisionAtFullRecall: share, falseCauses: [] })
  })

  it('may be a possibility where the evidence settles nothing, and a long list of them is worth less', () => {
    const unsettled: Partial<Expectation> = { verdict: ['several-possible', 'insufficient-evidence'] }
    const possible = (...ids: string[]) => ids.map((id) => ({ id, strength: 'possible' }))

    expect(scored(unsettled, possible('lambda-oom'), 'several-possible').precisionAtFullRecall).toBe(1)
    expect(scored(unsettled, possible('a', 'lambda-oom', 'b', 'c')).precisionAtFullRecall).toBe(0.25)
    expect(scored(unsettled, [{ id: 'a', strength: 'likely' }, ...possible('lambda-oom')]).precisionAtFullRecall).toBe(
      0,
    )
  })
})

describe('no cause there is', () => {
  const quiet: Partial<Expectation> = { cause: null, verdict: ['healthy'] }

  it('counts what is claimed, and never what is only possible', () => {
    const score = scored(quiet, [
      { id: 'lambda-oom', strength: 'likely' },
      { text: 'The network', strength: 'proven' },
      { id: 'other', strength: 'possible' },
    ])

    expect(score).toMatchObject({ hasCause: false, falseCauses: ['lambda-oom', 'The network'], isVerdictRight: false })
    expect(score).not.toHaveProperty('precisionAtFullRecall')
  })

  it('is right when nothing is named', () => {
    expect(scored(quiet, [], 'healthy')).toMatchObject({ falseCauses: [], isVerdictRight: true })
  })
})

it('counts facts of the first cause, in any form they are handed in', () => {
  const expected = { facts: ['memory: 128 MB', '/killed \\d+ times/', 'timeout'] }
  const facts = [{ label: 'Memory', value: '128 MB of 128 MB' }, 'Killed 12 times']

  expect(scored(expected, [{ id: 'lambda-oom', strength: 'proven', facts }])).toMatchObject({
    factsExpected: 3,
    factsPresent: 2,
  })
  expect(
    scored(expected, [
      { id: 'x', strength: 'likely' },
      { id: 'lambda-oom', strength: 'likely', facts },
    ]),
  ).toMatchObject({ factsPresent: 0 })
})

it('gives nothing for an answer that was not handed in', () => {
  expect(scoreOf('502/one', incident({ facts: ['a'] }), undefined, synonyms)).toMatchObject({
    isAnswered: false,
    isVerdictRight: false,
    isTopRight: false,
    precisionAtFullRecall: 0,
    factsPresent: 0,
  })
})
