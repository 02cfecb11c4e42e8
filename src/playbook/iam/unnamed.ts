import { valueIfRead } from '../../evidence/evidence.ts'
import type { PolicyLayer } from '../../targets/denied-message.ts'
import type { Diagnosis } from '../cause.ts'
import type { DenialContext, DenialEvidence } from './denial-needs.ts'
import { decisionFor } from './identity-verdict.ts'
import { type DenialReading, readDenial } from './reading.ts'
import { ownGrants } from './silent-verdict.ts'
import type { DenialVerdict } from './verdict.ts'

const layerWords: Readonly<Record<PolicyLayer, string>> = {
  identity: 'the caller’s own policies',
  boundary: 'the permissions boundary',
  session: 'the session policy',
  scp: 'a service control policy',
  rcp: 'a resource control policy',
  resource: 'the resource’s policy',
  'vpc-endpoint': 'the VPC endpoint’s policy',
  trust: 'the role’s trust policy',
}

/** What no read from the account of the question can show. */
const unseeable: Readonly<Record<string, string>> = {
  'iam-scp':
    'The organization’s policies can be read in its management account only, and the simulator leaves out those with global conditions.',
  'iam-rcp': 'The organization’s resource control policies can be read in its management account only.',
  'iam-session-policy': 'A session policy is nowhere to be read once the session is made.',
  'iam-vpce-policy': 'Whether the call went through a VPC endpoint is not recorded for it.',
}

const ofCaller =
  /^iam-(no-identity-allow|resource-arn-mismatch|condition-unmet|tag-based-abac|explicit-deny-identity|passrole|slr-missing|quarantine)$/

/** Why a cause is not named for a refusal: what rules it out, or that nothing could be seen of it. */
export function whyUnnamed(
  id: string,
  verdicts: readonly DenialVerdict[],
  evidence: DenialEvidence,
  at: DenialContext,
): Diagnosis {
  const [other] = verdicts
  if (other?.strength === 'proven') return { clear: `The refusal is explained: ${other.id}.` }
  // What was encoded is judged in the clear, as a refusal of its own.
  if (at.target.action === undefined && valueIfRead(evidence.decoded)?.action !== undefined) return 'clear'
  const reading = readDenial(at.target, evidence)
  const { said, isSeen, resource, action } = reading
  if (said.layer !== undefined && other !== undefined)
    return { clear: `AWS’s own words blame ${layerWords[said.layer]}.` }
  if (!isSeen || other?.strength === 'likely') return 'clear'
  const unfit = whyUnfit(id, reading, at)
  if (unfit !== undefined) return { clear: unfit }
  const hidden = unseeable[id]
  if (hidden !== undefined && said.layer === undefined) return { inconclusive: hidden }
  const identity = valueIfRead(evidence.identity)
  const decision = decisionFor(valueIfRead(evidence.simulated) ?? undefined, resource)
  if (ofCaller.test(id)) {
    if (identity == null && decision === undefined)
      return {
        inconclusive:
          action === undefined
            ? 'The text names neither the caller nor the action.'
            : 'The caller’s own policies could not be read.',
      }
    if (decision?.decision === 'allowed')
      return { clear: 'IAM’s simulator allows the call by the caller’s own policies.' }
  }
  if (id.startsWith('iam-resource-policy') && evidence.resource.status !== 'ok')
    return { inconclusive: 'The policy of the resource could not be read.' }
  return 'clear'
}

/** What a refusal cannot be by the mere look of it. */
function whyUnfit(id: string, { action = '', words, principal }: DenialReading, at: DenialContext): string | undefined {
  const name = action.toLowerCase()
  if (id === 'iam-expired-creds' && words !== undefined) return 'The text names no error of credentials.'
  if (name === '') return undefined
  if (id.startsWith('iam-kms') && !name.startsWith('kms:')) return `${action} is no action on a key.`
  if (id.startsWith('iam-trust') && !name.startsWith('sts:')) return `${action} assumes no role.`
  if (id === 'iam-passrole' && name !== 'iam:passrole') return `${action} hands no role to a service.`
  if (id === 'iam-slr-missing' && name !== 'iam:createservicelinkedrole') return `${action} makes no role.`
  if (id === 'iam-service-specific' && !ownGrants.test(name))
    return `${name.split(':')[0]} keeps no access rules beside IAM.`
  if (id === 'iam-sso-permission-set' && principal !== undefined && !principal.includes('AWSReservedSSO_'))
    return 'The caller is no permission set.'
  if (id === 'iam-wrong-identity' && at.target.expectedRole === undefined)
    return 'Nothing says that another caller was meant.'
  return undefined
}
