import type { RestApi } from '../../targets/target.ts'
import { citeLog, logGroupArn } from '../logs/filter.ts'
import { defineProbe } from '../probe.ts'
import { stageKey } from './cite.ts'
import { type ExecutionLog, executionGroup, patternOf, searchExecutionLog } from './execution-log.ts'
import { restStage } from './rest-stage.ts'

const phrases = [
  'not authorized',
  'Unauthorized request',
  'limit exceeded',
  'does not match model schema',
  'Missing required request',
  'Unsupported Media Type',
  'Usage Plan check failed',
]

/** Reads which requests of a REST API's stage were refused with a 4xx, and why, from its execution log. */
export const executionLog4xx = defineProbe<ExecutionLog, RestApi>({
  id: 'api-gateway.execution-log-4xx',
  actions: ['logs:FilterLogEvents'],
  uses: [restStage],
  key: stageKey,
  resource: (api) => logGroupArn(api, executionGroup(api)),
  fetch: (api, at) => searchExecutionLog(at, api, { family: '4', phrases }),
  cite: (api, window, aspect) =>
    citeLog(api, executionGroup(api), aspect === undefined ? patternOf(phrases) : `"${aspect}"`, window),
})
