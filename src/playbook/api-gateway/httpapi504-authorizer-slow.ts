import { httpAuthorizers } from '../../evidence/api-gateway/http-authorizers.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import { defineCause } from '../cause.ts'
import { httpNeeds } from './http-needs.ts'
import { underHttpApi } from './names.ts'
import { quiet } from './seen.ts'
import { loggedSlowAuthorizer } from './slow-authorizer.ts'
import { listed } from './words.ts'

export const httpAuthorizerSlow = defineCause({
  id: 'httpapi504-authorizer-slow',
  aliases: [underHttpApi('apigw504-authorizer-slow')],
  target: 'http-api',
  symptoms: ['504', '500', '502'],
  cause:
    'The Lambda authorizer takes so long that the request fails before the back end is called: it has ten seconds.',
  fix: (api) => ({
    now: 'Look at the authorizer function: its duration, its cold starts, what it calls.',
    proper: 'Cache its answers (AuthorizerResultTtlInSeconds), by an identity source that every caller sends.',
    cli: `aws apigatewayv2 get-authorizers --api-id ${api.id} --region ${api.region}`,
  }),
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html',
  known: 'confirmed',
  needs: { ...httpNeeds, authorizers: optional(httpAuthorizers) },
  diagnose({ metrics, access, authorizers, integrations }, { target, fact }) {
    const read = valueIfRead(access)
    const names = listed((valueIfRead(authorizers) ?? []).flatMap((each) => each.function?.name ?? []))
    const whose = `${names === '' ? '' : `${names} `}of ${target.name}`
    const logged = loggedSlowAuthorizer(read, whose, (...told) => fact('access', ...told))
    if (logged !== undefined) return logged
    if (valueIfRead(integrations)?.routes.every((route) => route.authorizationType !== 'CUSTOM') === true)
      return { clear: 'No route has a Lambda authorizer.' }
    const isQuiet = quiet('5', { metrics, access })
    if (isQuiet !== undefined) return isQuiet
    return read?.state === 'searched' && read.variables.includes('authorizer.latency')
      ? { clear: 'No logged request waited long for the authorizer.' }
      : { inconclusive: 'The access log does not hold $context.authorizer.latency.' }
  },
})
