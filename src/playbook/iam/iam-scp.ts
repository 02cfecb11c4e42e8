import { denialCause } from './denial-cause.ts'

export const iamScp = denialCause({
  id: 'iam-scp',
  known: 'confirmed',
  cause: 'A service control policy of the organization refuses the action for the whole account.',
  docs: 'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html',
  fix: { now: 'Ask whoever manages the organization.' },
})
