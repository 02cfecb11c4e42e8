import { denialCause } from './denial-cause.ts'

export const iamConditionUnmet = denialCause({
  id: 'iam-condition-unmet',
  known: 'confirmed',
  cause: 'The statement that allows the action has a condition that the call did not meet.',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html',
  fix: { now: 'Meet the condition, or change it.' },
})
