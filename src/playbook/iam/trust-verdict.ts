import { valueIfRead } from '../../evidence/evidence.ts'
import { statementText } from '../../evidence/iam/policy-document.ts'
import { applies, matchPolicies } from '../../evidence/iam/policy-match.ts'
import type { DenialCase, DenialVerdict } from './verdict.ts'
import { whoOf } from './words.ts'

/** Assuming a role: whether its trust policy lets the caller in. */
export function judgeTrust({ reading, evidence, at }: DenialCase): readonly DenialVerdict[] {
  const role = valueIfRead(evidence.role)
  const who = whoOf(reading, at.target)
  const name = reading.resource ?? 'the role'
  const fix = {
    now: `Let the trust policy of ${name} name ${reading.principal ?? 'the caller'}, and check its conditions (sts:ExternalId, the sub and aud of an OIDC provider).`,
    iac: JSON.stringify({
      Effect: 'Allow',
      Principal: { AWS: reading.principal ?? 'PRINCIPAL_ARN' },
      Action: 'sts:AssumeRole',
    }),
    cli: `aws iam get-role --role-name ${name.split('/').at(-1)} --query Role.AssumeRolePolicyDocument`,
  }
  const isSaid = reading.said.layer === 'trust'
  const trust = role?.state === 'found' ? role.trust : undefined
  if (trust === undefined)
    return isSaid
      ? [
          {
            id: 'iam-trust-policy',
            strength: 'proven',
            summary: `The trust policy of ${name} does not let ${who} assume it.`,
            facts: [],
            fix,
          },
        ]
      : []
  const stale = trust.statements
    .flatMap((each) => each.principals ?? [])
    .find(({ value }) => /^(AROA|AIDA)[A-Z0-9]{10,}/.test(value))
  const matches = matchPolicies([trust], { ...reading.request, action: 'sts:AssumeRole' })
  const lets = matches.filter((each) => each.statement.effect === 'Allow')
  const shown = trust.statements.slice(0, 2).map((each) => at.fact('role', 'Trust policy', statementText(each)))
  if (lets.some((each) => applies(each) === 'yes') && !isSaid) return []
  if (stale !== undefined && !lets.some((each) => each.principal === 'yes'))
    return [
      {
        id: 'iam-trust-stale-principal',
        strength: 'likely',
        summary: `The trust policy of ${name} names ${stale.value}, the id of a role or user that was deleted; one made again under the same name is another one.`,
        facts: shown,
        fix: { ...fix, now: `Write the trust policy of ${name} again with the ARN of the present role or user.` },
      },
    ]
  const conditional = lets.find((each) => each.principal !== 'no' && each.open.length > 0)
  if (!isSaid && conditional?.condition === 'unknown')
    return [
      {
        id: 'iam-trust-policy',
        strength: 'possible',
        summary: `The trust policy of ${name} lets ${who} in only under a condition: ${conditional.open.map((each) => each.key).join(', ')}.`,
        facts: shown,
        fix,
      },
    ]
  return [
    {
      id: 'iam-trust-policy',
      strength: 'proven',
      summary: `The trust policy of ${name} does not let ${who} assume it${conditional === undefined ? '' : `: the condition on ${conditional.open.map((each) => each.key).join(', ')} is not met`}.`,
      facts: shown,
      fix,
      standsAlone: !isSaid,
    },
  ]
}
