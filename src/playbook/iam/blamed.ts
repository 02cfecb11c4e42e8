import { accountOf } from '../../targets/principal-arn.ts'
import { kmsKey, placeOf, type Role, type Target } from '../../targets/target.ts'
import type { DenialContext, DenialEvidence } from './denial-needs.ts'
import { readDenial } from './reading.ts'

const ofCaller =
  /^iam-(no-identity-allow|resource-arn-mismatch|condition-unmet|tag-based-abac|explicit-deny-identity|permissions-boundary|session-policy|passrole|slr-missing|wrong-identity|quarantine|sso-permission-set|eventual-consistency)$/

/** The thing to change: the caller's role, the role to be assumed, or the key; the refusal itself where it is none of these. */
export function blamed(id: string, evidence: DenialEvidence, at: DenialContext): { readonly resource?: Target } {
  const { principal, resource } = readDenial(at.target, evidence)
  if (ofCaller.test(id)) return roleIn(principal, at)
  if (id.startsWith('iam-trust')) return roleIn(resource, at)
  if (id.startsWith('iam-kms') && resource?.includes(':kms:') === true) return { resource: kmsKey(at.target, resource) }
  return {}
}

function roleIn(arn: string | undefined, { target }: DenialContext): { readonly resource?: Role } {
  const name = /:role\/(?:.*\/)?([^/]+)$/.exec(arn ?? '')?.[1]
  if (arn === undefined || name === undefined) return {}
  const place = { ...placeOf(target), account: accountOf(arn) ?? target.account }
  return { resource: { kind: 'role', id: name, name, arn, ...place } }
}
