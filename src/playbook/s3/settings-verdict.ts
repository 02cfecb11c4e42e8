import { valueIfRead } from '../../evidence/evidence.ts'
import { applies, matchPolicies } from '../../evidence/iam/policy-match.ts'
import { choose, shellWord } from '../command.ts'
import { addToBucketPolicy, addToKeyPolicy, type Statement } from '../statement.ts'
import { allowedByIdentity } from './identity-verdict.ts'
import { callerOf, isForeign, resourceOf } from './request.ts'
import { alone, type BucketCase, type BucketVerdict } from './verdict.ts'

/** Settings that refuse certain requests: who pays, who owns, what is archived, locked, or behind CloudFront. */
export function judgeSettings(bucketCase: BucketCase): readonly BucketVerdict[] {
  return [
    ...payment(bucketCase),
    ...ownership(bucketCase),
    ...archive(bucketCase),
    ...deletion(bucketCase),
    ...cloudFront(bucketCase),
  ].map((verdict) => alone(bucketCase, verdict))
}

function payment({ evidence, at }: BucketCase): BucketVerdict[] {
  if (valueIfRead(evidence.payer) !== 'Requester' || isForeign(at.target) === false) return []
  return [
    {
      id: 's3-requester-pays',
      strength: isForeign(at.target) === true ? 'likely' : 'possible',
      summary: `${at.target.name} lets the requester pay, so requests of others without the request-payer header get 403.`,
      facts: [at.fact('payer', 'Payer', 'Requester')],
      fix: { now: 'Send `x-amz-request-payer: requester` (`--request-payer requester`).' },
    },
  ]
}

function ownership({ evidence, at }: BucketCase): BucketVerdict[] {
  if (valueIfRead(evidence.owner)?.isForeign !== true) return []
  const mode = valueIfRead(evidence.ownership)
  return [
    {
      id: 's3-object-owned-by-other-account',
      strength: 'proven',
      summary: `The object ${at.target.request?.key ?? ''} belongs to the account that uploaded it, not to the owner of ${at.target.name}, so the bucket’s policy does not apply to it.`,
      facts: [
        at.fact('owner', 'Owner of the object', 'another account'),
        ...(mode === undefined ? [] : [at.fact('ownership', 'Object ownership', mode)]),
      ],
      fix: {
        now: 'Set BucketOwnerEnforced on the bucket (ACLs then no longer count), or let the owner copy the object over itself with bucket-owner-full-control.',
      },
    },
  ]
}

function archive({ evidence, at, action }: BucketCase): BucketVerdict[] {
  const storage = valueIfRead(evidence.object)?.storageClass
  if (storage === undefined || !/^(GLACIER|DEEP_ARCHIVE)$/.test(storage) || action !== 's3:GetObject') return []
  const key = at.target.request?.key ?? ''
  return [
    {
      id: 's3-archived',
      strength: 'likely',
      summary: `The object ${key} is in ${storage} and must be restored before it can be read.`,
      facts: [at.fact('object', 'Storage class', storage)],
      fix: {
        now: 'Restore a copy, which takes hours and is billed for the days it is kept.',
        cli: `aws s3api restore-object --bucket ${shellWord(at.target.name)} --key ${shellWord(key)} --restore-request Days=7 --region ${at.target.region}`,
      },
    },
  ]
}

function deletion({ evidence, at, action }: BucketCase): BucketVerdict[] {
  if (!/Delete|BypassGovernance|PutObjectRetention/.test(action)) return []
  const lock = valueIfRead(evidence.lock)
  if (lock != null)
    return [
      {
        id: 's3-object-lock',
        strength: action === 's3:DeleteObjectVersion' ? 'likely' : 'possible',
        summary: `${at.target.name} locks its objects${lock.mode === undefined ? '' : ` (${lock.mode}${lock.period === undefined ? '' : `, ${lock.period}`})`}: a locked version cannot be deleted${lock.mode === 'COMPLIANCE' ? ', by nobody' : ''}.`,
        facts: [at.fact('lock', 'Object lock', [lock.mode, lock.period].filter(Boolean).join(', ') || 'per object')],
      },
    ]
  if (
    valueIfRead(evidence.versioning)?.needsMfaToDelete !== true ||
    !/DeleteObjectVersion|PutBucketVersioning/.test(action)
  )
    return []
  return [
    {
      id: 's3-mfa-delete',
      strength: 'likely',
      summary: `${at.target.name} wants multi-factor authentication for deleting versions (MFA Delete).`,
      facts: [at.fact('versioning', 'MFA Delete', 'Enabled')],
    },
  ]
}

function cloudFront({ evidence, at, action }: BucketCase): BucketVerdict[] {
  if (at.target.request?.principal !== 'cloudfront.amazonaws.com') return []
  const policy = valueIfRead(evidence.policy)
  if (policy === undefined) return []
  const lets =
    policy !== null &&
    matchPolicies([policy], { action, resource: resourceOf(at.target), service: 'cloudfront.amazonaws.com' }).some(
      (each) => each.statement.effect === 'Allow' && applies(each) !== 'no',
    )
  if (lets) return withKey({ evidence, at })
  return [
    {
      id: 's3-cloudfront-oac',
      strength: 'likely',
      summary: `The policy of ${at.target.name} does not let cloudfront.amazonaws.com read its objects.`,
      facts: [
        at.fact(
          'policy',
          'Bucket policy',
          policy === null ? 'there is none' : 'no statement for cloudfront.amazonaws.com',
        ),
      ],
      fix: {
        now: 'Add the statement that origin access control needs; with SSE-KMS the key policy needs one too.',
        iac: 'CDK: `S3BucketOrigin.withOriginAccessControl(bucket)` adds it.',
        cli: forDistribution((statement) =>
          addToBucketPolicy(
            at.target.name,
            at.target.region,
            { ...statement, Action: 's3:GetObject', Resource: `${at.target.arn}/*` },
            policy !== null,
          ),
        ),
      },
    },
  ]
}

/** CloudFront reads an encrypted object only if the key's policy lets it, too. */
function withKey({ evidence, at }: Pick<BucketCase, 'evidence' | 'at'>): BucketVerdict[] {
  const key = valueIfRead(evidence.key)
  if (key?.policy === undefined || key.isElsewhere) return []
  const lets = matchPolicies([key.policy], {
    action: 'kms:Decrypt',
    resource: key.arn,
    service: 'cloudfront.amazonaws.com',
  }).some((each) => each.statement.effect === 'Allow' && applies(each) !== 'no')
  if (lets) return []
  return [
    {
      id: 's3-cloudfront-oac',
      strength: 'likely',
      summary: `The policy of ${at.target.name} lets CloudFront read, but the key ${key.arn} that its objects are encrypted with does not let it decrypt${key.isAwsManaged ? ', and the policy of aws/s3 cannot be changed' : ''}.`,
      facts: [at.fact('key', 'Key policy', 'no statement for cloudfront.amazonaws.com')],
      fix: {
        now: key.isAwsManaged
          ? 'Encrypt with SSE-S3 or a customer managed key that names cloudfront.amazonaws.com, and copy the objects over themselves.'
          : 'Add the statement to the key’s policy; there, Resource "*" means this key alone.',
        ...(!key.isAwsManaged && {
          cli: forDistribution((statement) =>
            addToKeyPolicy(key.arn, key.arn.split(':')[3] || at.target.region, {
              ...statement,
              Action: 'kms:Decrypt',
              Resource: '*',
            }),
          ),
        }),
      },
    },
  ]
}

/** Which distribution reads stands in no evidence: it has to be chosen, so that no other one is let in. */
function forDistribution(add: (statement: Statement) => string): string {
  return choose(
    "aws cloudfront list-distributions --query 'DistributionList.Items[].[ARN,DomainName,Origins.Items[0].DomainName]' --output table",
    { DISTRIBUTION: 'the ARN of the distribution that reads' },
    ({ DISTRIBUTION }) => {
      const chosen = 'CHOSEN.DISTRIBUTION'
      return add({
        Effect: 'Allow',
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Condition: { StringEquals: { 'AWS:SourceArn': chosen } },
      }).replace(chosen, `'${DISTRIBUTION}'`)
    },
  )
}

/** A directory bucket knows none of the other layers: a session is all there is to be allowed. */
export function judgeDirectory(bucketCase: BucketCase): readonly BucketVerdict[] {
  const { evidence, at, isSeen } = bucketCase
  const isAllowed = allowedByIdentity(bucketCase)
  if (isAllowed === true) return []
  const decision = valueIfRead(evidence.simulated)?.find(({ resource }) => resource === resourceOf(at.target))
  return [
    alone(bucketCase, {
      id: 's3-directory-bucket',
      strength: isSeen || isAllowed === false ? 'likely' : 'possible',
      summary: `${at.target.name} is a directory bucket: every call needs a session first (s3express:CreateSession), which ${isAllowed === false ? `${callerOf(at.target)} is not allowed` : 'a policy for s3:GetObject does not give'}.`,
      facts: [
        at.fact('policy', 'Kind of bucket', 'directory bucket (S3 Express One Zone)', undefined, 'the bucket’s name'),
        ...(decision === undefined
          ? []
          : [at.fact('simulated', 'IAM’s simulator', `${decision.decision} for s3express:CreateSession`)]),
      ],
      fix: {
        now: 'Allow s3express:CreateSession on the bucket.',
        iac: JSON.stringify({
          Effect: 'Allow',
          Action: 's3express:CreateSession',
          Resource: resourceOf(at.target),
        }),
      },
    }),
  ]
}
