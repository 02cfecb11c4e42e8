import type { Authorizer } from '../../evidence/api-gateway/authorizer.ts'
import { restAuthorizers } from '../../evidence/api-gateway/rest-authorizers.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import type { RestApi } from '../../targets/target.ts'
import { defineCause } from '../cause.ts'
import { shellWord } from '../command.ts'
import { isTelling } from './edge.ts'
import { restNeeds, rowWords } from './logged-cause.ts'
import { quiet } from './seen.ts'
import { counted, listed } from './words.ts'

export const authorizerError = defineCause({
  id: 'apigw500-authorizer-error',
  target: 'rest-api',
  symptoms: ['500', '502', '4xx'],
  cause: 'The Lambda authorizer threw, answered with something that is no policy, or may not be invoked.',
  fix: () => ({
    now: 'Read the authorizer function’s log; test it with the token that fails.',
    proper:
      'Let it return a policy with principalId for every token, Deny included, and throw "Unauthorized" only to answer 401.',
  }),
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html',
  known: 'confirmed',
  needs: { ...restNeeds, authorizers: optional(restAuthorizers) },
  diagnose({ metrics, log, access, authorizers, integrations }, { target, fact }) {
    const failures = (valueIfRead(log)?.failures ?? []).filter(
      (failure) =>
        failure.kind === 'authorizer' ||
        (failure.isInAuthorizer && failure.kind !== 'timeout' && failure.kind !== undefined),
    )
    const rows = (valueIfRead(access)?.rows ?? []).filter(
      (row) =>
        /^AUTHORIZER_(FAILURE|CONFIGURATION_ERROR)$/.test(row.errorResponseType ?? '') ||
        (row.status >= 500 && row.authorizerError !== undefined && row.integrationStatus === undefined),
    )
    const functions = listed((valueIfRead(authorizers) ?? []).flatMap((each) => each.function?.name ?? []))
    const fix = { cli: repair(target, valueIfRead(authorizers) ?? [], failures.at(-1)?.kind === 'permission') }
    const who = functions === '' ? 'The authorizer' : `The authorizer ${functions}`
    const last = failures.at(-1)
    const row = rows.at(-1)
    if (last !== undefined)
      return {
        strength: 'proven',
        summary: `${who} of ${target.name} failed on ${counted(failures.length, 'request')}${last.kind === 'permission' ? ': API Gateway may not invoke it' : ''}.`,
        facts: [
          fact('log', 'Execution log', last.message ?? '', last.at, last.requestId),
          ...(functions === '' ? [] : [fact('authorizers', 'Authorizer function', functions)]),
        ],
        times: failures.map((failure) => failure.at),
        fix,
      }
    if (row !== undefined)
      return {
        strength: 'proven',
        summary: `${who} of ${target.name} failed on ${counted(rows.length, 'request')}: ${row.authorizerError ?? row.errorResponseType}.`,
        facts: [fact('access', 'Access log', rowWords(row), row.at, valueIfRead(access)?.group)],
        times: rows.map((each) => each.at),
        fix,
      }
    if (
      valueIfRead(integrations)?.routes.every(
        (route) => route.authorizationType !== 'CUSTOM' && route.authorizerId === undefined,
      ) === true
    )
      return { clear: 'No route has an authorizer.' }
    const isQuiet = quiet('5', { metrics, log, access })
    if (isQuiet !== undefined) return isQuiet
    return isTelling(log) ||
      (valueIfRead(access)?.variables.includes('error.responseType') === true &&
        valueIfRead(access)?.isComplete === true)
      ? { clear: 'No logged request failed in the authorizer.' }
      : { inconclusive: 'Only logs tell of it, and none could be searched.' }
  },
})

/** Lets API Gateway call the authorizers where that is what fails, and shows what they logged elsewhere. */
function repair(api: RestApi, authorizers: readonly Authorizer[], isForbidden: boolean): string {
  const commands = authorizers.flatMap(({ id, function: fn }) => {
    if (fn === undefined) return []
    const name = shellWord(fn.name)
    return isForbidden
      ? [
          `aws lambda add-permission --function-name ${name}${fn.qualifier === undefined ? '' : ` --qualifier ${shellWord(fn.qualifier)}`} --statement-id apigateway-authorizer-${api.id}-${id} --action lambda:InvokeFunction --principal apigateway.amazonaws.com --source-arn arn:${api.partition}:execute-api:${api.region}:${api.account}:${api.id}/authorizers/${id} --region ${fn.region}`,
        ]
      : [`aws logs tail /aws/lambda/${name} --since 1h --region ${fn.region}`]
  })
  return commands.length > 0
    ? [...new Set(commands)].join('\n')
    : `aws apigateway get-authorizers --rest-api-id ${api.id} --query 'items[].[id,name,authorizerUri]' --output table --region ${api.region}`
}
