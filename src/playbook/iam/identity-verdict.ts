import { valueIfRead } from '../../evidence/evidence.ts'
import { type Condition, statementText } from '../../evidence/iam/policy-document.ts'
import { applies, matchPolicies, type StatementMatch } from '../../evidence/iam/policy-match.ts'
import type { SimulatedDecision } from '../../evidence/iam/simulation.ts'
import type { Strength } from '../cause.ts'
import type { Fact } from '../fact.ts'
import type { DenialCase, DenialVerdict } from './verdict.ts'
import { grantIdentity, whatOf, whoOf } from './words.ts'

const simulatorLimits =
  'knows no resource policies of roles, no resource control, endpoint, session or trust policies, no key grants, and no other account'

/** The caller's own policies refuse: which kind of refusal it is. */
export function judgeIdentity(denial: DenialCase): readonly DenialVerdict[] {
  const { reading, evidence, at } = denial
  const who = whoOf(reading, at.target)
  const what = whatOf(reading)
  const facts = simulationFacts(denial)
  if (reading.said.effect === 'explicit' || isSimulatedExplicit(denial)) return [explicitDeny(denial, facts)]
  const service = reading.action?.toLowerCase()
  const linkedService = /aws-service-role\/([\w.-]+)/.exec(reading.resource ?? '')?.[1]
  if (service === 'iam:passrole')
    return [
      {
        id: 'iam-passrole',
        strength: 'likely',
        summary: `${who} may not hand the role ${reading.resource ?? ''} to a service (iam:PassRole), which the call it made needs beside its own action.`,
        facts,
        fix: grantIdentity(reading),
      },
    ]
  if (service === 'iam:createservicelinkedrole')
    return [
      {
        id: 'iam-slr-missing',
        strength: 'likely',
        summary: `A service-linked role is missing and ${who} may not make it (iam:CreateServiceLinkedRole).`,
        facts,
        fix: {
          now: 'Let somebody who may, make the role once; the call then works without this permission.',
          ...(linkedService !== undefined && {
            cli: `aws iam create-service-linked-role --aws-service-name ${linkedService}`,
          }),
        },
      },
    ]
  const identity = valueIfRead(evidence.identity)
  const allows =
    identity == null
      ? []
      : matchPolicies(identity.policies, reading.request).filter(({ statement }) => statement.effect === 'Allow')
  const conditional = allows.find((each) => each.resource !== 'no' && each.open.length > 0)
  const simulated = valueIfRead(evidence.simulated) ?? undefined
  const isRefused =
    reading.said.layer === 'identity' || decisionFor(simulated, reading.resource)?.decision === 'implicitDeny'
  if (conditional !== undefined) return [byCondition(denial, who, what, conditional, facts)]
  // A resource that nobody could compare is another one where AWS says that nothing allows this one.
  const elsewhere = allows.find(
    (each) => each.condition !== 'no' && (each.resource === 'no' || (isRefused && each.resource === 'unknown')),
  )
  if (elsewhere !== undefined && reading.resource !== undefined && reading.resource !== '*')
    return [
      {
        id: 'iam-resource-arn-mismatch',
        strength: isRefused && elsewhere.resource === 'no' && identity?.complete === true ? 'proven' : 'likely',
        summary: `${who} may do ${reading.action ?? 'this'} on ${elsewhere.statement.resources.join(', ') || 'other resources'}, and the call was for ${reading.resource}, which that does not cover.`,
        facts: [
          at.fact('identity', `Allowed by ${elsewhere.policy.name}`, statementText(elsewhere.statement)),
          ...facts,
        ],
        fix: {
          ...grantIdentity(reading),
          now: `Correct the Resource of ${elsewhere.policy.name} so that it covers ${reading.resource}${arnHint(reading.resource)}.`,
        },
      },
    ]
  const missing = [...new Set(decisionFor(simulated, reading.resource)?.missing ?? [])]
  if (identity == null && missing.length > 0) return [byMissingKeys(who, what, missing, facts)]
  if (allows.some((each) => applies(each) === 'yes') && identity?.complete === true) return []
  const decision = decisionFor(simulated, reading.resource)?.decision
  const isConfirmed =
    (identity?.complete === true && allows.length === 0) || (identity != null && decision === 'implicitDeny')
  // Without the policies nobody knows whether something else of the caller's refuses, unless AWS says where it looked.
  const isSaid = reading.said.layer === 'identity' && decision !== 'allowed'
  return [
    {
      id: 'iam-no-identity-allow',
      strength: isConfirmed ? 'proven' : identity != null || isSaid ? 'likely' : 'possible',
      summary: `No policy of ${who} allows ${what}.`,
      facts: [
        ...(identity == null
          ? []
          : [
              at.fact(
                'identity',
                'Policies looked through',
                identity.policies.map((each) => each.name).join(', ') || 'none',
              ),
            ]),
        ...facts,
      ],
      fix: grantIdentity(reading),
    },
  ]
}

/** A decision for the resource itself says more than the one for every resource. */
export function decisionFor(
  simulated: readonly SimulatedDecision[] | undefined,
  resource: string | undefined,
): SimulatedDecision | undefined {
  return (
    simulated?.find((each) => each.resource === resource) ??
    (resource === undefined || resource === '*' ? simulated?.[0] : undefined)
  )
}

export function simulationFacts({ reading, evidence, at }: DenialCase): Fact[] {
  const decision = decisionFor(valueIfRead(evidence.simulated) ?? undefined, reading.resource)
  if (decision === undefined) return []
  const by = decision.matched.map((each) => each.id).join(', ')
  return [
    at.fact(
      'simulated',
      'IAM’s simulator',
      `${decision.decision}${by === '' ? '' : ` by ${by}`} (it ${simulatorLimits})`,
    ),
  ]
}

function isSimulatedExplicit({ reading, evidence }: DenialCase): boolean {
  return (
    reading.said.layer === undefined &&
    decisionFor(valueIfRead(evidence.simulated) ?? undefined, reading.resource)?.decision === 'explicitDeny'
  )
}

/** A Deny of AWS's own, after a key was found in public, is an incident of its own. */
export function explicitDeny({ reading, evidence, at }: DenialCase, facts: readonly Fact[]): DenialVerdict {
  const identity = valueIfRead(evidence.identity)
  const { policyArn } = reading.said
  const fitting =
    identity == null
      ? []
      : matchPolicies(identity.policies, reading.request).filter(
          (each) => each.statement.effect === 'Deny' && applies(each) !== 'no',
        )
  const named = fitting.filter((each) => policyArn !== undefined && each.policy.arn === policyArn)
  const sure = fitting.filter((each) => applies(each) === 'yes')
  const denies = named.length > 0 ? named : policyArn !== undefined ? [] : sure.length > 0 ? sure : fitting
  const names = policyArn === undefined ? denies.map((each) => each.policy.arn ?? each.policy.name) : [policyArn]
  const who = whoOf(reading, at.target)
  const shown = denies
    .slice(0, 2)
    .map((each) => at.fact('identity', `Denied by ${each.policy.name}`, statementText(each.statement)))
  if (names.some((name) => /AWSCompromisedKeyQuarantine/.test(name)))
    return {
      id: 'iam-quarantine',
      strength: 'proven',
      summary: `AWS has put ${who} under quarantine because its access key was found in public, and denies it ${reading.action ?? 'this'}. Treat it as a security incident.`,
      facts: [...shown, ...facts],
      fix: {
        now: 'Deactivate and replace the access keys, look in CloudTrail for what they did, and answer the AWS Support case. Take the quarantine policy off last.',
      },
    }
  return {
    id: 'iam-explicit-deny-identity',
    strength: 'proven',
    summary: `A Deny statement${names[0] === undefined ? '' : ` in ${names[0]}`} refuses ${who} ${whatOf(reading)}; no Allow outweighs it.`,
    facts: [...shown, ...facts],
    fix: {
      now: `Narrow the Deny statement${denies[0]?.statement.sid === undefined ? '' : ` ${denies[0].statement.sid}`}${names[0] === undefined ? '' : ` in ${names[0]}`} so that it leaves ${whatOf(reading)} out, or use another role.`,
    },
  }
}

function isTagKey({ key }: Condition): boolean {
  return /ResourceTag|RequestTag|TagKeys|PrincipalTag/i.test(key)
}

function byCondition(
  { at, reading }: DenialCase,
  who: string,
  what: string,
  match: StatementMatch,
  facts: readonly Fact[],
): DenialVerdict {
  const isTag = match.open.some(isTagKey)
  const keys = match.open.map((each) => `${each.operator} ${each.key} = ${each.values.join(' or ')}`).join('; ')
  const strength: Strength =
    match.condition === 'no' ? 'proven' : reading.said.layer === 'identity' ? 'likely' : 'possible'
  return {
    id: isTag ? 'iam-tag-based-abac' : 'iam-condition-unmet',
    strength,
    summary: `${match.policy.name} allows ${who} ${what} only under a condition that the call did not meet: ${keys}.`,
    facts: [
      at.fact('identity', `Allowed by ${match.policy.name} under a condition`, statementText(match.statement)),
      ...facts,
    ],
    fix: {
      now: isTag
        ? 'Give the resource, the request or the caller the tag that the condition wants (making something with tags needs the service’s TagResource action too).'
        : 'Make the call the way the condition wants it, or change the condition in that statement.',
    },
  }
}

function byMissingKeys(who: string, what: string, missing: readonly string[], facts: readonly Fact[]): DenialVerdict {
  const isTag = missing.some((key) => isTagKey({ operator: '', key, values: [] }))
  return {
    id: isTag ? 'iam-tag-based-abac' : 'iam-condition-unmet',
    strength: 'possible',
    summary: `${who} may do ${what} only if ${missing.join(', ')} fit a condition; the simulator does not know their values.`,
    facts,
  }
}

function arnHint(resource: string | undefined): string {
  if (resource === undefined) return ''
  if (/^arn:[\w-]+:s3:::[^/]+\/./.test(resource))
    return ' (objects are the bucket’s ARN with `/*`, the bucket itself has no slash)'
  if (/:table\/[^/]+\/index\//.test(resource)) return ' (an index is a resource of its own: `table/NAME/index/*`)'
  if (/:secret:/.test(resource)) return ' (a secret’s ARN ends in six random characters: `NAME-??????`)'
  return /:log-group:/.test(resource) ? ' (streams of a log group are `log-group:NAME:*`)' : ''
}
