import { accountOf } from '../../targets/principal-arn.ts'
import { type Denial, kmsKey } from '../../targets/target.ts'
import { EvidenceMissing } from '../evidence.ts'
import { type KeyGrant, keyGrants } from '../kms/grants.ts'
import { type KeyState, keyState } from '../kms/key.ts'
import { keyPolicy } from '../kms/key-policy.ts'
import { defineProbe } from '../probe.ts'
import type { PolicyDocument } from './policy-document.ts'

/** The key that a refusal is about. What could not be read stays out. */
export interface KeyAccess {
  readonly arn: string
  /** The key belongs to an account that cannot be read from here. */
  readonly isElsewhere: boolean
  readonly state?: KeyState
  readonly policy?: PolicyDocument
  readonly grants?: readonly KeyGrant[]
}

/** Reads the key behind a refused `kms:` action; null for any other action. */
export const keyAccess = defineProbe<KeyAccess | null, Denial>({
  id: 'iam.key-access',
  actions: [],
  uses: [keyState, keyPolicy, keyGrants],
  key: (target) => `${target.account} ${target.resource ?? ''}`,
  resource: (target) => target.resource ?? '*',
  async fetch(target, at) {
    const arn = target.resource ?? ''
    if (!/^arn:[\w-]+:kms:/.test(arn) || !arn.includes(':key/')) return null
    if (accountOf(arn) !== at.aws.account) return { arn, isElsewhere: true }
    const key = kmsKey(target, arn)
    const [state, policy, grants] = await Promise.all([
      orUnread(at.read(keyState, key)),
      orUnread(at.read(keyPolicy, key)),
      /Grant/.test(target.action ?? '') || target.caller?.endsWith('.amazonaws.com') === true
        ? orUnread(at.read(keyGrants, key))
        : undefined,
    ])
    return {
      arn,
      isElsewhere: false,
      ...(state !== undefined && { state }),
      ...(policy !== undefined && { policy }),
      ...(grants !== undefined && { grants }),
    }
  },
  cite: (target, window) => keyPolicy.cite(kmsKey(target, target.resource ?? ''), window),
})

async function orUnread<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof EvidenceMissing) return undefined
    throw error
  }
}
