import { valueIfRead } from '../../evidence/evidence.ts'
import { type PolicyDocument, statementText } from '../../evidence/iam/policy-document.ts'
import { type AccessRequest, applies, matchPolicies, type StatementMatch } from '../../evidence/iam/policy-match.ts'
import { addToEndpointPolicy } from '../statement.ts'
import { decisionFor, judgeIdentity } from './identity-verdict.ts'
import { judgeKey } from './key-verdict.ts'
import type { DenialReading } from './reading.ts'
import { judgeTrust } from './trust-verdict.ts'
import type { DenialCase, DenialVerdict } from './verdict.ts'
import { extendBoundary, grantOnResource, statementFor, whatOf, whoOf, withStatement } from './words.ts'

const credentialCodes =
  /^(ExpiredToken|ExpiredTokenException|InvalidClientTokenId|SignatureDoesNotMatch|UnrecognizedClientException|InvalidAccessKeyId|InvalidToken|AuthFailure|RequestExpired)$/

/** What AWS's own words say; undefined when they name no layer. */
export function judgeLayer(denial: DenialCase): readonly DenialVerdict[] | undefined {
  const { reading, at, evidence } = denial
  const { said } = reading
  const who = whoOf(reading, at.target)
  const what = whatOf(reading)
  if (said.code !== undefined && credentialCodes.test(said.code)) {
    return [
      {
        id: 'iam-expired-creds',
        strength: 'likely',
        summary: `The credentials were refused before any policy was looked at: ${said.code}.`,
        facts: [],
        fix: {
          now: 'Get new credentials (assume the role again, `aws sso login`, restart what caches them), and check the clock of the caller.',
        },
      },
    ]
  }
  switch (said.layer) {
    case undefined:
      return undefined
    case 'boundary':
      return [byBoundary(denial, who, what)]
    case 'session':
      return [
        {
          id: 'iam-session-policy',
          strength: 'proven',
          summary: `The session policy given when ${who} was assumed ${denies(said.effect)} ${what}; the role’s own policies do not matter here.`,
          facts: [],
          fix: {
            now: 'Assume the role without the session policy, or with one that allows this action.',
            ...withStatement(statementFor(reading)),
            cli: `aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=AssumeRole --region ${at.target.region}`,
          },
        },
      ]
    case 'scp':
    case 'rcp':
      return [byOrganization(denial, who, what)]
    case 'vpc-endpoint':
      return [byEndpoint(denial, who, what)]
    case 'trust':
      return judgeTrust(denial)
    case 'resource':
      // A role's trust policy is its resource policy.
      return orSilent(
        /^sts:AssumeRole/i.test(reading.action ?? '') ? judgeTrust(denial) : byResource(denial, who, what),
      )
    case 'identity': {
      const principal = valueIfRead(evidence.principal)
      const isSsoGone = principal?.state === 'gone' && principal.name.startsWith('AWSReservedSSO_')
      return isSsoGone ? undefined : orSilent(judgeIdentity(denial))
    }
  }
}

/** Where the policy that is blamed allows it by now, the words are of a state that is over, or only half of the matter. */
function orSilent(found: readonly DenialVerdict[]): readonly DenialVerdict[] | undefined {
  return found.length > 0 ? found : undefined
}

function denies(effect: 'explicit' | 'implicit' | undefined): string {
  return effect === 'explicit' ? 'denies' : 'does not allow'
}

function byBoundary({ reading, evidence, at }: DenialCase, who: string, what: string): DenialVerdict {
  const principal = valueIfRead(evidence.principal)
  const boundary = reading.said.policyArn ?? (principal?.state === 'found' ? principal.boundaryArn : undefined)
  return {
    id: 'iam-permissions-boundary',
    strength: 'proven',
    summary: `The permissions boundary${boundary === undefined ? '' : ` ${boundary}`} of ${who} ${denies(reading.said.effect)} ${what}.`,
    facts:
      boundary === undefined || evidence.principal.status !== 'ok'
        ? []
        : [at.fact('principal', 'Permissions boundary', boundary)],
    fix: {
      ...extendBoundary(reading, boundary, reading.said.effect === 'explicit'),
    },
  }
}

function byOrganization({ reading }: DenialCase, who: string, what: string): DenialVerdict {
  const isScp = reading.said.layer === 'scp'
  const kind = isScp ? 'service control policy' : 'resource control policy'
  const { policyArn } = reading.said
  return {
    id: isScp ? 'iam-scp' : 'iam-rcp',
    strength: 'proven',
    summary: `A ${kind} of the organization${policyArn === undefined ? '' : ` (${policyArn})`} refuses ${who} ${what}; no policy in this account can allow it.`,
    facts: [],
    fix: {
      now: `Ask whoever manages the organization to change ${policyArn ?? `the ${kind}`}, or use an account and region it does not cover. Its text cannot be read from this account.`,
      ...(policyArn !== undefined && {
        cli: `aws organizations describe-policy --policy-id ${policyArn.split('/').at(-1)}`,
      }),
    },
  }
}

function byEndpoint({ reading, evidence, at }: DenialCase, who: string, what: string): DenialVerdict {
  const endpoints = valueIfRead(evidence.endpoints) ?? []
  const recorded = valueIfRead(evidence.event)?.refusals[0]?.vpcEndpointId
  const blocking = endpoints.find((each) => each.id === recorded) ?? (endpoints.length === 1 ? endpoints[0] : undefined)
  const name = blocking?.id ?? recorded
  const allowed = statementFor(reading)
  const statement = allowed && {
    ...allowed,
    Principal: reading.principal === undefined ? '*' : { AWS: reading.principal },
  }
  return {
    id: 'iam-vpce-policy',
    strength: 'proven',
    summary: `The policy of the VPC endpoint${name === undefined ? '' : ` ${name}`} that the call went through ${denies(reading.said.effect)} ${who} ${what}.`,
    facts:
      blocking === undefined
        ? []
        : [at.fact('endpoints', 'Endpoint', `${blocking.id} (${blocking.service}) in ${blocking.vpcId}`)],
    fix: {
      now: `Add the statement to the policy of ${name ?? 'the endpoint'}; outside the VPC the same call works.`,
      ...withStatement(statement),
      ...(name !== undefined &&
        statement !== undefined &&
        reading.said.effect !== 'explicit' && { cli: addToEndpointPolicy(name, at.target.region, statement) }),
    },
  }
}

/** Deny statements that fit the call: over TLS, as calls nearly always are, else also those that want TLS. */
function denyingIn(policy: PolicyDocument, { request }: DenialReading): readonly StatementMatch[] {
  const fitting = (context: AccessRequest['context']): StatementMatch[] =>
    matchPolicies([policy], { ...request, ...(context !== undefined && { context }) }).filter(
      (each) => each.statement.effect === 'Deny' && applies(each) !== 'no',
    )
  const usual = fitting(request.context)
  if (usual.length > 0) return usual
  const { 'aws:securetransport': _tls, ...unsure } = request.context ?? {}
  return fitting(unsure)
}

function byResource(denial: DenialCase, who: string, what: string): readonly DenialVerdict[] {
  const { reading, evidence, at } = denial
  const isExplicit = reading.said.effect === 'explicit'
  if (reading.action?.startsWith('kms:') === true && !isExplicit) return judgeKey(denial)
  const policy = valueIfRead(evidence.resource)
  const denying = policy?.state === 'read' ? denyingIn(policy.policy, reading) : []
  const where = `the policy of ${reading.resource ?? 'the resource'}`
  if (isExplicit) {
    const sids = denying.map((each) => each.statement.sid ?? 'without Sid').join(', ')
    return [
      {
        id: 'iam-resource-policy-deny',
        strength: 'proven',
        summary: `A Deny statement in ${where} refuses ${who} ${reading.action ?? 'the call'}${sids === '' ? '' : ` (${denying.length > 1 ? 'one of ' : ''}${sids})`}.`,
        facts: denying.slice(0, 2).map((each) => at.fact('resource', 'Deny statement', statementText(each.statement))),
        fix: {
          now: `Change the condition of the Deny statement in ${where}, or make the call the way it wants it (through the endpoint, over TLS, with the header). An Allow elsewhere does not outweigh it.`,
        },
      },
    ]
  }
  const simulated = decisionFor(valueIfRead(evidence.simulated) ?? undefined, reading.resource)
  const granted = grantOnResource(reading, where, { region: at.target.region, hasPolicy: policy?.state !== 'none' })
  // Within one account either side is enough: an Allow of the caller's own contradicts the words.
  const isDoubtful = !reading.isCrossAccount && simulated?.decision === 'allowed'
  return [
    {
      id: 'iam-resource-policy-implicit',
      strength: isDoubtful ? 'likely' : 'proven',
      summary: `No statement in ${where} allows ${who} ${what.split(' on ')[0]}${reading.isCrossAccount ? ', and the caller is of another account, so one must' : ''}.`,
      facts:
        policy === undefined
          ? []
          : [
              at.fact(
                'resource',
                'Resource policy',
                policy.state === 'read'
                  ? 'allows it nowhere'
                  : policy.state === 'none'
                    ? 'there is none'
                    : 'cannot be read from this account',
              ),
            ],
      fix: reading.isCrossAccount
        ? granted
        : {
            ...granted,
            now: `Allow ${reading.principal ?? 'the caller'} ${reading.action ?? 'the action'} in ${where} or in its own policies: within one account either is enough.`,
            proper:
              'Put the same statement into the template that makes the policy, so that the next deployment keeps it.',
          },
    },
  ]
}
