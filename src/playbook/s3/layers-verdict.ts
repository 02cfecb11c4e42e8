import { valueIfRead } from '../../evidence/evidence.ts'
import { statementText } from '../../evidence/iam/policy-document.ts'
import { applies, matchPolicies, type StatementMatch } from '../../evidence/iam/policy-match.ts'
import { judgeAccessPoint } from './access-point-verdict.ts'
import { allowedByIdentity, judgeIdentity, missingKey } from './identity-verdict.ts'
import { judgeKmsKey } from './key-verdict.ts'
import { judgePublicAccess } from './public-verdict.ts'
import { callerOf, isDirectory, isForeign, letIn, resourceOf, usual } from './request.ts'
import { judgeDirectory, judgeSettings } from './settings-verdict.ts'
import { alone, type BucketCase, type BucketVerdict } from './verdict.ts'

/** AWS named no reason: every layer that can say no is asked for itself. */
export function judgeLayers(bucketCase: BucketCase): readonly BucketVerdict[] {
  if (isDirectory(bucketCase.at.target)) return judgeDirectory(bucketCase)
  const deny = judgePolicy(bucketCase)
  const provable = deny.filter((verdict) => verdict.strength !== 'possible')
  if (provable.length > 0) return provable
  const found = [
    ...judgeKmsKey(bucketCase, false),
    ...judgePublicAccess(bucketCase),
    ...judgeCaller(bucketCase),
    ...judgeSettings(bucketCase),
    ...judgeAccessPoint(bucketCase),
  ]
  return found.some((verdict) => verdict.strength !== 'possible')
    ? found.filter((verdict) => verdict.strength !== 'possible')
    : [...found, ...deny]
}

function judgePolicy(bucketCase: BucketCase): readonly BucketVerdict[] {
  const { evidence, at, action } = bucketCase
  const policy = valueIfRead(evidence.policy)
  if (policy == null) return []
  const principal = callerOf(at.target)
  const isHttp = at.target.request?.presigned?.isHttps === false
  const service =
    at.target.request?.principal?.endsWith('.amazonaws.com') === true ? at.target.request.principal : undefined
  const denies = matchPolicies([policy], {
    action,
    resource: resourceOf(at.target),
    ...(principal !== undefined && { principal }),
    ...(service !== undefined && { service }),
    context: {
      'aws:securetransport': [isHttp ? 'false' : 'true'],
      ...(principal !== undefined && {
        'aws:principalarn': [principal],
        'aws:principalaccount': [principal.split(':')[4] ?? ''],
      }),
    },
  }).filter((each) => each.statement.effect === 'Deny')
  const sure = denies.find((each) => applies(each) === 'yes')
  if (sure !== undefined) return [alone(bucketCase, denyVerdict(bucketCase, sure, 'proven'))]
  const open = denies.find(
    (each) => applies(each) === 'unknown' && each.open.length > 0 && !each.open.every(({ key }) => usual.test(key)),
  )
  if (open === undefined) return []
  return [alone(bucketCase, denyVerdict(bucketCase, open, 'possible'))]
}

function denyVerdict(
  { at, action }: BucketCase,
  match: StatementMatch,
  strength: 'proven' | 'possible',
): BucketVerdict {
  const viaEndpoint = match.open.some(({ key }) => /SourceVpce|SourceVpc$/i.test(key))
  const wanted = match.open.map((each) => `${each.operator} ${each.key} = ${each.values.join(' or ')}`).join('; ')
  return {
    id: viaEndpoint ? 's3-bucket-requires-vpce' : 's3-bucket-policy-deny',
    strength,
    summary:
      strength === 'proven'
        ? `A Deny statement (${match.statement.sid ?? 'without Sid'}) in the policy of ${at.target.name} refuses ${action}.`
        : `A Deny statement (${match.statement.sid ?? 'without Sid'}) in the policy of ${at.target.name} refuses ${action} unless a condition is met: ${wanted}.`,
    facts: [at.fact('policy', 'Deny statement', statementText(match.statement))],
    fix: {
      now: viaEndpoint
        ? 'Call the bucket through the VPC endpoint it names, or add the caller to the exceptions of the statement (aws:PrincipalArn).'
        : 'Meet the condition of the Deny statement, or narrow it; an Allow elsewhere does not outweigh it.',
    },
  }
}

function judgeCaller(bucketCase: BucketCase): readonly BucketVerdict[] {
  const { evidence, at, action } = bucketCase
  const principal = callerOf(at.target)
  if (principal === undefined) return []
  const policy = valueIfRead(evidence.policy)
  const isAllowedByBucket =
    policy === undefined
      ? undefined
      : policy !== null &&
        matchPolicies([policy], { action, resource: resourceOf(at.target), principal }).some(
          (each) => each.statement.effect === 'Allow' && applies(each) === 'yes',
        )
  if (isForeign(at.target) === true) {
    if (isAllowedByBucket !== false) return []
    return [
      alone(bucketCase, {
        id: 's3-cross-account-one-side',
        strength: 'proven',
        summary: `${principal} is of another account, and the policy of ${at.target.name} does not allow it ${action}: both sides must.`,
        facts: [at.fact('policy', 'Bucket policy', policy === null ? 'there is none' : 'names this caller nowhere')],
        fix: {
          now: 'Allow the caller in the bucket’s policy, and the action in the caller’s own.',
          ...letIn(at.target, action, principal, policy !== null),
        },
      }),
    ]
  }
  const isAllowed = allowedByIdentity(bucketCase)
  if (isAllowed === false && isAllowedByBucket === false) return judgeIdentity(bucketCase, false)
  if (action !== 's3:GetObject' || at.target.request?.key === undefined) return []
  const canList = valueIfRead(evidence.listing)?.some(
    (each) => each.resource === at.target.arn && each.decision === 'allowed',
  )
  const canListByBucket =
    policy != null &&
    matchPolicies([policy], { action: 's3:ListBucket', resource: at.target.arn, principal }).some(
      (each) => each.statement.effect === 'Allow' && applies(each) !== 'no',
    )
  const object = valueIfRead(evidence.object)
  if (canList !== false || canListByBucket || object?.exists === true) return []
  return [alone(bucketCase, missingKey(bucketCase, principal, object?.exists === false))]
}
