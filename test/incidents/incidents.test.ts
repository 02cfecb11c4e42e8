import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkedPart, checkedPartOf } from '../benchmark/page.ts'
import { namedIncidents, runOf, scoreOfAnswer } from '../benchmark/run.ts'
import type { Score } from '../benchmark/score.ts'
import { commandFaults } from '../fixes/command-faults.ts'
import { paste } from '../fixes/shell.ts'
import { wordingFaults } from '../fixes/wording.ts'
import { askedOf, reportFrom } from './answer.ts'
import { incidents } from './incident.ts'
import { breaches, shortfalls } from './verify.ts'

const all = incidents()
const scores: Score[] = []
const commands = new Set<string>()

describe.each(all)('$path', ({ path, incident }) => {
  it(`${incident.kind}: ${incident.title}`, async () => {
    const asked = await askedOf(incident.command, incident.world)
    const { answer, calls } = asked
    const report = reportFrom(answer)
    scores.push(scoreOfAnswer(path.replace(/\.json$/, ''), incident, asked))

    expect([
      ...shortfalls(report, incident.expect),
      ...breaches(report, calls.filter(({ action }) => action.startsWith('ce:')).length),
      ...wordingFaults(report),
    ]).toEqual([])
    for (const { fix } of [...report.causes, ...report.earlier]) if (fix.cli !== undefined) commands.add(fix.cli)
    const isLocked =
      incident.world.deny !== undefined || incident.world.caller !== undefined || incident.world.scp !== undefined
    const refused = calls
      .filter((call) => /AccessDenied|UnauthorizedOperation/.test(call.error ?? ''))
      .map((call) => call.action)
    if (!isLocked) expect(refused, 'actions that no probe declares').toEqual([])
  })
})

it('every fix that was answered pastes into a shell, and the AWS CLI knows its commands', { timeout: 60_000 }, () => {
  expect(paste([...commands]).flatMap(commandFaults)).toEqual([])
})

it('docs/benchmark.md says what these answers came to; `npm run benchmark` writes it', () => {
  // A chosen few, as when one incident is worked on, are no benchmark.
  if (scores.length < all.length) return
  const { symptoms, baselines } = runOf(scores, namedIncidents(), 0)
  const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'benchmark.md'), 'utf8')

  expect(checkedPartOf(page)).toBe(checkedPart(scores, symptoms, baselines))
})

it('there are incidents to answer', () => {
  expect(all.length).toBeGreaterThan(0)
})
