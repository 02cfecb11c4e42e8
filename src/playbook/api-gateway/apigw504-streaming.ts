import { routeName } from '../../evidence/api-gateway/route.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { defineCause } from '../cause.ts'
import { restNeeds } from './logged-cause.ts'
import { counted, listed } from './words.ts'

export const streaming = defineCause({
  id: 'apigw504-streaming',
  target: 'rest-api',
  symptoms: ['504', '502', '500'],
  cause: 'The route streams its response, and a stream that pauses or runs too slowly is cut off.',
  fix: (api) => ({
    now: 'Send something at least every few seconds, and keep chunks coming once the first 10 MB are through (2 MB a second from then on).',
    proper: 'Buffer what is small; give large results as a presigned S3 URL.',
    cli: `aws apigateway get-resources --rest-api-id ${api.id} --embed methods --query 'items[].[path,resourceMethods.*.methodIntegration.responseTransferMode]' --region ${api.region}`,
  }),
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode.html',
  known: 'confirmed',
  needs: restNeeds,
  diagnose({ integrations, log, access }, { target, fact }) {
    const read = valueIfRead(integrations)
    if (read === undefined) return { inconclusive: 'The routes could not be read.' }
    const streams = read.routes.filter((route) => route.integration?.responseTransferMode === 'STREAM')
    if (streams.length === 0) return { clear: 'No route streams its response.' }
    const isOnStream = (path: string | undefined): boolean =>
      path !== undefined && streams.some((route) => route.path === path || routeName(route) === path)
    const failures = (valueIfRead(log)?.failures ?? []).filter(
      (failure) =>
        isOnStream(failure.resourcePath) &&
        (failure.kind === 'network' || failure.kind === 'timeout' || failure.kind === 'internal'),
    )
    const rows = (valueIfRead(access)?.rows ?? []).filter(
      (row) =>
        isOnStream(row.route) && /stream|idle|timeout/i.test(`${row.integrationError ?? ''}${row.errorMessage ?? ''}`),
    )
    const times = failures.length > 0 ? failures.map((failure) => failure.at) : rows.map((row) => row.at)
    if (times.length === 0) return { clear: 'No logged failure is on a route that streams.' }
    return {
      strength: 'possible',
      summary: `${counted(times.length, 'failing request')} to ${target.name} went to ${listed(streams.map(routeName))}, which stream${streams.length === 1 ? 's' : ''} responses: a pause in the stream ends it.`,
      facts: [fact('integrations', 'responseTransferMode', `STREAM on ${listed(streams.map(routeName))}`)],
      times,
    }
  },
})
