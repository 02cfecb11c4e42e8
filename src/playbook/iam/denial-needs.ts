import { permissionsBoundary } from '../../evidence/iam/boundary.ts'
import { decodedMessage } from '../../evidence/iam/decoded-message.ts'
import { deniedEvent } from '../../evidence/iam/denied-event.ts'
import { identityPolicies } from '../../evidence/iam/identity-policies.ts'
import { keyAccess } from '../../evidence/iam/key-access.ts'
import { iamPrincipal } from '../../evidence/iam/principal.ts'
import { permissionChanges } from '../../evidence/iam/recent-changes.ts'
import { resourcePolicy } from '../../evidence/iam/resource-policy.ts'
import { simulation } from '../../evidence/iam/simulation.ts'
import { assumedRole } from '../../evidence/iam/trust-policy.ts'
import { endpointPolicies } from '../../evidence/iam/vpc-endpoint.ts'
import { optional, type Probe, type Values } from '../../evidence/probe.ts'
import { type PolicyLayer, readDeniedMessage } from '../../targets/denied-message.ts'
import type { Denial } from '../../targets/target.ts'
import type { JudgeContext } from '../cause.ts'

const ofUnsaid = 'unsaid'

/** Behind another failure a read is made only where AWS's words name one of these layers, or none: it comes on top of the failure's own reads. */
function where<T>(
  layers: readonly (PolicyLayer | typeof ofUnsaid)[],
  probe: Probe<T, Denial>,
  otherwise: T,
): Probe<T, Denial> {
  const isWanted = (target: Denial): boolean =>
    target.isBehindFailure !== true || layers.includes(readDeniedMessage(target.message ?? '').layer ?? ofUnsaid)
  return {
    ...probe,
    key: (target) => (isWanted(target) ? probe.key(target) : `not needed: ${probe.key(target)}`),
    fetch: async (target, at) => (isWanted(target) ? await probe.fetch(target, at) : otherwise),
  }
}

/** Everything a refusal is judged from; the message alone may be enough, so nothing else is required. */
export const denialNeeds = {
  event: optional(where([], deniedEvent, { refusals: [], successes: [], complete: false })),
  decoded: optional(decodedMessage),
  principal: optional(where([ofUnsaid, 'boundary'], iamPrincipal, { state: 'unknown' })),
  identity: optional(where([ofUnsaid], identityPolicies, null)),
  boundary: optional(where([ofUnsaid, 'boundary'], permissionsBoundary, null)),
  simulated: optional(where([ofUnsaid], simulation, null)),
  resource: optional(where([ofUnsaid, 'resource'], resourcePolicy, { state: 'not-read', service: '' })),
  role: optional(assumedRole),
  key: optional(where([ofUnsaid, 'resource'], keyAccess, null)),
  endpoints: optional(where(['vpc-endpoint'], endpointPolicies, [])),
  changes: optional(where([], permissionChanges, [])),
}
export type DenialNeeds = typeof denialNeeds
export type DenialEvidence = Values<DenialNeeds>
export type DenialContext = JudgeContext<'denial', DenialNeeds>
