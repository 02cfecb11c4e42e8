import type { Failure } from '../../evidence/cloudformation/failures.ts'
import { principalName } from '../../evidence/iam/principal.ts'
import { readDeniedMessage } from '../../targets/denied-message.ts'
import { asRole } from '../../targets/principal-arn.ts'
import { defineCause, type Fix } from '../cause.ts'
import { grantTo as giveTo, type Statement } from '../statement.ts'
import { effectsOfFailure, failureNeeds, judgeFailure, type StackFailureWords, unnamed } from './stack-failure.ts'

const words: StackFailureWords = {
  id: 'cfn-iam-denied',
  known: 'confirmed',
  cause: 'The role or person that deploys may not make a call that a resource needs.',
  docs: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html',
  clause: () => 'whoever deploys may not do what it needs',
  fix: (failure) => grantTo(failure, undefined),
}

const layerWords: Readonly<Record<string, string>> = {
  boundary: 'the permissions boundary',
  session: 'the session policy',
  scp: 'a service control policy (SCP) of the organization',
  rcp: 'a resource control policy (RCP) of the organization',
  resource: 'the resource’s own policy',
  'vpc-endpoint': 'the policy of a VPC endpoint',
  trust: 'the role’s trust policy',
}

/** The statement goes to the stack's role where it has one, else to whoever deploys. */
function grantTo({ reason }: Failure, roleArn: string | undefined): Fix {
  const denied = readDeniedMessage(reason)
  const who = roleArn ?? denied.caller ?? 'whoever deploys this stack'
  const isElsewhere = denied.layer !== undefined && denied.layer !== 'identity'
  if (denied.action === undefined) {
    return {
      now: `Give ${who} the permission the reason names, then deploy again.`,
      ...(denied.encoded !== undefined && {
        cli: `aws sts decode-authorization-message --encoded-message ${denied.encoded} --query DecodedMessage --output text`,
      }),
    }
  }
  const { action, resource } = denied
  const where = resource === undefined ? '' : ` on ${resource}`
  return {
    now: isElsewhere
      ? `${denied.action} is refused by ${layerWords[denied.layer ?? ''] ?? `a ${denied.layer} policy`}: a permission on ${who} alone does not help. Change that policy, then deploy again.`
      : `Allow ${who} to ${action}${where}, then deploy again.`,
    proper: 'Deploy with a service role that holds what the template needs, so that who deploys does not matter.',
    ...(!isElsewhere &&
      resource !== undefined &&
      grantOf(who, { Effect: 'Allow', Action: action, Resource: resource })),
  }
}

/** A session of a role belongs to the role; one of IAM Identity Center can be changed in its permission set only. */
function grantOf(who: string, statement: Statement): Fix {
  const named = principalName(asRole(who))
  return {
    iac: JSON.stringify(statement),
    ...(named !== undefined &&
      !named.name.startsWith('AWSReservedSSO_') && { cli: giveTo(named.kind, named.name, statement) }),
  }
}

export const cfnIamDenied = defineCause({
  id: words.id,
  target: 'stack',
  symptoms: ['failed'],
  cause: words.cause,
  fix: (target) => words.fix(unnamed, target),
  docs: words.docs,
  known: words.known,
  leadsTo: effectsOfFailure,
  needs: failureNeeds,
  diagnose: ({ found, refused }, at) =>
    judgeFailure({ ...words, fix: (failure) => grantTo(failure, found.state?.roleArn) }, found, refused, at),
})
