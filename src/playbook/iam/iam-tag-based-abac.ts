import { denialCause } from './denial-cause.ts'

export const iamTagBasedAbac = denialCause({
  id: 'iam-tag-based-abac',
  known: 'memory',
  cause: 'Access depends on tags, and a tag of the resource, the request or the caller does not fit.',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html',
  fix: { now: 'Set the tag that the condition wants.' },
})
