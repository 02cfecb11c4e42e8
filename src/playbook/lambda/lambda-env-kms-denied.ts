import { timesAbove } from '../../evidence/cloudwatch/series.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { applies, matchPolicies } from '../../evidence/iam/policy-match.ts'
import { type EnvironmentKeyAccess, environmentKeyAccess } from '../../evidence/lambda/environment-key-access.ts'
import { seriesOf } from '../../evidence/lambda/metrics.ts'
import { optional, type Values } from '../../evidence/probe.ts'
import { kmsKey, type LambdaFunction } from '../../targets/target.ts'
import { defineCause, type Finding, type JudgeContext } from '../cause.ts'
import { stateCause, stateNeeds } from './state-cause.ts'

const told = stateCause({
  id: 'lambda-env-kms-denied',
  cause:
    'Lambda may not use the key that the function’s environment is encrypted with, so no new environment can start.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html',
  codes: /^KMSKeyAccessDenied$/,
  words: /KMSAccessDeniedException|unable to decrypt the environment variables because KMS access was denied/,
  means: (_code, { kmsKeyArn }) => `Lambda may not use the key ${kmsKeyArn ?? 'of its environment'}`,
  fix: () => ({
    now: 'Set the function’s role or key again: that makes the grant anew, which is lost when a role is deleted and made again under the same name.',
    proper: 'Allow the role kms:Decrypt in the key policy.',
    prevent: 'Never recreate roles of functions that use a key of yours; update them in place.',
  }),
})

const needs = { ...stateNeeds, access: optional(environmentKeyAccess) }
type At = JudgeContext<'function', typeof needs>

export const lambdaEnvKmsDenied = defineCause({
  ...told,
  needs,
  diagnose(evidence, at) {
    const said = told.diagnose(evidence, at)
    if (typeof said === 'object' && 'strength' in said)
      return { ...said, ...withKey(at.target, evidence.configuration.kmsKeyArn) }
    if (evidence.access.status !== 'ok')
      return { inconclusive: `Who may use the key ${evidence.configuration.kmsKeyArn ?? ''} could not be read.` }
    return refusedByKey(evidence.access.value, evidence, at) ?? said
  },
})

/** No line in any log tells of it: the environment is decrypted before the function's code runs. */
function refusedByKey(
  access: EnvironmentKeyAccess | null,
  { metrics }: Values<typeof needs>,
  at: At,
): Finding | undefined {
  const read = valueIfRead(metrics)
  if (access === null || read === undefined) return undefined
  const { arn, roleArn, policy, grants } = access
  const hasGrant = grants.some((grant) => grant.grantee === roleArn && grant.operations.includes('Decrypt'))
  const spoken = matchPolicies([policy], { action: 'kms:Decrypt', resource: arn, principal: roleArn })
  const denies = spoken.find((each) => each.statement.effect === 'Deny' && applies(each) === 'yes')
  const mayAllow = spoken.some((each) => each.statement.effect === 'Allow' && applies(each) !== 'no')
  if (denies === undefined && (hasGrant || mayAllow)) return undefined
  const failedAt = timesAbove(seriesOf(read).errors, 0)
  const role = roleArn.split('/').at(-1) ?? roleArn
  const others = grants.map((grant) => grant.grantee).join(', ')
  return {
    strength: denies === undefined ? 'likely' : 'proven',
    summary: `${at.target.name} runs no more and its log has no line of it; its role ${role} may not use the key ${arn} of its environment: ${denies === undefined ? 'neither the key policy nor a grant allows kms:Decrypt' : 'the key policy denies kms:Decrypt'}.`,
    facts: [
      at.fact(
        'access',
        'Key policy on kms:Decrypt',
        denies === undefined ? `nothing allows ${roleArn}` : `denied by ${denies.statement.sid ?? 'a statement'}`,
        undefined,
        arn,
      ),
      at.fact('access', 'Grants of the key', others === '' ? 'none' : `to ${others}`, undefined, arn),
    ],
    resource: kmsKey(at.target, arn),
    ...(failedAt.length > 0 && { times: failedAt }),
    ...withKey(at.target, arn),
  }
}

function withKey(target: LambdaFunction, arn: string | undefined): Pick<Finding, 'fix'> {
  if (arn === undefined) return {}
  return {
    fix: {
      cli: `aws lambda update-function-configuration --function-name ${target.id} --kms-key-arn ${arn} --region ${target.region}`,
    },
  }
}
