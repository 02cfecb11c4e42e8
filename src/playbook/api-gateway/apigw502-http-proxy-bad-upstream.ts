import { routeFor } from '../../evidence/api-gateway/route.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { defineCause } from '../cause.ts'
import { isTelling } from './edge.ts'
import { restNeeds } from './logged-cause.ts'
import { quiet } from './seen.ts'
import { counted, listed } from './words.ts'

export const httpProxyBadUpstream = defineCause({
  id: 'apigw502-http-proxy-bad-upstream',
  target: 'rest-api',
  symptoms: ['502', '500', '504'],
  cause: 'The HTTP back end itself answered with a 5xx, and API Gateway passed it on.',
  fix: (api) => ({
    now: 'Look at the back end: its own logs hold the failing requests.',
    proper: 'Give the back end health checks and alarms of its own.',
    prevent: `Log $context.integration.status in the access log of ${api.name}, so that the back end's answers can be told from API Gateway's.`,
  }),
  docs: 'https://repost.aws/knowledge-center/api-gateway-5xx-error',
  known: 'confirmed',
  needs: restNeeds,
  diagnose({ metrics, integrations, log, access }, { target, fact }) {
    const read = valueIfRead(integrations)
    const upstreams = (read?.others ?? []).filter((route) => route.integration?.type.startsWith('HTTP') === true)
    if (read !== undefined && upstreams.length === 0) return { clear: 'No route has an HTTP back end.' }
    const passed = (valueIfRead(log)?.failures ?? []).filter(
      (failure) =>
        failure.kind === undefined && (failure.integrationStatus ?? 0) >= 500 && failure.function === undefined,
    )
    const rows = (valueIfRead(access)?.rows ?? []).filter((row) => {
      const answered = row.functionStatus ?? row.integrationStatus
      const path = row.route ?? row.path
      const isUpstream =
        path === undefined ||
        upstreams.some((route) => route.path === path) ||
        upstreams.includes(routeFor(read?.routes ?? [], row.method ?? 'GET', path) ?? ({} as never))
      return answered === row.status && row.errorResponseType === undefined && isUpstream
    })
    const last = passed.at(-1)
    const row = rows.at(-1)
    const names = listed([...new Set(upstreams.map((route) => route.integration?.uri ?? route.path))], 2)
    if (last !== undefined)
      return {
        strength: 'proven',
        summary: `The back end ${last.endpoint ?? names} answered ${counted(passed.length, 'request')} with ${last.integrationStatus}, and ${target.name} passed that on.`,
        facts: [
          fact(
            'log',
            'The endpoint answered',
            `${last.integrationStatus}${last.endpoint === undefined ? '' : ` from ${last.endpoint}`}`,
            last.at,
            last.requestId,
          ),
        ],
        times: passed.map((failure) => failure.at),
      }
    if (row !== undefined)
      return {
        strength: 'proven',
        summary: `The back end ${names} itself answered ${counted(rows.length, 'request')} with ${row.status}, and ${target.name} passed that on.`,
        facts: [
          fact(
            'access',
            'Integration status in the access log',
            `${row.functionStatus ?? row.integrationStatus} for ${row.method ?? ''} ${row.route ?? row.path ?? ''}`.trim(),
            row.at,
            valueIfRead(access)?.group,
          ),
        ],
        times: rows.map((each) => each.at),
      }
    const isQuiet = quiet('5', { metrics, log, access })
    if (isQuiet !== undefined) return isQuiet
    if (isTelling(log)) return { clear: 'The execution log holds no 5xx that a back end gave.' }
    return valueIfRead(access)?.state === 'searched'
      ? { clear: 'The access log holds no 5xx that a back end gave.' }
      : { inconclusive: 'Neither log tells what the back end answered.' }
  },
})
