import { describe, expect, it } from 'vitest'
import { baselines } from './baselines.ts'
import { benchmarkPage, checkedPart, checkedPartOf, scoreTable } from './page.ts'
import { namedIncidents, runOf } from './run.ts'
import type { Score } from './score.ts'
import { summariesBy, summaryOf } from './summary.ts'

const right: Score = {
  incident: '502/oom',
  symptom: '502',
  kind: 'clean',
  isAnswered: true,
  isVerdictRight: true,
  hasCause: true,
  isTopRight: true,
  precisionAtFullRecall: 1,
  falseCauses: [],
  factsExpected: 2,
  factsPresent: 2,
  reads: 10,
  milliseconds: 300,
  usd: 0.0001,
}
const half: Score = {
  ...right,
  incident: '504/slow',
  symptom: '504',
  precisionAtFullRecall: 0.5,
  factsPresent: 1,
  reads: 20,
}
const healthy: Score = {
  incident: '502/healthy',
  symptom: '502',
  kind: 'healthy',
  isAnswered: true,
  isVerdictRight: false,
  hasCause: false,
  falseCauses: ['lambda-oom'],
  factsExpected: 0,
  factsPresent: 0,
  reads: 12,
}

it('takes means over incidents that have a cause, and counts false causes on those that have none', () => {
  expect(summaryOf('all', [right, half, healthy])).toEqual({
    name: 'all',
    incidents: 3,
    unanswered: 0,
    verdictsRight: 2,
    withCause: 2,
    topRight: 2,
    precisionAtFullRecall: 0.75,
    withoutCause: 1,
    falseCauses: 1,
    factsExpected: 4,
    factsPresent: 3,
  })
})

it('writes a row a group, in the order of the symptoms', () => {
  expect(
    scoreTable(
      'symptom',
      summariesBy([half, right, healthy], (score) => score.symptom, ['502', '504']),
    ).slice(2),
  ).toEqual([
    '| 502 | 2 | 1 of 2 (50.0 %) | 1 (100 %) | 100 % | 1 on 1 | 2 (100 %) |',
    '| 504 | 1 | 1 (100 %) | 1 (100 %) | 50.0 % | – | 1 of 2 (50.0 %) |',
    '| all | 3 | 2 of 3 (66.6 %) | 2 (100 %) | 75.0 % | 1 on 1 | 3 of 4 (75.0 %) |',
  ])
})

it('keeps what differs between machines out of the part that is checked', () => {
  const run = { scores: [right, half], baselines: [], symptoms: ['502', '504'], readMs: 60 }
  const slower = { ...run, scores: run.scores.map((score) => ({ ...score, milliseconds: 9000 })) }

  expect(benchmarkPage(slower)).not.toBe(benchmarkPage(run))
  expect(checkedPartOf(benchmarkPage(slower))).toBe(checkedPart(run.scores, run.symptoms))
  expect(benchmarkPage(run)).toContain('| all | 10 | 20 | 300 | $0.00010 | $0.00010 |')
})

describe('tools that read nothing', () => {
  const { baselines: run } = runOf([], namedIncidents(), 0)
  const summaries = new Map(run.map(({ name, scores }) => [name, summaryOf(name, scores)]))

  it('claim nothing false and find nothing when they always say healthy', () => {
    expect(summaries.get('always healthy')).toMatchObject({ topRight: 0, precisionAtFullRecall: 0, falseCauses: 0 })
  })

  it('get no more than a fraction by guessing, and blame every healthy system', () => {
    for (const name of ['always the commonest cause of the symptom', 'always every cause of the symptom']) {
      const summary = summaries.get(name)
      expect(summary?.precisionAtFullRecall).toBeGreaterThan(0)
      expect(summary?.precisionAtFullRecall).toBeLessThan(0.5)
      expect(summary?.falseCauses).toBeGreaterThan(0)
    }
  })

  it('answer every incident', () => {
    const all = namedIncidents()
    expect(baselines(all)).toHaveLength(3)
    expect(run.map(({ scores }) => scores.length)).toEqual(baselines(all).map(() => all.length))
  })
})
