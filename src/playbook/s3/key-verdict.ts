import { valueIfRead } from '../../evidence/evidence.ts'
import { applies, matchPolicies } from '../../evidence/iam/policy-match.ts'
import { keyActionOf } from '../../evidence/s3/key-use.ts'
import type { Fix } from '../cause.ts'
import type { Fact } from '../fact.ts'
import { reviveKey } from '../revive-key.ts'
import { addToKeyPolicy, grantTo } from '../statement.ts'
import { callerOf, isForeign } from './request.ts'
import { alone, type BucketCase, type BucketVerdict } from './verdict.ts'

/** The key of the object: its state, whether the caller may use it, and whether another account ever could. */
export function judgeKmsKey(bucketCase: BucketCase, isSaid: boolean): readonly BucketVerdict[] {
  const { evidence, at, said, onKey: recorded } = bucketCase
  const key = valueIfRead(evidence.key)
  const bucket = at.target.name
  const state = key?.state?.state
  const revived = key == null ? undefined : reviveKey(key.arn, state, at.target.region)
  if (state !== undefined && state !== 'unknown' && state !== 'Enabled' && key != null)
    return [
      alone(bucketCase, {
        id: 's3-kms-key-state',
        strength: 'likely',
        summary: `The key ${key.arn} that ${bucket} encrypts with is ${state}, so nothing encrypted with it can be read or written.`,
        facts: [at.fact('key', 'Key state', `${key.arn}: ${state}`)],
        fix: {
          now:
            state === 'PendingDeletion'
              ? 'Cancel the deletion of the key, then enable it.'
              : state === 'Disabled'
                ? 'Enable the key.'
                : `Bring the key back to Enabled, or encrypt with another one: it is ${state}.`,
          ...(revived !== undefined && { cli: revived }),
        },
      }),
    ]
  if (key?.isAwsManaged === true && isForeign(at.target) === true)
    return [
      alone(bucketCase, {
        id: 's3-kms-aws-managed-cross-account',
        // Older objects may be encrypted otherwise.
        strength: isSaid ? 'proven' : 'likely',
        summary: `${bucket} is encrypted with the AWS managed key aws/s3, which no other account can ever use; the caller is of another account.`,
        facts: [at.fact('key', 'Key', 'aws/s3, managed by AWS')],
        fix: {
          now: 'Encrypt with a customer managed key whose policy names the other account, and copy the objects again under it.',
        },
      }),
    ]
  const refusal = keyRefusal(bucketCase)
  if (!isSaid && recorded.length === 0 && refusal === undefined) return []
  const call = recorded[0]
  const who = callerOf(at.target) ?? call?.principal ?? said.caller ?? 'The caller'
  const action = said.action?.startsWith('kms:') === true ? said.action : (call?.action ?? keyActionOf(at.target))
  const keyArn = said.resource?.includes(':kms:') === true ? said.resource : (key?.arn ?? 'the key')
  const isShown = isSaid || recorded.length > 0
  return [
    {
      id: 's3-kms-caller-denied',
      // The object may be encrypted with an older key than the bucket's present one.
      strength: isShown ? 'proven' : 'likely',
      summary: `${who} may not ${action} with ${keyArn}, which ${isShown ? 'objects' : 'new objects'} of ${bucket} are encrypted with${refusal === undefined ? '' : `: ${refusal.why}`}; S3 then answers 403.`,
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
        ...(refusal === undefined ? [] : [refusal.fact]),
      ],
      ...(recorded.length > 0 && { times: recorded.map((each) => each.at) }),
      fix: keyFix(bucketCase, who, action, keyArn, refusal?.side),
      ...(!isShown && !bucketCase.isQuiet && { standsAlone: true }),
    },
  ]
}

function keyFix(
  { at }: BucketCase,
  who: string,
  action: string,
  keyArn: string,
  side: KeyRefusal['side'] | undefined,
): Fix {
  const statement = { Effect: 'Allow', Action: action, Resource: keyArn }
  if (side === 'identity') {
    const role = /:role\/(?:.*\/)?([^/]+)$/.exec(who)?.[1]
    return {
      now: `Allow ${who} exactly ${action} on ${keyArn} in its own policies; the key’s policy leaves that to them.`,
      ...(role !== undefined && {
        cli: grantTo('role', role, statement),
      }),
      iac: JSON.stringify(statement),
    }
  }
  const inPolicy = who.startsWith('arn:') ? { ...statement, Principal: { AWS: who }, Resource: '*' } : undefined
  return {
    now: `Name ${who} in the policy of ${keyArn} (there, Resource "*" means this key alone), or let that policy delegate to the account and allow the action in the caller’s own. Reading needs kms:Decrypt, writing kms:GenerateDataKey.`,
    ...(keyArn.startsWith('arn:') &&
      inPolicy !== undefined && {
        cli: addToKeyPolicy(keyArn, keyArn.split(':')[3] || at.target.region, inPolicy),
        iac: JSON.stringify(inPolicy),
      }),
  }
}

interface KeyRefusal {
  /** Where the Allow is missing. */
  readonly side: 'key' | 'identity'
  readonly why: string
  readonly fact: Fact
}

/** The key's policy leaves a known caller out; or it delegates to the account, and the caller's own policies leave the key out. */
function keyRefusal({ evidence, at }: BucketCase): KeyRefusal | undefined {
  const key = valueIfRead(evidence.key)
  const principal = callerOf(at.target)
  if (key?.policy === undefined || key.isAwsManaged || principal === undefined) return undefined
  const lets = matchPolicies([key.policy], { action: keyActionOf(at.target), resource: key.arn, principal }).filter(
    (each) => each.statement.effect === 'Allow' && applies(each) !== 'no',
  )
  if (lets.length === 0)
    return {
      side: 'key',
      why: 'no statement of the key’s policy lets it',
      fact: at.fact('key', 'Key policy', 'names this caller nowhere and does not delegate to its account'),
    }
  const isDelegated = lets.every((each) => each.statement.principals?.every(({ value }) => isAccount(value)) === true)
  const use = valueIfRead(evidence.keyUse)
  if (!isDelegated || use == null || use.decision.decision === 'allowed') return undefined
  if (use.decision.decision === 'implicitDeny' && use.decision.missing.length > 0) return undefined
  return {
    side: 'identity',
    why: 'the key’s policy leaves it to the caller’s own policies, and those do not allow it',
    fact: at.fact('keyUse', 'IAM’s simulator', `${use.decision.decision} for ${use.action} on ${key.arn}`),
  }
}

/** `arn:aws:iam::123456789012:root` or the bare account: the decision is left to identity policies. */
function isAccount(principal: string): boolean {
  return /^\d{12}$|:iam::\d{12}:root$/.test(principal)
}
