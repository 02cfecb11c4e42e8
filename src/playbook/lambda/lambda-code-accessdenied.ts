import type { LambdaFunction } from '../../targets/target.ts'
import { grantTo } from '../statement.ts'
import { failureCause } from './failure-cause.ts'
import { count, quote, roleOf } from './words.ts'

export const lambdaCodeAccessDenied = failureCause({
  id: 'lambda-code-accessdenied',
  symptoms: ['errors', '502', '500'],
  cause: 'The function’s execution role is not allowed to do what its code asks of another service.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html',
  leadsTo: ['lambda-unhandled-exception'],
  sought: 'a refusal by another AWS service',
  matches: (failure) => failure.kind === 'access-denied',
  fix: () => ({
    proper: 'Grant it in the template that makes the role, on this resource only.',
    prevent: 'Let the construct grant it (`table.grantWriteData(fn)`), so that code and permission change together.',
  }),
  tell({ failures, last, configuration }, at) {
    const named = failures.findLast((each) => each.dependency?.action !== undefined) ?? last
    const { action, resource, reason, operation } = named.dependency ?? {}
    const role = roleOf(at.target, configuration)
    const what = action ?? operation ?? 'an AWS operation'
    const where = resource === undefined ? '' : ` on ${resource}`
    return {
      summary: `${role?.name ?? `The role of ${at.target.name}`} may not do ${what}${where}${reason === undefined ? '' : `: ${reason}`}; ${count(failures.length, 'invocation')} of ${at.target.name} failed by it.`,
      ...(role !== undefined && { resource: role }),
      ...(isOwnLack(reason) && { alsoKnownAs: ['iam-no-identity-allow'] }),
      facts: [
        ...(action === undefined ? [] : [at.fact('failures', 'Refused', `${action}${where}`, named.at)]),
        ...(reason === undefined ? [] : [at.fact('failures', 'AWS’s reason', reason, named.at)]),
        ...(configuration === undefined ? [] : [at.fact('configuration', 'Execution role', configuration.roleArn)]),
      ],
      fix: grant(at.target, role?.name, action, resource, reason, quote(last)),
    }
  },
})

/** AWS says that nothing in the role's own policies allows it: the same cause under the name that `why-denied` has for it. */
function isOwnLack(reason: string | undefined): boolean {
  return reason !== undefined && /no identity-based policy/i.test(reason)
}

function grant(
  target: LambdaFunction,
  role: string | undefined,
  action: string | undefined,
  resource: string | undefined,
  reason: string | undefined,
  line: string,
) {
  if (reason !== undefined && /explicit deny|service control|boundary|session policy|resource control/i.test(reason))
    return { now: `A grant on ${role ?? 'the role'} alone will not help: ${reason}. Change the policy that denies it.` }
  if (action === undefined)
    return { now: `Allow ${role ?? `the role of ${target.name}`} the operation that was refused: ${line}` }
  return {
    now: `Allow ${role ?? `the role of ${target.name}`} ${action} on ${resource ?? 'the resource'}.`,
    // Without the resource only a grant on all of them could be written, which is more than was refused.
    ...(role !== undefined &&
      resource !== undefined && {
        cli: grantTo('role', role, { Effect: 'Allow', Action: action, Resource: resource }),
      }),
    ...(resource !== undefined && {
      iac: `CDK: fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['${action}'], resources: ['${resource}'] }))`,
    }),
  }
}
