import { span } from '../sqs/words.ts'
import { allowedByIdentity, judgeIdentity } from './identity-verdict.ts'
import { callerOf } from './request.ts'
import type { BucketCase, BucketVerdict } from './verdict.ts'

const mostSeconds = 604_800
const skewMs = 15 * 60_000

/** What the address says of itself: arithmetic, no read. Undefined when nothing in it is wrong. */
export function judgePresigned(bucketCase: BucketCase): readonly BucketVerdict[] | undefined {
  const { at } = bucketCase
  const signed = at.target.request?.presigned
  if (signed === undefined) return undefined
  const { signedAt, expiresSeconds, region } = signed
  const said = (label: string, value: string) => at.fact('refusals', label, value, undefined, 'the pasted address')
  if (signedAt !== undefined && expiresSeconds !== undefined) {
    const endsAt = signedAt + expiresSeconds * 1000
    if (endsAt <= at.now)
      return [
        {
          id: 's3-presigned-expired',
          strength: 'proven',
          summary: `The presigned address expired at ${iso(endsAt)}, ${span((at.now - endsAt) / 1000)} ago: it was signed at ${iso(signedAt)} for ${span(expiresSeconds)}.`,
          facts: [
            said('Signed (from the address)', iso(signedAt)),
            said('Valid until (from the address)', iso(endsAt)),
          ],
          fix: {
            now: 'Sign a new address. At most 7 days are possible, and never longer than the session that signs.',
          },
          standsAlone: true,
        },
      ]
    if (signedAt - at.now > skewMs)
      return [
        {
          id: 's3-clock-skew',
          strength: 'likely',
          summary: `The address was signed at ${iso(signedAt)}, which is in the future: the signer’s clock is wrong.`,
          facts: [said('Signed (from the address)', iso(signedAt))],
          standsAlone: true,
        },
      ]
    if (expiresSeconds > mostSeconds)
      return [
        {
          id: 's3-presigned-expired',
          strength: 'likely',
          summary: `The address asks to be valid for ${span(expiresSeconds)}; S3 takes at most 7 days.`,
          facts: [said('X-Amz-Expires', String(expiresSeconds))],
          standsAlone: true,
        },
      ]
  }
  if (region !== undefined && region !== at.target.region)
    return [
      {
        id: 's3-wrong-region',
        strength: 'likely',
        summary: `The address was signed for ${region}, but ${at.target.name} is in ${at.target.region}.`,
        facts: [said('Region in the signature', region), said('Region of the bucket', at.target.region)],
        fix: { now: `Sign with a client of ${at.target.region}.` },
        standsAlone: true,
      },
    ]
  if (callerOf(at.target) !== undefined && allowedByIdentity(bucketCase) === false)
    return judgeIdentity(bucketCase, false)
  if (signed.accessKeyKind === 'temporary' && signedAt !== undefined && at.now - signedAt > 3_600_000)
    return [
      {
        id: 's3-presigned-session-gone',
        strength: 'possible',
        summary: `The address was signed ${span((at.now - signedAt) / 1000)} ago with temporary credentials, whose session may have ended before the address does.`,
        facts: [said('Signed with', 'temporary credentials')],
        standsAlone: true,
      },
    ]
  return undefined
}

/** `2026-11-23 03:00:30 UTC` */
function iso(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}
