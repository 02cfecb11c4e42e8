import { denialCause } from './denial-cause.ts'

export const iamResourcePolicyDeny = denialCause({
  id: 'iam-resource-policy-deny',
  known: 'confirmed',
  cause: 'A Deny statement in the resource’s own policy matched.',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html',
  fix: { now: 'Change the condition of the Deny statement, or make the call the way it wants.' },
})
