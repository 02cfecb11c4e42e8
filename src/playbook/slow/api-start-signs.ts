import {
  type FunctionDuration,
  httpFunctionDurations,
  restFunctionDurations,
} from '../../evidence/api-gateway/function-durations.ts'
import { defineSign, type Observation, type Sign } from '../sign.ts'
import { startingFunctions } from './starting-functions.ts'

const restApiStarts = defineSign({
  id: 'rest-api-cold-start',
  target: 'rest-api',
  symptoms: ['cold-start'],
  needs: { functions: restFunctionDurations },
  observesNext: true,
  observe: ({ functions }, { target }) => observe(target.name, functions),
})

const httpApiStarts = defineSign({
  id: 'http-api-cold-start',
  target: 'http-api',
  symptoms: ['cold-start'],
  needs: { functions: httpFunctionDurations },
  observesNext: true,
  observe: ({ functions }, { target }) => observe(target.name, functions),
})

/** An API has no starts of its own: it is well when all the functions behind it are. */
function observe(name: string, functions: readonly FunctionDuration[]): Observation {
  const { chosen, leftOut } = startingFunctions(functions)
  const blind = { state: 'unknown', facts: [], times: [] } as const
  if (chosen.length === 0) return { ...blind, summary: `No function behind ${name} was called in this window.` }
  const names = chosen.map((each) => each.name).join(', ')
  if (leftOut.length > 0)
    return {
      ...blind,
      summary: `Of the functions behind ${name}, ${names} were looked at. Not looked at: ${leftOut.map((each) => each.name).join(', ')}; ask about them by name.`,
    }
  return { state: 'absent', facts: [], times: [], summary: `The functions behind ${name} (${names}) start well.` }
}

export const apiStartSigns: readonly Sign[] = [restApiStarts, httpApiStarts]
