import { valueIfRead } from '../../evidence/evidence.ts'
import { statementText } from '../../evidence/iam/policy-document.ts'
import { applies, matchPolicies, type StatementMatch } from '../../evidence/iam/policy-match.ts'
import type { Strength } from '../cause.ts'
import { reviveKey } from '../revive-key.ts'
import { addToEndpointPolicy } from '../statement.ts'
import { refusedAtAccessPoint } from './access-point-verdict.ts'
import { judgeIdentity } from './identity-verdict.ts'
import { judgeKmsKey } from './key-verdict.ts'
import { callerOf, isForeign, letIn, resourceOf, usual } from './request.ts'
import type { BucketCase, BucketVerdict } from './verdict.ts'

interface ErrorRule {
  readonly words: RegExp
  readonly id: string
  readonly strength: Strength
  readonly summary: (bucket: string) => string
}

/** Codes and sentences that name their cause by themselves. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
const rules: readonly ErrorRule[] = [
  {
    words: /AccessControlListNotSupported|does not allow ACLs/i,
    id: 's3-acl-disabled',
    strength: 'proven',
    summary: (bucket) => `${bucket} takes no ACLs (BucketOwnerEnforced), and the request carries one.`,
  },
  {
    words: /RequestTimeTooSkewed|difference between the request time and the current time is too large/i,
    id: 's3-clock-skew',
    strength: 'likely',
    summary: () => 'The caller’s clock is more than 15 minutes off.',
  },
  {
    words: /SignatureDoesNotMatch|signature we calculated does not match/i,
    id: 's3-signature-mismatch',
    strength: 'likely',
    summary: () => 'The request is not what was signed: method, headers, query, host, secret or region differ.',
  },
  {
    words: /PermanentRedirect|AuthorizationHeaderMalformed|IllegalLocationConstraint/i,
    id: 's3-wrong-region',
    strength: 'likely',
    summary: (bucket) => `${bucket} was asked in the wrong region.`,
  },
  {
    words: /Request has expired/i,
    id: 's3-presigned-expired',
    strength: 'likely',
    summary: () => 'The presigned address has expired.',
  },
  {
    words: /ExpiredToken|InvalidToken|InvalidAccessKeyId|security token .* (?:expired|invalid)/i,
    id: 's3-presigned-session-gone',
    strength: 'likely',
    summary: () => 'The credentials that signed the request are expired, deleted or unknown.',
  },
  {
    words: /InvalidObjectState|not valid for the object.s storage class/i,
    id: 's3-archived',
    strength: 'likely',
    summary: () => 'The object is archived and must be restored before it can be read.',
  },
  {
    words: /AllAccessDisabled|AccountProblem|NotSignedUp/i,
    id: 's3-account-problem',
    strength: 'likely',
    summary: (bucket) => `AWS has switched off access to ${bucket} or its account (billing, abuse or sign-up).`,
  },
  {
    words:
      /KMS\.DisabledException|KMSInvalidState|KMS\.KMSInvalidStateException|is pending deletion|key .*is disabled|is disabled\b/i,
    id: 's3-kms-key-state',
    strength: 'likely',
    summary: (bucket) => `The KMS key of the object in ${bucket} is disabled or to be deleted.`,
  },
  {
    words: /BlockPublicAcls setting|public ACLs are prevented/i,
    id: 's3-bpa-block-public-acls',
    strength: 'proven',
    summary: (bucket) => `Block Public Access (BlockPublicAcls) of ${bucket} refuses the public ACL in the request.`,
  },
  {
    words: /BlockPublicPolicy setting|public policies are (?:prevented|blocked)/i,
    id: 's3-bpa-block-public-policy',
    strength: 'proven',
    summary: (bucket) =>
      `Block Public Access (BlockPublicPolicy) of ${bucket} refuses a policy that would make it public.`,
  },
  {
    words: /object lock|protected by object lock|WORM protected/i,
    id: 's3-object-lock',
    strength: 'proven',
    summary: (bucket) => `The version is locked (object lock on ${bucket}) and cannot be deleted or overwritten yet.`,
  },
  {
    words: /Mfa Authentication must be used|MFA Delete/i,
    id: 's3-mfa-delete',
    strength: 'likely',
    summary: (bucket) => `${bucket} wants multi-factor authentication for deleting versions (MFA Delete).`,
  },
]

/** Undefined when the words name neither a cause nor a layer. */
export function judgeError(bucketCase: BucketCase): readonly BucketVerdict[] | undefined {
  const { at, said } = bucketCase
  const error = at.target.request?.error ?? ''
  const name = at.target.name
  const rule = rules.find(({ words }) => words.test(error))
  if (rule !== undefined)
    return [
      {
        id: rule.id,
        strength: rule.strength,
        summary: rule.summary(name),
        facts: extraFacts(rule.id, bucketCase),
        ...(rule.id === 's3-kms-key-state' && keyFix(bucketCase)),
      },
    ]
  if (said.action?.startsWith('kms:') === true) return judgeKmsKey(bucketCase, true)
  const isAtPoint = /:accesspoint[/:]/.test(error)
  const who = callerOf(at.target) ?? 'The caller'
  const what = `${bucketCase.action} on ${resourceOf(at.target)}`
  switch (said.layer) {
    case undefined:
      return isAtPoint ? refusedAtAccessPoint(bucketCase) : undefined
    case 'scp':
    case 'rcp':
      return [
        {
          id: 's3-scp-rcp',
          strength: 'proven',
          summary: `A ${said.layer === 'scp' ? 'service' : 'resource'} control policy of the organization${said.policyArn === undefined ? '' : ` (${said.policyArn})`} refuses ${what}.`,
          facts: [],
          fix: {
            now: 'Ask whoever manages the organization: nothing in this account, the bucket’s policy included, can allow it.',
          },
        },
      ]
    case 'vpc-endpoint':
      return [byEndpoint(bucketCase, what)]
    case 'resource':
      if (isAtPoint) return refusedAtAccessPoint(bucketCase)
      return said.effect === 'explicit' ? [byPolicyDeny(bucketCase, who, what)] : [byMissingSide(bucketCase, who, what)]
    case 'identity':
    case 'boundary':
    case 'session':
    case 'trust':
      return judgeIdentity(bucketCase, true)
  }
}

/** The key of the bucket where that is the one in a bad state; an object may be encrypted with an older one. */
function keyFix({ evidence, at }: BucketCase): Pick<BucketVerdict, 'fix'> {
  const key = valueIfRead(evidence.key)
  const cli = key == null ? undefined : reviveKey(key.arn, key.state?.state, at.target.region)
  return cli === undefined
    ? {}
    : {
        fix: { now: `Bring the key back: it is ${key?.state?.state}. Objects are readable again within minutes.`, cli },
      }
}

function extraFacts(id: string, { evidence, at }: BucketCase) {
  const ownership = valueIfRead(evidence.ownership)
  if (id === 's3-acl-disabled' && ownership !== undefined) return [at.fact('ownership', 'Object ownership', ownership)]
  const lock = valueIfRead(evidence.lock)
  if (id === 's3-object-lock' && lock != null)
    return [at.fact('lock', 'Object lock', [lock.mode, lock.period].filter(Boolean).join(', ') || 'per object')]
  const object = valueIfRead(evidence.object)
  if (id === 's3-archived' && object?.storageClass !== undefined)
    return [at.fact('object', 'Storage class', object.storageClass)]
  const key = valueIfRead(evidence.key)
  if (id === 's3-kms-key-state' && key?.state !== undefined)
    return [at.fact('key', 'Key of the bucket', `${key.arn} is ${key.state.state}`)]
  const access = valueIfRead(evidence.publicAccess)
  if (id.startsWith('s3-bpa') && access !== undefined)
    return [at.fact('publicAccess', 'Block Public Access of the bucket', JSON.stringify(access))]
  return []
}

function byEndpoint({ evidence, at, said }: BucketCase, what: string): BucketVerdict {
  const endpoints = valueIfRead(evidence.endpoints) ?? []
  const only = endpoints.length === 1 ? endpoints[0] : undefined
  const statement = {
    Effect: 'Allow',
    Principal: '*',
    Action: at.target.request?.action ?? 's3:GetObject',
    Resource: resourceOf(at.target).replace(/\/KEY$/, '/*'),
  }
  return {
    id: 's3-vpce-policy',
    strength: 'proven',
    summary: `The policy of the VPC endpoint ${endpoints.length === 1 ? endpoints[0]?.id : 'for S3'} ${said.effect === 'explicit' ? 'denies' : 'does not allow'} ${what}; outside that VPC it works.`,
    facts: endpoints.slice(0, 3).map((each) => at.fact('endpoints', 'S3 endpoint', `${each.id} in ${each.vpcId}`)),
    fix: {
      now: `Add the bucket to the endpoint’s policy.`,
      iac: JSON.stringify(statement),
      ...(only !== undefined &&
        said.effect !== 'explicit' && { cli: addToEndpointPolicy(only.id, at.target.region, statement) }),
    },
  }
}

function byPolicyDeny(bucketCase: BucketCase, who: string, what: string): BucketVerdict {
  const { evidence, at, action } = bucketCase
  const policy = valueIfRead(evidence.policy)
  const principal = callerOf(at.target)
  const denies =
    policy == null
      ? []
      : matchPolicies([policy], {
          action,
          resource: resourceOf(at.target),
          ...(principal !== undefined && { principal }),
        }).filter((each) => each.statement.effect === 'Deny' && applies(each) !== 'no')
  return denyNamed(bucketCase, suspects(denies), who, what)
}

/** Conditions that nearly every request meets are suspects only where there is no other. */
function suspects(denies: readonly StatementMatch[]): readonly StatementMatch[] {
  const sure = denies.filter((each) => applies(each) === 'yes')
  if (sure.length > 0) return sure
  const unusual = denies.filter((each) => !each.open.every(({ key }) => usual.test(key)))
  return unusual.length > 0 ? unusual : denies
}

function denyNamed({ at }: BucketCase, denies: readonly StatementMatch[], who: string, what: string): BucketVerdict {
  const [match] = denies
  const viaEndpoint =
    denies.length > 0 && denies.every((each) => each.open.some(({ key }) => /SourceVpce|SourceVpc$/i.test(key)))
  const wanted = match?.open.map((each) => `${each.operator} ${each.key} = ${each.values.join(' or ')}`).join('; ')
  return {
    id: viaEndpoint ? 's3-bucket-requires-vpce' : 's3-bucket-policy-deny',
    strength: 'proven',
    summary:
      denies.length > 1
        ? `One of ${denies.length} Deny statements (${denies.map((each) => each.statement.sid ?? 'without Sid').join(', ')}) in the policy of ${at.target.name} refuses ${who} ${what}.`
        : `A Deny statement${match === undefined ? '' : ` (${match.statement.sid ?? 'without Sid'})`} in the policy of ${at.target.name} refuses ${who} ${what}${wanted ? `, because of ${wanted}` : ''}.`,
    facts: denies.slice(0, 3).map((each) => at.fact('policy', 'Deny statement', statementText(each.statement))),
    fix: {
      now: viaEndpoint
        ? 'Call the bucket through the VPC endpoint it names, or add the caller to the exceptions of the Deny statement (aws:PrincipalArn).'
        : 'Meet the condition of the Deny statement, or narrow it. An Allow elsewhere does not outweigh it; if everybody is locked out, the account’s root user can delete the policy.',
    },
  }
}

function byMissingSide({ evidence, at }: BucketCase, who: string, what: string): BucketVerdict {
  const policy = valueIfRead(evidence.policy)
  return {
    id: 's3-cross-account-one-side',
    strength: isForeign(at.target) === false ? 'likely' : 'proven',
    summary: `The policy of ${at.target.name} does not allow ${who} ${what}${isForeign(at.target) === true ? '; the caller is of another account, so it must' : ''}.`,
    facts:
      policy === undefined
        ? []
        : [at.fact('policy', 'Bucket policy', policy === null ? 'there is none' : 'names this caller nowhere')],
    fix: {
      now: 'Allow the caller in the bucket’s policy, and the action in the caller’s own.',
      ...letIn(at.target, at.target.request?.action ?? 's3:GetObject', callerOf(at.target), policy !== null),
    },
  }
}
