import type { Integrations } from '../../evidence/api-gateway/integrated-functions.ts'
import { type Route, routeName } from '../../evidence/api-gateway/route.ts'
import { functionExistence } from '../../evidence/lambda/existence.ts'
import { from } from '../../evidence/probe.ts'
import type { HttpApi, HttpApiToFunction, LambdaFunction } from '../../targets/target.ts'
import { defineCause, type Fix } from '../cause.ts'
import { choose } from '../command.ts'
import { changeIntegrations } from './change.ts'
import { httpEdgeNeeds, integratedAt, minutesOf, reachOf } from './edge.ts'
import { rowsThrough } from './http-edge.ts'
import { underHttpApi } from './names.ts'
import { listed } from './words.ts'

export const httpFunctionMissing = defineCause({
  id: 'httpapi500-function-missing',
  aliases: [underHttpApi('apigw500-function-missing')],
  target: 'http-api-to-function',
  symptoms: ['500', '502'],
  cause: 'The integration names a function, alias or version that does not exist.',
  fix: ({ function: fn }) => ({
    now: `Create ${fn.name} again, or point the integration at a function that exists.`,
    proper: 'Let the template refer to the function or alias instead of writing its name.',
  }),
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-lambda.html',
  known: 'confirmed',
  needs: { ...httpEdgeNeeds, existence: from(functionExistence, (edge: HttpApiToFunction) => edge.function) },
  diagnose(evidence, at) {
    const { api, function: fn } = at.target
    if (evidence.existence.exists) return { clear: `${fn.name} exists.` }
    if (fn.account !== api.account)
      return { inconclusive: `${fn.name} is in account ${fn.account}, which was not asked.` }
    const minutes = minutesOf(evidence)
    const isNamed = rowsThrough(evidence, at.target).length > 0
    const isAlone = evidence.integrations.functions.length === 1 || reachOf(evidence, minutes) === 'unreached'
    const routes = listed((integratedAt(evidence, at.target).own?.routes ?? []).map(routeName))
    return {
      strength: isNamed || isAlone ? 'proven' : 'possible',
      summary: `${routes} of ${api.name} lead to ${fn.name}, which does not exist.`,
      facts: [
        at.fact(
          'existence',
          fn.qualifier === undefined ? 'Function' : 'Function and qualifier',
          `${fn.name} was not found`,
        ),
        at.fact('integrations', 'Integration', `${routes} → ${fn.name}`),
      ],
      resource: fn,
      times: minutes,
      fix: repoint(api, fn, evidence.integrations, integratedAt(evidence, at.target).own?.routes ?? []),
    }
  },
})

/** Shows what could be meant, then points every integration of the missing one at it. */
function repoint(api: HttpApi, fn: LambdaFunction, { source }: Integrations, routes: readonly Route[]): Fix {
  const list = `aws lambda list-functions --query 'Functions[].FunctionArn' --region ${fn.region}`
  const cli = choose(list, { FUNCTION: 'the ARN of the function or alias that should answer' }, ({ FUNCTION }) =>
    changeIntegrations(api, routes, source, `--integration-uri ${FUNCTION}`).join('\n'),
  )
  return { cli: cli.endsWith('\n') ? list : cli }
}
