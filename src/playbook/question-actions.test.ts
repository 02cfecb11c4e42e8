import { expect, it } from 'vitest'
import { lookups } from '../targets/resolve/index.ts'
import { symptoms } from '../targets/symptom.ts'
import { playbook } from './index.ts'
import { allActions } from './permissions.ts'
import { questionActions } from './question-actions.ts'

it.each(symptoms)('a session for why-%s asks for nothing that the role does not have', (symptom) => {
  const role = allActions(playbook, lookups, [])
  const actions = questionActions(symptom, playbook, lookups)

  expect(actions.length).toBeGreaterThan(10)
  expect(actions.filter((action) => !role.includes(action))).toEqual([])
})

it('a bare why may read what each of the questions it asks may read', () => {
  const may = questionActions('any', playbook, lookups)
  const asked = new Set(
    Object.values(playbook.open ?? {}).flatMap((questions) => questions.map((each) => each.symptom)),
  )

  expect(asked.size).toBeGreaterThan(5)
  for (const symptom of asked)
    expect(questionActions(symptom, playbook, lookups).filter((action) => !may.includes(action))).toEqual([])
})
