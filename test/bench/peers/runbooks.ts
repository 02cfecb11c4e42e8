import type { Symptom } from '../../../src/targets/symptom.ts'
import { bucketRunbook, deniedRunbook } from './access.ts'
import { costRunbook, securityRunbook } from './account.ts'
import { apiRunbook } from './api.ts'
import {
  coldStartRunbook,
  errorsRunbook,
  failureWords,
  functionNameOf,
  readFunction,
  slowRunbook,
  throttledRunbook,
  timeoutRunbook,
} from './function.ts'
import { queueRunbook } from './queue.ts'
import { ruleRunbook } from './rule.ts'
import { type Runbook, readLog } from './script.ts'
import { readStack, stackRunbook } from './stack.ts'

/** why: a function, an API, a stack and a queue of that name, whichever there is; a path is a log group. */
const anyRunbook: Runbook = async (script, question) => {
  const { name } = question
  await Promise.all([
    ...(name.startsWith('/') ? [readLog(script, name, failureWords)] : []),
    readFunction(script, functionNameOf(name)),
    readStack(script, name),
    apiRunbook(script, question),
    queueRunbook(script, question),
  ])
}

/** What a careful engineer would have written down for each symptom. */
export const runbooks: Readonly<Record<Symptom, Runbook>> = {
  '502': apiRunbook,
  '504': apiRunbook,
  '500': apiRunbook,
  '4xx': apiRunbook,
  timeout: timeoutRunbook,
  errors: errorsRunbook,
  throttled: throttledRunbook,
  'cold-start': coldStartRunbook,
  slow: slowRunbook,
  denied: deniedRunbook,
  failed: stackRunbook,
  '403': bucketRunbook,
  'no-event': ruleRunbook,
  stuck: queueRunbook,
  cost: costRunbook,
  security: securityRunbook,
  any: anyRunbook,
}
