import { valueIfRead } from '../../evidence/evidence.ts'
import { statementText } from '../../evidence/iam/policy-document.ts'
import { applies, matchPolicies } from '../../evidence/iam/policy-match.ts'
import { accountOf } from '../../targets/principal-arn.ts'
import type { DenialCase, DenialVerdict } from './verdict.ts'
import { grantOnResource, whoOf } from './words.ts'

/** Within one account a resource policy that names the caller is enough by itself. */
export function resourceAllows({ reading, evidence }: DenialCase): boolean {
  const own = valueIfRead(evidence.resource)
  const assumed = valueIfRead(evidence.role)
  const trust = assumed?.state === 'found' ? assumed.trust : undefined
  const policy = trust ?? (own?.state === 'read' ? own.policy : undefined)
  if (policy === undefined) return false
  // Keys and roles that name only the account leave the decision to the caller's own policies.
  const wantsName = trust !== undefined || (own?.state === 'read' && own.service === 'kms')
  return matchPolicies([policy], reading.request).some(
    (each) =>
      each.statement.effect === 'Allow' &&
      applies(each) === 'yes' &&
      (!wantsName || each.statement.principals?.some((one) => !isAccount(one.value)) === true),
  )
}

/** `arn:aws:iam::123456789012:root` or the bare account. */
function isAccount(principal: string): boolean {
  return /^\d{12}$|:iam::\d{12}:root$/.test(principal)
}

/** What the resource’s own policy says where AWS did not say which policy refused. */
export function judgeResource(denial: DenialCase): readonly DenialVerdict[] {
  const { reading, evidence, at } = denial
  const policy = valueIfRead(evidence.resource)
  const where = `the policy of ${reading.resource ?? 'the resource'}`
  const who = whoOf(reading, at.target)
  if (policy?.state === 'read') {
    const matches = matchPolicies([policy.policy], reading.request)
    const deny = matches.find((each) => each.statement.effect === 'Deny' && applies(each) === 'yes')
    if (deny !== undefined)
      return [
        alone(denial, {
          id: 'iam-resource-policy-deny',
          strength: 'proven',
          summary: `A Deny statement in ${where} (${deny.statement.sid ?? 'without Sid'}) refuses ${who} ${reading.action ?? ''}.`,
          facts: [at.fact('resource', 'Deny statement', statementText(deny.statement))],
          fix: { now: `Change the Deny statement in ${where}; an Allow elsewhere does not outweigh it.` },
        }),
      ]
    const maybe = matches.find((each) => each.statement.effect === 'Deny' && applies(each) === 'unknown')
    if (maybe !== undefined && reading.isSeen)
      return [
        {
          id: 'iam-resource-policy-deny',
          strength: 'possible',
          summary: `A Deny statement in ${where} may apply to ${who}, depending on ${maybe.open.map((each) => each.key).join(', ') || 'who is meant'}.`,
          facts: [at.fact('resource', 'Deny statement', statementText(maybe.statement))],
        },
      ]
  }
  if (!reading.isCrossAccount || reading.said.effect === 'explicit') return []
  if (isElsewhere(denial)) return [unseenResource(denial, where, who)]
  if (policy === undefined || policy.state === 'not-read' || resourceAllows(denial)) return []
  return [
    alone(denial, {
      id: 'iam-resource-policy-implicit',
      strength: 'proven',
      summary: `${who} is of another account, and ${where} does not allow it ${reading.action ?? ''}: both sides must.`,
      facts: [
        at.fact('resource', 'Resource policy', policy.state === 'none' ? 'there is none' : 'names this caller nowhere'),
      ],
      fix: grantOnResource(reading, where, { region: at.target.region, hasPolicy: policy.state !== 'none' }),
    }),
  ]
}

/** The resource is of an account that is not looked at, while the caller is of this one. */
function isElsewhere({ reading, at }: DenialCase): boolean {
  const owner = accountOf(reading.resource ?? '')
  return owner !== undefined && owner !== at.target.account
}

function unseenResource({ reading, at }: DenialCase, where: string, who: string): DenialVerdict {
  const { cli: _cli, ...fix } = grantOnResource(reading, where, at.target)
  return {
    id: 'iam-resource-policy-implicit',
    strength: 'possible',
    summary: `The resource belongs to account ${accountOf(reading.resource ?? '')}, and ${where}, which cannot be seen from ${at.target.account}, must allow ${who} ${reading.action ?? ''} too.`,
    facts: [],
    fix: {
      ...fix,
      now: `Ask account ${accountOf(reading.resource ?? '')} whether ${where} allows ${reading.principal ?? 'the caller'}; the caller’s own side was read here.`,
    },
  }
}

/** Shown by configuration alone: believed also where no refusal was recorded. */
export function alone({ reading }: DenialCase, verdict: DenialVerdict): DenialVerdict {
  return reading.isSeen || verdict.strength === 'possible' ? verdict : { ...verdict, standsAlone: true }
}
