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
import { optional, type Values } from '../../evidence/probe.ts'
import type { JudgeContext } from '../cause.ts'

/** Everything a refusal is judged from; the message alone may be enough, so nothing else is required. */
export const denialNeeds = {
  event: optional(deniedEvent),
  decoded: optional(decodedMessage),
  principal: optional(iamPrincipal),
  identity: optional(identityPolicies),
  boundary: optional(permissionsBoundary),
  simulated: optional(simulation),
  resource: optional(resourcePolicy),
  role: optional(assumedRole),
  key: optional(keyAccess),
  endpoints: optional(endpointPolicies),
  changes: optional(permissionChanges),
}
export type DenialNeeds = typeof denialNeeds
export type DenialEvidence = Values<DenialNeeds>
export type DenialContext = JudgeContext<'denial', DenialNeeds>
