import { expect, it } from 'vitest'
import { parseCommand } from '../src/intake/grammar.ts'
import { availableVerbs, offeredVerbs } from '../src/intake/verbs.ts'
import { scenarios, worldOf } from './scenarios.ts'

const asked = scenarios.map(({ id, suggestedCommand }) => ({
  id,
  command: parseCommand(suggestedCommand, { now: Date.now() }),
}))

it('a visitor can set off one of every symptom', () => {
  const wanted = offeredVerbs(availableVerbs).flatMap(({ symptom }) =>
    symptom === undefined ? [] : [symptom as string],
  )
  const offered = new Set(asked.map(({ command }) => (command.kind === 'diagnosis' ? command.question.symptom : '')))

  // `why` works the symptom out by itself, so any incident will do.
  expect(wanted.filter((symptom) => !offered.has(symptom as never) && symptom !== 'any')).toEqual([])
})

it('every incident of the palette is there and has a line that can be asked', () => {
  expect(asked.filter(({ command }) => command.kind !== 'diagnosis')).toEqual([])
  for (const { id } of scenarios) expect(Object.keys(worldOf(id)).length).toBeGreaterThan(0)
  expect(new Set(scenarios.map(({ id }) => id)).size).toBe(scenarios.length)
})
