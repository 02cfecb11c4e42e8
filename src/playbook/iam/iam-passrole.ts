import { denialCause } from './denial-cause.ts'

export const iamPassrole = denialCause({
  id: 'iam-passrole',
  known: 'memory',
  cause: 'The caller may make the thing, but may not hand it its role (iam:PassRole).',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html',
  fix: { now: 'Allow iam:PassRole on this one role, with iam:PassedToService.' },
})
