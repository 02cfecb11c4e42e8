import { valueIfRead } from '../../evidence/evidence.ts'
import { type PolicyDocument, statementText } from '../../evidence/iam/policy-document.ts'
import { applies, matchPolicies } from '../../evidence/iam/policy-match.ts'
import type { Fix } from '../cause.ts'
import { addToTrust, type Statement } from '../statement.ts'
import type { DenialContext } from './denial-needs.ts'
import type { DenialCase, DenialVerdict } from './verdict.ts'
import { whoOf } from './words.ts'

/** Assuming a role: whether its trust policy lets the caller in. */
export function judgeTrust(denial: DenialCase): readonly DenialVerdict[] {
  const { reading, evidence, at } = denial
  const role = valueIfRead(evidence.role)
  const who = whoOf(reading, at.target)
  const name = reading.resource ?? 'the role'
  const fix = {
    now: `Let the trust policy of ${name} name ${reading.principal ?? 'the caller'}, and check its conditions (sts:ExternalId, the sub and aud of an OIDC provider).`,
    ...(reading.principal !== undefined &&
      trusting(reading.resource, {
        Effect: 'Allow',
        Principal: { AWS: reading.principal },
        Action: reading.action ?? 'sts:AssumeRole',
      })),
  }
  const { layer, effect } = reading.said
  const isSaid = layer === 'trust' || (layer === 'resource' && effect === 'explicit')
  const trust = role?.state === 'found' ? role.trust : undefined
  if (role?.state === 'gone') return [missingRole(role.name, name, who, at)]
  const isWebIdentity = /With(WebIdentity|SAML)$/i.test(reading.action ?? '')
  if (trust === undefined && isWebIdentity && reading.resource === undefined)
    return [
      {
        id: 'iam-trust-policy',
        strength: 'likely',
        summary: `${reading.action} is decided by the trust policy of the role alone, and that did not let the token in; the text does not say which role.`,
        facts: [],
        fix: {
          now: 'Name the role: `why-denied ROLE` compares its trust policy with the token that CloudTrail recorded.',
        },
      },
    ]
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
  if (/WithWebIdentity$/i.test(reading.action ?? '')) return judgeWebIdentity(denial, trust, name)
  const matches = matchPolicies([trust], { ...reading.request, action: reading.action ?? 'sts:AssumeRole' })
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
        fix: {
          ...fix,
          now: `Write the trust policy of ${name} again with the ARN of the present role or user, and take ${stale.value} out.`,
        },
      },
    ]
  const conditional = lets.find((each) => each.principal !== 'no' && each.open.length > 0)
  if (!isSaid && conditional?.condition === 'unknown')
    return [
      {
        id: 'iam-trust-policy',
        // The caller's own side allows it, so the condition is what is left.
        strength: ownSideAllows(denial) ? 'likely' : 'possible',
        summary: `The trust policy of ${name} lets ${who} in only under a condition: ${conditional.open.map((each) => `${each.operator} ${each.key} = ${each.values.join(' or ')}`).join('; ')}.`,
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

/** The statement for the trust policy of the role, and the command where the role is known. */
function trusting(roleArn: string | undefined, statement: Statement): Fix {
  const role = roleArn?.split('/').at(-1)
  return {
    iac: JSON.stringify(statement),
    ...(role !== undefined && { cli: addToTrust(role, statement) }),
  }
}

function ownSideAllows({ reading, evidence }: DenialCase): boolean {
  const own = valueIfRead(evidence.identity)
  return (
    own != null &&
    matchPolicies(own.policies, reading.request).some(
      (each) => each.statement.effect === 'Allow' && applies(each) === 'yes',
    )
  )
}

/** STS answers for a role that is not there as for one that is refused. */
function missingRole(name: string, arn: string, who: string, at: DenialContext): DenialVerdict {
  return {
    id: 'iam-trust-policy',
    strength: 'likely',
    summary: `There is no role ${name} in account ${at.target.account}, and STS refuses ${who} a role that does not exist in the same words.`,
    facts: [at.fact('role', 'Role', `${arn} does not exist`)],
    fix: {
      now: `Check the role’s name and path in ${arn}, and the account; or create it with a trust policy that names the caller.`,
    },
  }
}

/** A token of an identity provider: whether a statement trusts the provider, and what of the token it wants otherwise. */
function judgeWebIdentity(
  { evidence, reading, at }: DenialCase,
  trust: PolicyDocument,
  name: string,
): readonly DenialVerdict[] {
  const caller = valueIfRead(evidence.event)?.refusals.find((call) => call.federated !== undefined)?.federated
  const host = caller?.provider.split(':oidc-provider/').at(-1) ?? ''
  const matches = matchPolicies([trust], {
    action: reading.action ?? 'sts:AssumeRoleWithWebIdentity',
    ...(caller !== undefined && { federated: caller.provider }),
    context: {
      ...(caller !== undefined && { [`${host}:sub`.toLowerCase()]: [caller.subject] }),
      ...(caller?.audience !== undefined && { [`${host}:aud`.toLowerCase()]: [caller.audience] }),
    },
  }).filter((each) => each.statement.effect === 'Allow')
  if (caller !== undefined && matches.some((each) => applies(each) === 'yes')) return []
  const near = matches.find((each) => each.principal !== 'no')
  const unmet = near?.open.map((each) => `${each.key.split(':').at(-1)} = ${each.values.join(' or ')}`).join(' and ')
  const shown = trust.statements.slice(0, 2).map((each) => at.fact('role', 'Trust policy', statementText(each)))
  const who = caller === undefined ? 'the token' : `${caller.subject} (${host})`
  const isSure = caller !== undefined && (near === undefined || near.condition === 'no')
  return [
    {
      id: 'iam-trust-policy',
      strength: isSure ? 'proven' : matches.length === 0 ? 'likely' : 'possible',
      summary:
        near === undefined
          ? `The trust policy of ${name} lets no token of ${host === '' ? 'this identity provider' : host} assume it.`
          : `The trust policy of ${name} lets a token in only with ${unmet}; ${caller === undefined ? 'the token’s own values are not known' : `this one was of ${who}`}.`,
      facts: [...(caller === undefined ? [] : [at.fact('event', 'Subject of the token', caller.subject)]), ...shown],
      fix: {
        now: `Let the conditions of the trust policy of ${name} fit ${who}, exactly and no wider; or run the job where they fit already.`,
        ...(caller !== undefined &&
          trusting(reading.resource, {
            Effect: 'Allow',
            Principal: { Federated: caller.provider },
            Action: 'sts:AssumeRoleWithWebIdentity',
            Condition: {
              StringEquals: {
                ...(caller.audience !== undefined && { [`${host}:aud`]: caller.audience }),
                [`${host}:sub`]: caller.subject,
              },
            },
          })),
      },
    },
  ]
}
