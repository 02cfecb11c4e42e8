import { valueIfRead } from '../../evidence/evidence.ts'
import { functionExistence } from '../../evidence/lambda/existence.ts'
import { functionPolicy } from '../../evidence/lambda/policy.ts'
import { from, optional } from '../../evidence/probe.ts'
import type { HttpApiToFunction } from '../../targets/target.ts'
import { defineCause } from '../cause.ts'
import { httpEdgeNeeds } from './edge.ts'
import { rowsThrough } from './http-edge.ts'
import { addPermissionCli } from './invoke-permission.ts'
import { judgePermission } from './lambda-permission.ts'
import { underHttpApi } from './names.ts'

const functionOf = (edge: HttpApiToFunction) => edge.function

export const httpLambdaPermission = defineCause({
  id: 'httpapi500-lambda-permission',
  aliases: [underHttpApi('apigw500-lambda-permission')],
  target: 'http-api-to-function',
  symptoms: ['500', '502'],
  cause: 'The function has no resource policy that lets this API, stage and route invoke it.',
  fix: ({ api, function: fn }) => ({ now: `Allow ${api.name} to invoke ${fn.name}.`, cli: addPermissionCli(api, fn) }),
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-lambda.html',
  known: 'confirmed',
  needs: {
    ...httpEdgeNeeds,
    policy: optional(from(functionPolicy, functionOf)),
    existence: optional(from(functionExistence, functionOf)),
  },
  diagnose(evidence, at) {
    const rows = rowsThrough(evidence, at.target).filter((row) =>
      /doesn't have permissions to call the integration|Invalid permissions on Lambda/i.test(
        row.integrationError ?? row.errorMessage ?? '',
      ),
    )
    return judgePermission(evidence, {
      edge: at.target,
      policy: evidence.policy,
      existence: evidence.existence,
      logged: undefined,
      loggedTimes: rows.map((row) => row.at),
      fact: (need, label, value, time, aspect) =>
        at.fact(need === 'log' ? 'access' : need, label, value, time, aspect ?? valueIfRead(evidence.access)?.group),
    })
  },
})
