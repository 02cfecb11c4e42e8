import { denialCause } from './denial-cause.ts'

export const iamRcp = denialCause({
  id: 'iam-rcp',
  known: 'confirmed',
  cause: 'A resource control policy of the organization refuses access to the resource.',
  docs: 'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html',
  fix: { now: 'Ask whoever manages the organization.' },
})
