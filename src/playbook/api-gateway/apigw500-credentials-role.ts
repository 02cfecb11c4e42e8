import type { LambdaFunction } from '../../targets/target.ts'
import { defineCause } from '../cause.ts'
import { addToTrust, grantTo } from '../statement.ts'
import { attribute, integratedAt, isTelling, minutesOf, restEdgeNeeds, tied, usageAt } from './edge.ts'
import { quiet } from './seen.ts'
import { counted } from './words.ts'

export const credentialsRole = defineCause({
  id: 'apigw500-credentials-role',
  target: 'rest-api-to-function',
  symptoms: ['500', '502'],
  cause:
    'The role that the integration calls the function with cannot be assumed by API Gateway, or may not invoke the function.',
  fix: ({ function: fn }) => ({
    now: `Let apigateway.amazonaws.com assume the integration's role, and let the role call lambda:InvokeFunction on ${fn.arn}.`,
    proper: 'Keep the role and its trust in the same template as the integration.',
  }),
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html',
  known: 'confirmed',
  needs: restEdgeNeeds,
  diagnose(evidence, at) {
    const { api, function: fn } = at.target
    const { own } = integratedAt(evidence, at.target)
    const role = own?.routes.find((route) => route.integration?.credentials !== undefined)?.integration?.credentials
    if (role === undefined) return { clear: `${fn.name} is called without a role.` }
    const logged = attribute(evidence, at.target, ['role'], false)
    const last = logged?.failures.at(-1)
    if (logged !== undefined && last !== undefined)
      return {
        strength: 'proven',
        summary: `${api.name} calls ${fn.name} with the role ${role}, and API Gateway may not use it so: ${counted(logged.failures.length, 'request')} failed.`,
        facts: [
          at.fact('log', 'Execution log', last.message ?? '', last.at, last.requestId),
          at.fact('integrations', 'credentials of the integration', role),
        ],
        fix: { cli: letUse(role, fn, last.message ?? '') },
        ...tied(logged.failures),
      }
    if (isTelling(evidence.log)) return { clear: 'The execution log holds no refused role.' }
    const minutes = minutesOf(evidence)
    const use = usageAt(evidence, fn, minutes)
    const isQuiet = quiet('5', evidence)
    if (isQuiet !== undefined) return isQuiet
    if (use === undefined || minutes.length === 0)
      return { inconclusive: `Whether ${fn.name} was reached could not be read.` }
    if (use.invocations > 0 || use.throttles > 0) return { clear: `${fn.name} was reached while the API failed.` }
    return {
      strength: evidence.integrations.functions.length === 1 ? 'likely' : 'possible',
      summary: `${fn.name} was never reached while ${api.name} failed, and it is called with the role ${role}: the role or its trust may refuse.`,
      facts: [
        at.fact('integrations', 'credentials of the integration', role),
        at.fact('uses', `Invocations of ${fn.id} in the failing minutes`, '0', minutes.at(-1), `Invocations ${fn.id}`),
      ],
      times: minutes,
      fix: { cli: letUse(role, fn, '') },
    }
  },
})

/** The half that the message names, or both. */
function letUse(roleArn: string, fn: LambdaFunction, message: string): string {
  const role = roleArn.split('/').at(-1) ?? ''
  const trust = addToTrust(role, {
    Effect: 'Allow',
    Principal: { Service: 'apigateway.amazonaws.com' },
    Action: 'sts:AssumeRole',
  })
  const grant = grantTo('role', role, { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: fn.arn })
  if (/assume/i.test(message)) return trust
  return /not authorized|InvokeFunction/i.test(message) ? grant : [trust, grant].join('\n')
}
