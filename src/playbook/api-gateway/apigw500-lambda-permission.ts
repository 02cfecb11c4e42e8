import { functionExistence } from '../../evidence/lambda/existence.ts'
import { functionPolicy } from '../../evidence/lambda/policy.ts'
import { from, optional } from '../../evidence/probe.ts'
import type { RestApiToFunction } from '../../targets/target.ts'
import { defineCause } from '../cause.ts'
import { attribute, restEdgeNeeds } from './edge.ts'
import { addPermissionCli } from './invoke-permission.ts'
import { judgePermission } from './lambda-permission.ts'

const functionOf = (edge: RestApiToFunction) => edge.function

export const lambdaPermission = defineCause({
  id: 'apigw500-lambda-permission',
  target: 'rest-api-to-function',
  symptoms: ['500', '502'],
  cause: 'The function has no resource policy that lets this API, stage and method invoke it.',
  fix: ({ api, function: fn }) => ({ now: `Allow ${api.name} to invoke ${fn.name}.`, cli: addPermissionCli(api, fn) }),
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-lambda.html',
  known: 'confirmed',
  needs: {
    ...restEdgeNeeds,
    policy: optional(from(functionPolicy, functionOf)),
    existence: optional(from(functionExistence, functionOf)),
  },
  diagnose: (evidence, at) =>
    judgePermission(evidence, {
      edge: at.target,
      policy: evidence.policy,
      existence: evidence.existence,
      logged: attribute(evidence, at.target, ['permission'], false),
      loggedTimes: [],
      fact: (need, label, value, time, aspect) => at.fact(need, label, value, time, aspect),
    }),
})
