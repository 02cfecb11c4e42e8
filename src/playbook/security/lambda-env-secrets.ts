import { optional } from '../../evidence/probe.ts'
import { functionsSecurity } from '../../evidence/security/functions.ts'
import { defineCause } from '../cause.ts'
import { aside, configNeeds, isElsewhere, judged, listed, unread } from './judged.ts'

export const lambdaEnvSecrets = defineCause({
  id: 'lambda-env-secrets',
  target: 'account',
  symptoms: ['security'],
  cause:
    'A function seems to keep a secret in an environment variable, where everybody who may read its configuration sees it.',
  fix: () => ({
    now: 'Look at the variable; if it is a secret, move it and change it.',
    proper: 'Keep it in Secrets Manager or as a SecureString, and give the function its name instead.',
    prevent: 'Secret scanning on templates.',
    iac: 'CDK: `secret.grantRead(fn)` with `environment: { SECRET_ARN: secret.secretArn }`.',
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html',
  known: 'confirmed',
  needs: { functions: optional(functionsSecurity), ...configNeeds },
  diagnose(evidence, at) {
    if (isElsewhere(at.target, 'lambda')) return judged('lambda-env-secrets', 'Medium', aside(at.target), evidence, at)
    const { functions } = evidence
    if (functions.status !== 'ok') return judged('lambda-env-secrets', 'Medium', unread('The functions'), evidence, at)
    const found = functions.value.functions.filter((each) => each.secretNames.length > 0)
    const [first, ...more] = found
      .slice(0, 5)
      .map((each) =>
        at.fact(
          'functions',
          each.name,
          `${each.secretNames.join(', ')} (names only; values are never read out)`,
          undefined,
          each.name,
        ),
      )
    if (first === undefined)
      return judged(
        'lambda-env-secrets',
        'Medium',
        { clear: 'No environment variable of a function looked at is named like a secret.' },
        evidence,
        at,
      )
    return judged(
      'lambda-env-secrets',
      'Medium',
      {
        grade: 'Medium',
        strength: 'possible',
        isHabit: true,
        summary: `environment variables named like secrets: ${listed(
          found.map((each) => `${each.secretNames.join(', ')} of ${each.name}`),
          3,
        )}.`,
        facts: [first, ...more],
      },
      evidence,
      at,
    )
  },
})
