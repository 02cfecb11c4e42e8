import type { Denial } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { defineProbe } from '../probe.ts'
import { managedPolicy } from './identity-policies.ts'
import type { PolicyDocument } from './policy-document.ts'
import { citePrincipal, iamPrincipal, principalKey } from './principal.ts'

/** The policy that caps what the principal's own policies may allow; null without one. */
export const permissionsBoundary = defineProbe<PolicyDocument | null, Denial>({
  id: 'iam.boundary',
  actions: ['iam:GetPolicy', 'iam:GetPolicyVersion'],
  uses: [iamPrincipal],
  key: principalKey,
  resource: () => '*',
  async fetch(target, at) {
    const principal = await at.read(iamPrincipal, target)
    if (principal.state !== 'found' || principal.boundaryArn === undefined) return null
    return await managedPolicy(at.aws, principal.boundaryArn)
  },
  /** The aspect is the boundary's ARN. */
  cite: (target, _window, arn) => ({
    ...citePrincipal(target, target.principal),
    source: 'iam:GetPolicyVersion of the permissions boundary',
    ...(arn !== undefined && {
      cli: `aws iam get-policy-version --policy-arn ${shellWord(arn)} --version-id "$(aws iam get-policy --policy-arn ${shellWord(arn)} --query Policy.DefaultVersionId --output text)"`,
    }),
  }),
})
