import { citeLog, logGroupArn } from '../logs/filter.ts'
import { defineProbe } from '../probe.ts'
import { type AccessLog, type LoggedApi, searchAccessLog, statusPattern } from './access-log.ts'
import { stageKey } from './cite.ts'
import { httpStage } from './http-stage.ts'
import { restStage } from './rest-stage.ts'

const statuses = [400, 401, 403, 404, 405, 406, 408, 409, 410, 413, 414, 415, 422, 429, 431]

/** Reads which requests of a stage were refused with a 4xx, from its access log. */
export const accessLog4xx = defineProbe<AccessLog, LoggedApi>({
  id: 'api-gateway.access-log-4xx',
  actions: ['logs:FilterLogEvents'],
  uses: [restStage, httpStage],
  key: stageKey,
  resource: (api) => logGroupArn(api, '*'),
  fetch: (api, at) => searchAccessLog(at, api, statuses),
  /** `aspect` names the log group, which only the stage's settings tell. */
  cite: (api, window, aspect = `access log of ${api.name}/${api.stage}`) =>
    citeLog(api, aspect, statusPattern(statuses), window),
})
