import { valueIfRead } from '../../evidence/evidence.ts'
import { applies, matchPolicies } from '../../evidence/iam/policy-match.ts'
import { callerOf, isForeign } from './request.ts'
import { alone, type BucketCase, type BucketVerdict } from './verdict.ts'

/** The key of the object: its state, whether the caller may use it, and whether another account ever could. */
export function judgeKmsKey(bucketCase: BucketCase, isSaid: boolean): readonly BucketVerdict[] {
  const { evidence, at, said } = bucketCase
  const key = valueIfRead(evidence.key)
  const bucket = at.target.name
  const recorded = valueIfRead(evidence.refusals)?.onKey ?? []
  const state = key?.state?.state
  if (state !== undefined && state !== 'Enabled' && key != null)
    return [
      alone(bucketCase, {
        id: 's3-kms-key-state',
        strength: 'likely',
        summary: `The key ${key.arn} that ${bucket} encrypts with is ${state}, so nothing encrypted with it can be read or written.`,
        facts: [at.fact('key', 'Key state', `${key.arn}: ${state}`)],
        fix: {
          now: state === 'PendingDeletion' ? 'Cancel the deletion of the key, then enable it.' : 'Enable the key.',
          cli:
            state === 'PendingDeletion'
              ? `aws kms cancel-key-deletion --key-id ${key.arn} --region ${at.target.region}\naws kms enable-key --key-id ${key.arn} --region ${at.target.region}`
              : `aws kms enable-key --key-id ${key.arn} --region ${at.target.region}`,
        },
      }),
    ]
  if (key?.isAwsManaged === true && isForeign(at.target) === true)
    return [
      alone(bucketCase, {
        id: 's3-kms-aws-managed-cross-account',
        strength: 'proven',
        summary: `${bucket} is encrypted with the AWS managed key aws/s3, which no other account can ever use; the caller is of another account.`,
        facts: [at.fact('key', 'Key', 'aws/s3, managed by AWS')],
        fix: {
          now: 'Encrypt with a customer managed key whose policy names the other account, and copy the objects again under it.',
        },
      }),
    ]
  if (!isSaid && recorded.length === 0 && !keyRefuses(bucketCase)) return []
  const call = recorded[0]
  const who = callerOf(at.target) ?? call?.principal ?? said.caller ?? 'The caller'
  const action = said.action?.startsWith('kms:') === true ? said.action : (call?.action ?? 'kms:Decrypt')
  const keyArn = said.resource?.includes(':kms:') === true ? said.resource : (key?.arn ?? 'the key')
  return [
    {
      id: 's3-kms-caller-denied',
      strength: 'proven',
      summary: `${who} may not ${action} with ${keyArn}, which objects of ${bucket} are encrypted with; S3 then answers 403.`,
      facts: [
        ...(call === undefined
          ? []
          : [
              at.fact(
                'refusals',
                'Refused by KMS',
                `${recorded.length} times, last ${call.errorMessage || call.errorCode}`,
                call.at,
              ),
            ]),
        ...(key == null ? [] : [at.fact('key', 'Key of the bucket', key.arn)]),
      ],
      ...(recorded.length > 0 && { times: recorded.map((each) => each.at) }),
      fix: {
        now: 'Allow the action on the key in the caller’s own policy, and let the key policy name the caller or delegate to the account. Reading needs kms:Decrypt, writing kms:GenerateDataKey.',
        iac: JSON.stringify({ Effect: 'Allow', Action: action, Resource: keyArn }),
      },
      ...(!isSaid && recorded.length === 0 && !bucketCase.isQuiet && { standsAlone: true }),
    },
  ]
}

/** The key's policy leaves a known caller out, and does not delegate to the account either. */
function keyRefuses({ evidence, at, action }: BucketCase): boolean {
  const key = valueIfRead(evidence.key)
  const principal = callerOf(at.target)
  if (key?.policy === undefined || principal === undefined) return false
  const needed = /Put|Create|Upload/.test(action) ? 'kms:GenerateDataKey' : 'kms:Decrypt'
  return !matchPolicies([key.policy], { action: needed, resource: key.arn, principal }).some(
    (each) => each.statement.effect === 'Allow' && applies(each) !== 'no',
  )
}
