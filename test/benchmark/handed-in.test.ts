import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { foundReport } from '../../src/report/example-reports.ts'
import { answerIn, handedIn } from './handed-in.ts'

it('takes a Report as it is', () => {
  const [cause] = foundReport.causes

  expect(handedIn(foundReport)).toMatchObject({
    verdict: foundReport.verdict,
    reads: foundReport.cost.calls,
    causes: [{ ids: [cause?.id, ...(cause?.aliases ?? [])], strength: cause?.strength }],
  })
})

it('takes the minimal form', () => {
  const answer = { verdict: 'cause-found', causes: [{ text: 'lambda-oom on orders', strength: 'likely' }] }

  expect(handedIn(answer)).toEqual({
    verdict: 'cause-found',
    causes: [{ ids: [], text: 'lambda-oom on orders', strength: 'likely', resource: '', facts: [] }],
  })
})

it.each([
  [{ causes: [] }, 'a verdict is one of cause-found, several-possible'],
  [{ verdict: 'healthy', causes: [{ id: 'a', strength: 'sure' }] }, 'a strength is "proven", "likely" or "possible"'],
  [{ verdict: 'healthy', causes: [{ strength: 'likely' }] }, 'a cause has an `id` or a `text`'],
  ['It is the network.', 'expected object'],
])('says what does not fit: %j', (answer, sentence) => {
  expect(() => handedIn(answer)).toThrow(sentence)
})

it('finds the answer of an incident in a folder, and names a file that is none', () => {
  const folder = mkdtempSync(join(tmpdir(), 'firstlook-answers-'))
  mkdirSync(join(folder, '502'))
  writeFileSync(join(folder, '502', 'oom.json'), '{"verdict":"healthy","causes":[]}')
  writeFileSync(join(folder, '502', 'bad.json'), 'It is the network.')

  expect(answerIn(folder, '502/oom')).toEqual({ verdict: 'healthy', causes: [] })
  expect(answerIn(folder, '502/other')).toBeUndefined()
  expect(() => answerIn(folder, '502/bad')).toThrow(/502\/bad\.json is no answer: /)
})
