import { denialCause } from './denial-cause.ts'

export const iamTrustStalePrincipal = denialCause({
  id: 'iam-trust-stale-principal',
  known: 'memory',
  cause: 'The trust policy names the id of a principal that was deleted; one made again has another id.',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_roles.html',
  fix: { now: 'Save the trust policy again with the present ARN.' },
})
