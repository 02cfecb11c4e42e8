import { valueIfRead } from '../../evidence/evidence.ts'
import { statementText } from '../../evidence/iam/policy-document.ts'
import { applies, matchPolicies } from '../../evidence/iam/policy-match.ts'
import type { AccessPoint } from '../../evidence/s3/access-point.ts'
import { callerOf, isForeign } from './request.ts'
import { alone, type BucketCase, type BucketVerdict } from './verdict.ts'

const docs =
  'the access point’s policy, and let the bucket’s policy delegate to access points (s3:DataAccessPointAccount)'

/** The access point that was called: its network, and its own policy. */
export function judgeAccessPoint(bucketCase: BucketCase): readonly BucketVerdict[] {
  const { evidence, at, action } = bucketCase
  const point = valueIfRead(evidence.point)
  if (point == null) return []
  const shown = at.fact('point', 'Access point', `${point.name}, network origin ${point.networkOrigin}`)
  const matches = matchesOf(bucketCase, point)
  const deny = matches.find((each) => each.statement.effect === 'Deny' && applies(each) === 'yes')
  const lets = matches.some((each) => each.statement.effect === 'Allow' && applies(each) !== 'no')
  const verdict = (strength: 'likely' | 'possible', why: string, now: string): BucketVerdict =>
    alone(bucketCase, {
      id: 's3-access-point',
      strength,
      summary: `The access point ${point.name} of ${at.target.name} ${why}.`,
      facts: [
        shown,
        ...(deny === undefined ? [] : [at.fact('point', 'Deny statement', statementText(deny.statement))]),
      ],
      fix: { now },
    })
  if (deny !== undefined)
    return [verdict('likely', `denies ${action} in its own policy`, `Change the Deny statement in ${docs}.`)]
  if (point.networkOrigin === 'VPC')
    return [
      verdict(
        'possible',
        `answers calls from ${point.vpcId ?? 'its VPC'} only, and whether this one came from there is recorded nowhere`,
        `Call it from inside ${point.vpcId ?? 'the VPC'} through an S3 endpoint, or use an access point whose network origin is the internet; the origin of one cannot be changed.`,
      ),
    ]
  if (isForeign(at.target) === true && !lets)
    return [
      verdict('likely', `does not allow ${callerOf(at.target) ?? 'the caller'} ${action}`, `Allow it in ${docs}.`),
    ]
  return []
}

/** A refusal whose words name an access point. */
export function refusedAtAccessPoint({ evidence, at }: BucketCase): readonly BucketVerdict[] {
  const point = valueIfRead(evidence.point)
  const isVpc = point?.networkOrigin === 'VPC'
  return [
    {
      id: 's3-access-point',
      strength: 'likely',
      summary: `The call went through ${point == null ? 'an access point' : `the access point ${point.name}`}${isVpc ? `, which answers from ${point.vpcId ?? 'its VPC'} only` : point != null && point.policy === undefined ? ', which has no policy of its own' : ', whose policy, or the bucket’s, does not allow it'}.`,
      facts:
        point == null ? [] : [at.fact('point', 'Access point', `${point.name}, network origin ${point.networkOrigin}`)],
      fix: { now: `Allow the action in ${docs}.` },
    },
  ]
}

function matchesOf({ at, action }: BucketCase, { name, policy }: AccessPoint) {
  if (policy === undefined) return []
  const principal = callerOf(at.target)
  const { partition, region, account, request } = at.target
  return matchPolicies([policy], {
    action,
    resource: `arn:${partition}:s3:${region}:${account}:accesspoint/${name}/object/${request?.key ?? 'KEY'}`,
    ...(principal !== undefined && { principal }),
  })
}
