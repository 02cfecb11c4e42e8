import { valueIfRead } from '../../evidence/evidence.ts'
import { applies, matchPolicies, type StatementMatch } from '../../evidence/iam/policy-match.ts'
import { decisionFor, explicitDeny, judgeIdentity, simulationFacts } from './identity-verdict.ts'
import { judgeKey } from './key-verdict.ts'
import { alone, judgeResource, resourceAllows } from './resource-verdict.ts'
import { judgeTrust } from './trust-verdict.ts'
import type { DenialCase, DenialVerdict } from './verdict.ts'
import { extendBoundary, whatOf, whoOf } from './words.ts'

const beforeMs = 120_000
const freshMs = 5 * 60_000
/** Services with access rules of their own. */
export const ownGrants = /^(sqs|sns|lakeformation|glue|es|aoss|opensearch|ecr|redshift|redshift-data):/

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
  const capped = judgeBoundary(denial)
  if (reading.said.effect === 'explicit') return [...capped, ...judgeExplicit(denial)]
  const key = reading.action.startsWith('kms:') ? judgeKey(denial) : []
  // A key whose policy leaves the caller out refuses whatever the caller's own policies allow.
  if (key.some(({ strength }) => strength !== 'possible'))
    return [...capped, ...key.map((verdict) => alone(denial, verdict))]
  const own = judgeOwnPolicies(denial)
  if (capped.length > 0) return [...capped, ...(own ?? [])]
  if (own !== undefined) return own
  const byResource = judgeResource(denial)
  if (byResource.length > 0) return byResource
  if (key.length > 0) return key
  return allowedButRefused(denial)
}

/** What caps the caller: a boundary that leaves the action out, or denies it. */
function judgeBoundary(denial: DenialCase): readonly DenialVerdict[] {
  const { reading, evidence, at } = denial
  const boundary = valueIfRead(evidence.boundary)
  const decision = decisionFor(valueIfRead(evidence.simulated) ?? undefined, reading.resource)
  const matches = boundary == null ? [] : matchPolicies([boundary], reading.request)
  const denies = matches.some((each) => each.statement.effect === 'Deny' && applies(each) === 'yes')
  const lets = matches.some(
    (each) => each.statement.effect === 'Allow' && each.resource !== 'no' && each.condition !== 'no',
  )
  const isExplicit = reading.said.effect === 'explicit'
  const isCapped = isExplicit ? denies : denies || decision?.allowedByBoundary === false || (boundary != null && !lets)
  if (!isCapped) return []
  return [
    alone(denial, {
      id: 'iam-permissions-boundary',
      strength: 'proven',
      summary: `The permissions boundary${boundary == null ? '' : ` ${boundary.name}`} of ${whoOf(reading, at.target)} ${denies ? 'denies' : 'does not allow'} ${whatOf(reading)}.`,
      facts: [
        ...(boundary == null
          ? []
          : [at.fact('boundary', 'Permissions boundary', boundary.arn ?? boundary.name, undefined, boundary.arn)]),
        ...simulationFacts(denial),
      ],
      fix: {
        ...extendBoundary(reading, boundary?.arn, denies),
      },
    }),
  ]
}

/** “With an explicit deny”, and no word of which policy: a Deny has to be found, or nothing is named. */
function judgeExplicit(denial: DenialCase): readonly DenialVerdict[] {
  const { reading, evidence, at } = denial
  const identity = valueIfRead(evidence.identity)
  const simulated = decisionFor(valueIfRead(evidence.simulated) ?? undefined, reading.resource)
  const denies = identity == null ? [] : matchPolicies(identity.policies, reading.request).filter(isDeny)
  if (simulated?.decision === 'explicitDeny' || denies.some((each) => applies(each) === 'yes'))
    return [explicitDeny(denial, simulationFacts(denial))]
  const byResource = judgeResource(denial).filter(({ id }) => id === 'iam-resource-policy-deny')
  if (byResource.some(({ strength }) => strength === 'proven')) return byResource
  const maybe = denies.filter((each) => applies(each) === 'unknown')
  const open = maybe.length === 0 ? [] : [{ ...explicitDeny(denial, []), strength: 'possible' as const }]
  if (byResource.length + open.length > 0) return [...open, ...byResource]
  if (simulated === undefined && identity == null) return []
  return [
    {
      id: 'iam-scp',
      strength: 'possible',
      summary: `A Deny refused ${whoOf(reading, at.target)} ${whatOf(reading)}, and none stands in its own policies, its boundary or the resource’s policy as far as they were read: a policy of the organization, of the session or of a VPC endpoint remains.`,
      facts: simulationFacts(denial),
      fix: {
        now: 'Ask whoever manages the organization, and look at how the session was made and which endpoint it used.',
      },
    },
  ]
}

function isDeny({ statement }: StatementMatch): boolean {
  return statement.effect === 'Deny'
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
  const found = judgeIdentity(denial)
  // Within one account the resource's policy could allow it by itself, had it been read.
  const isOpen = evidence.resource.status !== 'ok' && !reading.isCrossAccount
  if (isOpen && !reading.isSeen) return found.map((verdict) => ({ ...verdict, strength: 'possible' }))
  return found.map((verdict) => alone(denial, isOpen ? atMostLikely(verdict) : verdict))
}

function atMostLikely(verdict: DenialVerdict): DenialVerdict {
  return verdict.strength === 'proven' ? { ...verdict, strength: 'likely' } : verdict
}

/** Everything that can be read allows it now. */
function allowedButRefused({ reading, evidence, at }: DenialCase): readonly DenialVerdict[] {
  const who = whoOf(reading, at.target)
  const decision = decisionFor(valueIfRead(evidence.simulated) ?? undefined, reading.resource)
  const isAllowed = decision?.decision === 'allowed'
  const changes = valueIfRead(evidence.changes) ?? []
  const known = reading.times.length > 0
  const before = changes.find((change) =>
    reading.times.some((time) => time >= change.at && time - change.at <= beforeMs),
  )
  // A pasted text has no time: a change of the last minutes is close enough to ask for another try.
  const fresh = before ?? (known || !isAllowed ? undefined : changes[0])
  if (fresh !== undefined) {
    const isClose = before !== undefined || at.now - fresh.at <= freshMs
    const ago = minutes(at.now - fresh.at)
    return [
      {
        id: 'iam-eventual-consistency',
        strength: isClose ? 'likely' : 'possible',
        summary:
          before === undefined
            ? `The permissions of ${who} changed ${ago} ago (${fresh.action}), and everything readable allows the call now: the refusal is from before that, or IAM had not caught up.`
            : `The permissions of ${who} changed (${fresh.action}) less than two minutes before the refusal, and everything readable allows it now: IAM had not caught up.`,
        facts: [
          at.fact('changes', 'Changed', `${fresh.action} by ${fresh.caller}`, fresh.at),
          ...simulationFacts({ reading, evidence, at }),
        ],
        fix: {
          now: 'Try again. After a change to IAM wait some seconds, and let deployments retry the first calls of a new role.',
        },
      },
    ]
  }
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

function minutes(ms: number): string {
  const whole = Math.max(1, Math.round(ms / 60_000))
  return `${whole} minute${whole === 1 ? '' : 's'}`
}
