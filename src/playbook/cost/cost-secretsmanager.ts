import { usageCause } from './usage-cause.ts'

export const costSecretsmanager = usageCause({
  id: 'cost-secretsmanager',
  use: 'secrets and their API calls',
  cause:
    'Each stored secret is billed by the month and each ten thousand reads on top: code that reads on every call adds up.',
  fix: () => ({
    now: 'Find who reads: GetSecretValue in CloudTrail by user since the day of the rise.',
    proper: 'Cache secrets: the Parameters and Secrets Lambda extension, or Powertools parameters with a maximum age.',
    prevent: 'Read secrets outside the handler.',
  }),
  docs: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/retrieving-secrets_lambda.html',
  known: 'memory',
})
