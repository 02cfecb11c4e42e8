import type { Verb } from '../intake/verbs.ts'
import { playbook } from '../playbook/index.ts'
import { questionActions } from '../playbook/question-actions.ts'
import { commandActions } from '../report/information/make-inform.ts'
import { lookups } from '../targets/resolve/index.ts'
import { informationCommands } from './information.ts'

/** The IAM actions that answering a verb may use, sorted. */
export function verbActions({ name, symptom }: Verb): readonly string[] {
  if (symptom !== undefined) return questionActions(symptom, playbook, lookups)
  const command = informationCommands.find((each) => each.name === name)
  return command === undefined ? [] : commandActions(command)
}
