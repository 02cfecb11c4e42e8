import { routeName } from '../../evidence/api-gateway/route.ts'
import { defineCause } from '../cause.ts'
import { changeRoutes } from './change.ts'
import { attribute, integratedAt, isTelling, minutesOf, restEdgeNeeds, tied } from './edge.ts'
import { listed } from './words.ts'

export const wrongHttpMethod = defineCause({
  id: 'apigw500-wrong-http-method',
  target: 'rest-api-to-function',
  symptoms: ['500', '502'],
  cause: 'The Lambda integration is called with another HTTP method than POST, which Lambda does not take.',
  fix: ({ function: fn }) => ({
    now: `Set the integration's HTTP method for ${fn.name} to POST, whatever the route's own method is, and deploy.`,
    proper:
      'In OpenAPI, httpMethod under x-amazon-apigateway-integration is the integration’s method: POST for Lambda, always.',
    iac: 'Terraform: aws_api_gateway_integration { integration_http_method = "POST" }',
  }),
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-integrations.html',
  known: 'confirmed',
  needs: restEdgeNeeds,
  diagnose(evidence, at) {
    const { api, function: fn } = at.target
    const { own } = integratedAt(evidence, at.target)
    const wrong = (own?.routes ?? []).filter(
      (route) => route.integration?.httpMethod !== undefined && route.integration.httpMethod !== 'POST',
    )
    if (wrong.length === 0) return { clear: `Every route calls ${fn.name} with POST.` }
    const logged = attribute(evidence, at.target, ['wrong-method', 'malformed', 'config'], false)
    const names = listed(wrong.map(routeName))
    const isSaid = logged?.failures.some((failure) => failure.kind === 'wrong-method') === true
    const last = logged?.failures.at(-1)
    if (logged === undefined && isTelling(evidence.log))
      return { clear: 'The failures in the execution log are of another kind.' }
    return {
      strength: isSaid || wrong.length === own?.routes.length ? 'proven' : 'likely',
      summary: `${names} of ${api.name} call${wrong.length === 1 ? 's' : ''} ${fn.name} with ${wrong[0]?.integration?.httpMethod}, and Lambda takes POST only: the function is never reached.`,
      facts: [
        at.fact('integrations', 'Integration method', `${names}: ${wrong[0]?.integration?.httpMethod} instead of POST`),
        ...(last === undefined ? [] : [at.fact('log', 'Execution log', last.message ?? '', last.at, last.requestId)]),
      ],
      fix: changeRoutes(api, wrong, (place) => [
        `aws apigateway update-integration ${place} --patch-operations op=replace,path=/httpMethod,value=POST`,
      ]),
      ...(logged === undefined ? { times: minutesOf(evidence) } : tied(logged.failures)),
    }
  },
})
