import type { Place } from '../aws/place.ts'
import { accountOf } from './principal-arn.ts'

/** Six random characters end a secret’s ARN; whoever asks by name does not know them. */
export const unknownSuffix = '-??????'

/**
 * The ARN behind what a refusal prints for a resource: secrets are printed by the name they were asked by, IAM’s own things as `role NAME`.
 * A role’s path is not printed, so it may be missing. Anything else stays as it is.
 */
export function resourceArn(
  { partition, region, account: asked }: Place,
  resource: string,
  action = '',
  principal = '',
): string {
  if (resource.startsWith('arn:') || resource === '*') return resource
  const account = accountOf(principal) ?? asked
  const ofIam = /^(role|user|group|policy|instance profile) ([\w+=,.@-]+)$/i.exec(resource)
  if (ofIam?.[1] !== undefined)
    return `arn:${partition}:iam::${account}:${ofIam[1].toLowerCase().replace(' ', '-')}/${ofIam[2]}`
  if (/^secretsmanager:/i.test(action))
    return `arn:${partition}:secretsmanager:${region}:${account}:secret:${resource}${unknownSuffix}`
  return resource
}
