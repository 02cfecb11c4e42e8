import type { RestApi } from '../../targets/target.ts'
import { citeLog, logGroupArn } from '../logs/filter.ts'
import { defineProbe } from '../probe.ts'
import { stageKey } from './cite.ts'
import { type ExecutionLog, executionGroup, patternOf, searchExecutionLog } from './execution-log.ts'
import { restStage } from './rest-stage.ts'

const phrases = [
  'Execution failed',
  'Lambda execution failed',
  'Lambda invocation failed',
  'does not match the certificate',
  'internal error while executing',
]

/** Reads which requests of a REST API's stage ended in a 5xx, and why, from its execution log. */
export const executionLog5xx = defineProbe<ExecutionLog, RestApi>({
  id: 'api-gateway.execution-log-5xx',
  actions: ['logs:FilterLogEvents'],
  uses: [restStage],
  key: stageKey,
  resource: (api) => logGroupArn(api, executionGroup(api)),
  fetch: (api, at) => searchExecutionLog(at, api, { family: '5', phrases }),
  cite: (api, window, aspect) =>
    citeLog(api, executionGroup(api), aspect === undefined ? patternOf(phrases) : `"${aspect}"`, window),
})
