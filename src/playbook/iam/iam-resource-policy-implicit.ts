import { denialCause } from './denial-cause.ts'

export const iamResourcePolicyImplicit = denialCause({
  id: 'iam-resource-policy-implicit',
  known: 'confirmed',
  cause: 'The resource’s own policy does not allow the caller, and between accounts, or for keys, it must.',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html',
  fix: { now: 'Add the caller to the resource’s policy.' },
})
