import { type Route, routeName } from '../../evidence/api-gateway/route.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { functionExistence } from '../../evidence/lambda/existence.ts'
import { from, optional } from '../../evidence/probe.ts'
import type { LambdaFunction, RestApi, RestApiToFunction } from '../../targets/target.ts'
import { defineCause, type Fix } from '../cause.ts'
import { choose, shellWord } from '../command.ts'
import { changeRoutes } from './change.ts'
import { attribute, integratedAt, isTelling, minutesOf, reachOf, restEdgeNeeds } from './edge.ts'
import { addPermissionCli } from './invoke-permission.ts'
import { counted, listed } from './words.ts'

export const functionMissing = defineCause({
  id: 'apigw500-function-missing',
  target: 'rest-api-to-function',
  symptoms: ['500', '502'],
  cause: 'The integration names a function, alias or version that does not exist.',
  fix: ({ api, function: fn }) => ({
    now:
      fn.qualifier === undefined
        ? `Create ${fn.name} again, or point the integration at a function that exists, and deploy the stage ${api.stage}.`
        : `Create ${fn.name} again: the permission to call it was lost with it. The integration then works without a deployment.`,
    proper: 'Let the template refer to the function or alias instead of writing its name, so that deleting it fails.',
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
    const own = integratedAt(evidence, at.target).own?.routes ?? []
    const routes = listed(own.map(routeName))
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
        fix: bringBack(api, fn, own),
      }
    if (logged !== undefined && last !== undefined)
      return {
        strength: logged.isSure ? 'likely' : 'possible',
        summary: `Lambda does not know ${fn.name}, which ${routes} of ${api.name} call${count}.`,
        facts: [at.fact('log', 'Execution log', last.message ?? '', last.at, last.requestId)],
        resource: fn,
        times: logged.failures.map((failure) => failure.at),
        fix: bringBack(api, fn, own),
      }
    return isTelling(evidence.log)
      ? { clear: `The execution log holds no missing function.` }
      : { inconclusive: `Whether ${fn.name} exists could not be read.` }
  },
})

/** An alias is made again under its name; a function is not, so that the routes are pointed at another one. */
function bringBack(api: RestApi, fn: LambdaFunction, routes: readonly Route[]): Fix {
  const name = fn.qualifier
  if (name !== undefined && !/^\d+$/.test(name))
    return {
      cli: choose(
        `aws lambda list-versions-by-function --function-name ${fn.id} --query 'Versions[-5:].[Version,LastModified,Description]' --output table --region ${fn.region}`,
        { VERSION: 'a version of the list, the one that worked' },
        ({ VERSION }) =>
          `aws lambda create-alias --function-name ${fn.id} --name ${shellWord(name)} --function-version ${VERSION} --region ${fn.region} && ${addPermissionCli(api, fn)}`,
      ),
    }
  const list = `aws lambda list-functions --query 'Functions[].FunctionArn' --output text --region ${fn.region}`
  const uri = `arn:${api.partition}:apigateway:${api.region}:lambda:path/2015-03-31/functions`
  const { cli } = changeRoutes(api, routes, (place) => [
    `aws apigateway update-integration ${place} --patch-operations op=replace,path=/uri,value=${uri}/"$FUNCTION"/invocations`,
  ])
  if (cli === undefined) return { cli: list }
  return {
    cli: choose(list, { FUNCTION: 'the ARN of the function that should answer' }, ({ FUNCTION }) =>
      [
        `aws lambda add-permission --function-name ${FUNCTION} --statement-id apigateway-${api.id} --action lambda:InvokeFunction --principal apigateway.amazonaws.com --source-arn "arn:${api.partition}:execute-api:${api.region}:${api.account}:${api.id}/*/*" --region ${fn.region}`,
        ...cli.split('\n'),
      ].join(' && '),
    ),
  }
}
