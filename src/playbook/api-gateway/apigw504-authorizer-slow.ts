import { valueIfRead } from '../../evidence/evidence.ts'
import { defineCause } from '../cause.ts'
import { restNeeds } from './logged-cause.ts'
import { failingMinutes } from './seen.ts'
import { highestAt } from './series-sum.ts'
import { loggedSlowAuthorizer, slowAuthorizerMs } from './slow-authorizer.ts'
import { counted, milliseconds } from './words.ts'

export const authorizerSlow = defineCause({
  id: 'apigw504-authorizer-slow',
  target: 'rest-api',
  symptoms: ['504', '500'],
  cause: 'The Lambda authorizer takes so long that the request fails before the back end is called.',
  fix: (api) => ({
    now: 'Look at the authorizer function: its duration, its cold starts, what it calls.',
    proper: 'Cache its answers (authorizerResultTtlInSeconds), with a policy that covers all methods.',
    cli: `aws apigateway get-authorizers --rest-api-id ${api.id} --region ${api.region}`,
  }),
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html',
  known: 'confirmed',
  needs: restNeeds,
  diagnose(evidence, { target, fact }) {
    const { access, log, metrics, integrations } = evidence
    const hasAuthorizer = valueIfRead(integrations)?.routes.some(
      (route) => route.authorizerId !== undefined || route.authorizationType === 'CUSTOM',
    )
    if (hasAuthorizer === false) return { clear: 'No route has a Lambda authorizer.' }
    const logged = loggedSlowAuthorizer(valueIfRead(access), `of ${target.name}`, (...told) => fact('access', ...told))
    if (logged !== undefined) return logged
    const failures = (valueIfRead(log)?.failures ?? []).filter(
      (failure) => failure.kind === 'timeout' && failure.isInAuthorizer,
    )
    const last = failures.at(-1)
    if (last !== undefined)
      return {
        strength: 'proven',
        summary: `${counted(failures.length, 'request')} to ${target.name} timed out in the authorizer, before the back end was called.`,
        facts: [fact('log', 'Execution log', last.message ?? '', last.at, last.requestId)],
        times: failures.map((failure) => failure.at),
      }
    const minutes = failingMinutes('5', evidence)
    const read = valueIfRead(metrics)
    const latency = read === undefined ? undefined : highestAt(read.latencyMaximum, minutes, 0)
    const behind = read === undefined ? undefined : (highestAt(read.integrationLatencyMaximum, minutes, 0) ?? 0)
    if (latency === undefined || behind === undefined)
      return { inconclusive: 'Neither a log nor the latency metrics tell how long the authorizer took.' }
    if (latency - behind < slowAuthorizerMs)
      return { clear: `Latency is at most ${milliseconds(latency - behind)} above IntegrationLatency.` }
    if (hasAuthorizer === undefined) return { inconclusive: 'The routes could not be read.' }
    return {
      strength: 'possible',
      summary: `${target.name} took up to ${milliseconds(latency)} of which the back end took ${milliseconds(behind)}: its authorizer may be slow.`,
      facts: [
        fact('metrics', 'Longest Latency', milliseconds(latency), minutes.at(-1), 'Latency Maximum'),
        fact(
          'metrics',
          'Longest IntegrationLatency',
          milliseconds(behind),
          minutes.at(-1),
          'IntegrationLatency Maximum',
        ),
      ],
      times: minutes,
    }
  },
})
