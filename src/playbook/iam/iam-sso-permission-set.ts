import { denialCause } from './denial-cause.ts'

export const iamSsoPermissionSet = denialCause({
  id: 'iam-sso-permission-set',
  known: 'confirmed',
  cause: 'The permission set behind the role is not provisioned in this account (any more).',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html',
  fix: { now: 'Provision the permission set again.' },
})
