import { valueIfRead } from '../../evidence/evidence.ts'
import { statementText } from '../../evidence/iam/policy-document.ts'
import { applies, matchPolicies } from '../../evidence/iam/policy-match.ts'
import { decisionFor, explicitDeny, judgeIdentity, simulationFacts } from './identity-verdict.ts'
import { judgeKey } from './key-verdict.ts'
import { judgeTrust } from './trust-verdict.ts'
import type { DenialCase, DenialVerdict } from './verdict.ts'
import { grantOnResource, statementFor, whatOf, whoOf } from './words.ts'

const beforeMs = 120_000
const ownGrants = /^(sqs|sns|lakeformation|glue|es|aoss|opensearch|ecr|redshift|redshift-data):/

/** AWS did not say which policy refused: what can be read is asked one after the other. */
export function judgeSilent(denial: DenialCase): readonly DenialVerdict[] {
  const { reading, evidence, at } = denial
  const who = whoOf(reading, at.target)
  const principal = valueIfRead(evidence.principal)
  if (principal?.state === 'gone') return [goneCaller(denial, principal.name)]
  if (reading.action === undefined) return []
  if (/^sts:AssumeRole/i.test(reading.action)) {
    const trust = judgeTrust(denial)
    if (trust.length > 0) return trust
  }
  const decision = decisionFor(valueIfRead(evidence.simulated) ?? undefined, reading.resource)
  const facts = simulationFacts(denial)
  if (decision?.allowedByOrganizations === false)
    return [
      alone(denial, {
        id: 'iam-scp',
        strength: 'proven',
        summary: `The organization’s service control policies do not allow ${who} ${whatOf(reading)}, by IAM’s simulator.`,
        facts,
        fix: { now: 'Ask whoever manages the organization; nothing in this account can allow it.' },
      }),
    ]
  const boundary = valueIfRead(evidence.boundary)
  const boundaryMatches = boundary == null ? [] : matchPolicies([boundary], reading.request)
  const capped =
    decision?.allowedByBoundary === false ||
    (boundary != null &&
      !boundaryMatches.some(
        (each) => each.statement.effect === 'Allow' && each.resource !== 'no' && each.condition !== 'no',
      ))
  if (capped)
    return [
      alone(denial, {
        id: 'iam-permissions-boundary',
        strength: 'proven',
        summary: `The permissions boundary${boundary == null ? '' : ` ${boundary.name}`} of ${who} does not allow ${whatOf(reading)}.`,
        facts,
        fix: {
          now: `Extend the boundary${boundary?.arn === undefined ? '' : ` ${boundary.arn}`} by this one action.`,
          iac: JSON.stringify(statementFor(reading)),
        },
      }),
    ]
  const own = judgeOwnPolicies(denial)
  if (own !== undefined) return own
  const byResource = judgeResource(denial)
  if (byResource.length > 0) return byResource
  if (reading.action.startsWith('kms:')) {
    const key = judgeKey(denial)
    if (key.length > 0) return key.map((verdict) => (verdict.strength === 'proven' ? alone(denial, verdict) : verdict))
  }
  return allowedButRefused(denial)
}

/** Undefined when the caller's own policies allow it, or cannot tell. */
function judgeOwnPolicies(denial: DenialCase): readonly DenialVerdict[] | undefined {
  const { reading, evidence } = denial
  const identity = valueIfRead(evidence.identity)
  const simulated = decisionFor(valueIfRead(evidence.simulated) ?? undefined, reading.resource)
  const matches = identity == null ? [] : matchPolicies(identity.policies, reading.request)
  const denied = matches.some((each) => each.statement.effect === 'Deny' && applies(each) === 'yes')
  if (denied || simulated?.decision === 'explicitDeny')
    return [alone(denial, explicitDeny(denial, simulationFacts(denial)))]
  if (simulated?.decision === 'allowed') return undefined
  if (matches.some((each) => each.statement.effect === 'Allow' && applies(each) === 'yes')) return undefined
  const isTold = simulated?.decision === 'implicitDeny' || identity?.complete === true
  if (!isTold) return undefined
  // A statement for some resources decides nothing while nobody said which resource is meant.
  if (
    reading.resource === undefined &&
    matches.some((each) => each.statement.effect === 'Allow' && each.resource === 'unknown')
  )
    return reading.isSeen ? judgeIdentity(denial).map((verdict) => ({ ...verdict, strength: 'possible' })) : []
  if (resourceAllows(denial) && !reading.isCrossAccount) return undefined
  return judgeIdentity(denial).map((verdict) => alone(denial, verdict))
}

/** Within one account a resource policy that names the caller is enough by itself. */
function resourceAllows({ reading, evidence }: DenialCase): boolean {
  const policy = valueIfRead(evidence.resource)
  if (policy?.state !== 'read' || policy.service === 'kms') return false
  return matchPolicies([policy.policy], reading.request).some(
    (each) => each.statement.effect === 'Allow' && applies(each) === 'yes',
  )
}

function judgeResource(denial: DenialCase): readonly DenialVerdict[] {
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
  if (
    !reading.isCrossAccount ||
    policy === undefined ||
    policy.state === 'not-read' ||
    policy.state === 'elsewhere' ||
    resourceAllows(denial)
  )
    return []
  return [
    alone(denial, {
      id: 'iam-resource-policy-implicit',
      strength: 'proven',
      summary: `${who} is of another account, and ${where} does not allow it ${reading.action ?? ''}: both sides must.`,
      facts: [
        at.fact('resource', 'Resource policy', policy.state === 'none' ? 'there is none' : 'names this caller nowhere'),
      ],
      fix: grantOnResource(reading, where),
    }),
  ]
}

/** Everything that can be read allows it now. */
function allowedButRefused({ reading, evidence, at }: DenialCase): readonly DenialVerdict[] {
  const who = whoOf(reading, at.target)
  const changes = valueIfRead(evidence.changes) ?? []
  const fresh = changes.find((change) =>
    reading.times.some((time) => time >= change.at && time - change.at <= beforeMs),
  )
  if (fresh !== undefined)
    return [
      {
        id: 'iam-eventual-consistency',
        strength: 'likely',
        summary: `The permissions of ${who} changed (${fresh.action}) less than two minutes before the refusal, and everything readable allows it now: IAM had not caught up.`,
        facts: [at.fact('changes', 'Changed', `${fresh.action} by ${fresh.caller}`, fresh.at)],
        fix: {
          now: 'Try again. After a change to IAM wait some seconds, and let deployments retry the first calls of a new role.',
        },
      },
    ]
  const isAllowed = decisionFor(valueIfRead(evidence.simulated) ?? undefined, reading.resource)?.decision === 'allowed'
  if (isAllowed && reading.isSeen && ownGrants.test(reading.action ?? ''))
    return [
      {
        id: 'iam-service-specific',
        strength: 'possible',
        summary: `IAM allows ${who} ${whatOf(reading)}; ${reading.action?.split(':')[0]} has access rules of its own beside IAM that may refuse it.`,
        facts: simulationFacts({ reading, evidence, at }),
        fix: {
          now: 'Look at the service’s own grants: queue or topic policy, Lake Formation permissions, OpenSearch roles, repository policy.',
        },
      },
    ]
  return []
}

function goneCaller({ reading }: DenialCase, name: string): DenialVerdict {
  if (name.startsWith('AWSReservedSSO_'))
    return {
      id: 'iam-sso-permission-set',
      strength: 'likely',
      summary: `The role ${name} of the permission set is no longer in this account: the set is not provisioned here.`,
      facts: [],
      fix: { now: 'Provision the permission set to this account again in IAM Identity Center, and sign in again.' },
    }
  return {
    id: 'iam-wrong-identity',
    strength: 'likely',
    summary: `The call was made as ${reading.principal ?? name}, which does not exist (any more) in this account.`,
    facts: [],
    fix: { now: 'Find where the caller gets these credentials and give it a role that exists.' },
  }
}

/** Shown by configuration alone: believed also where no refusal was recorded. */
function alone({ reading }: DenialCase, verdict: DenialVerdict): DenialVerdict {
  return reading.isSeen || verdict.strength === 'possible' ? verdict : { ...verdict, standsAlone: true }
}
