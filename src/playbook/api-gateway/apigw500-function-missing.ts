import { routeName } from '../../evidence/api-gateway/route.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { functionExistence } from '../../evidence/lambda/existence.ts'
import { from, optional } from '../../evidence/probe.ts'
import type { RestApiToFunction } from '../../targets/target.ts'
import { defineCause } from '../cause.ts'
import { attribute, integratedAt, isTelling, minutesOf, reachOf, restEdgeNeeds } from './edge.ts'
import { counted, listed } from './words.ts'

export const functionMissing = defineCause({
  id: 'apigw500-function-missing',
  target: 'rest-api-to-function',
  symptoms: ['500', '502'],
  cause: 'The integration names a function, alias or version that does not exist.',
  fix: ({ api, function: fn }) => ({
    now: `Create ${fn.name} again, or point the integration at a function that exists, and deploy the stage ${api.stage}.`,
    proper: 'Let the template refer to the function or alias instead of writing its name, so that deleting it fails.',
    cli: `aws apigateway create-deployment --rest-api-id ${api.id} --stage-name ${api.stage} --region ${api.region}`,
  }),
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-integrations.html',
  known: 'confirmed',
  needs: { ...restEdgeNeeds, existence: optional(from(functionExistence, (edge: RestApiToFunction) => edge.function)) },
  diagnose(evidence, at) {
    const { api, function: fn } = at.target
    const exists = valueIfRead(evidence.existence)?.exists
    if (exists === true) return { clear: `${fn.name} exists.` }
    const said = attribute(evidence, at.target, ['function-missing'], false)
    // A deleted function takes its policy along, so API Gateway may call it a matter of permission.
    const logged =
      said ?? (exists === false ? attribute(evidence, at.target, ['permission', 'config'], false) : undefined)
    const routes = listed((integratedAt(evidence, at.target).own?.routes ?? []).map(routeName))
    const last = logged?.failures.at(-1)
    const count = logged === undefined ? '' : `; ${counted(logged.failures.length, 'request')} failed`
    if (exists === false && fn.account !== api.account)
      return { inconclusive: `${fn.name} is in account ${fn.account}, which was not asked.` }
    if (exists === false && logged === undefined && isTelling(evidence.log))
      return { clear: `${fn.name} does not exist, but the failures in the execution log are of another kind.` }
    const minutes = minutesOf(evidence)
    const isAlone = evidence.integrations.functions.length === 1 || reachOf(evidence, minutes) === 'unreached'
    if (exists === false)
      return {
        strength: logged !== undefined || isAlone ? 'proven' : 'possible',
        summary: `${routes} of ${api.name} call${routes.includes(',') || routes.includes(' and ') ? '' : 's'} ${fn.name}, which does not exist${count}.`,
        facts: [
          at.fact(
            'existence',
            fn.qualifier === undefined ? 'Function' : 'Function and qualifier',
            `${fn.name} was not found`,
          ),
          at.fact('integrations', 'Integration', `${routes} → ${fn.name}`),
          ...(last === undefined ? [] : [at.fact('log', 'Execution log', last.message ?? '', last.at, last.requestId)]),
        ],
        resource: fn,
        times: logged?.failures.map((failure) => failure.at) ?? minutes,
      }
    if (logged !== undefined && last !== undefined)
      return {
        strength: logged.isSure ? 'likely' : 'possible',
        summary: `Lambda does not know ${fn.name}, which ${routes} of ${api.name} call${count}.`,
        facts: [at.fact('log', 'Execution log', last.message ?? '', last.at, last.requestId)],
        resource: fn,
        times: logged.failures.map((failure) => failure.at),
      }
    return isTelling(evidence.log)
      ? { clear: `The execution log holds no missing function.` }
      : { inconclusive: `Whether ${fn.name} exists could not be read.` }
  },
})
