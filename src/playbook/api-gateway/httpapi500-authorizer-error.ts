import { valueIfRead } from '../../evidence/evidence.ts'
import { defineCause } from '../cause.ts'
import { httpNeeds } from './http-needs.ts'
import { rowWords } from './logged-cause.ts'
import { underHttpApi } from './names.ts'
import { quiet } from './seen.ts'
import { counted } from './words.ts'

export const httpAuthorizerError = defineCause({
  id: 'httpapi500-authorizer-error',
  aliases: [underHttpApi('apigw500-authorizer-error')],
  target: 'http-api',
  symptoms: ['500', '502'],
  cause: 'The Lambda authorizer threw, answered with something that it may not, or may not be invoked.',
  fix: (api) => ({
    now: 'Read the authorizer function’s log; test it with a request that fails.',
    proper: 'Return { isAuthorized: true } with simple responses, or a policy with format 1.0.',
    cli: `aws apigatewayv2 get-authorizers --api-id ${api.id} --region ${api.region}`,
  }),
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html',
  known: 'confirmed',
  needs: httpNeeds,
  diagnose({ metrics, access, integrations }, { target, fact }) {
    const read = valueIfRead(access)
    const rows = (read?.rows ?? []).filter(
      (row) => row.authorizerError !== undefined && row.integrationStatus === undefined,
    )
    const row = rows.at(-1)
    if (row !== undefined)
      return {
        strength: 'proven',
        summary: `The authorizer of ${target.name} failed on ${counted(rows.length, 'request')}: ${row.authorizerError}.`,
        facts: [fact('access', 'Access log', rowWords(row), row.at, read?.group)],
        times: rows.map((each) => each.at),
      }
    if (valueIfRead(integrations)?.routes.every((route) => route.authorizationType !== 'CUSTOM') === true)
      return { clear: 'No route has a Lambda authorizer.' }
    const isQuiet = quiet('5', { metrics, access })
    if (isQuiet !== undefined) return isQuiet
    return read?.state === 'searched' && read.variables.includes('authorizer.error')
      ? { clear: 'No logged request failed in the authorizer.' }
      : { inconclusive: 'The access log does not hold $context.authorizer.error.' }
  },
})
