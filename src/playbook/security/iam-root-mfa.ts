import { optional } from '../../evidence/probe.ts'
import { ofWholeAccount } from '../../evidence/security/focus.ts'
import { rootSummary } from '../../evidence/security/iam-account.ts'
import { defineCause } from '../cause.ts'
import { aside, configNeeds, judged, unread } from './judged.ts'

export const iamRootMfa = defineCause({
  id: 'iam-root-mfa',
  target: 'account',
  symptoms: ['security'],
  cause: 'The root user of the account, who may do everything, signs in without MFA.',
  fix: () => ({
    now: 'Sign in as root and add a hardware MFA device or passkey; there is no API for it.',
    proper: 'In an organization, take root credentials away from member accounts.',
    prevent: 'The Config rule root-account-mfa-enabled.',
  }),
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html',
  known: 'confirmed',
  needs: { root: optional(ofWholeAccount(rootSummary)), ...configNeeds },
  diagnose(evidence, at) {
    const { root } = evidence
    if (root.status !== 'ok') return judged('iam-root-mfa', 'Critical', unread('The account summary'), evidence, at)
    if (root.value === null) return judged('iam-root-mfa', 'Critical', aside(at.target), evidence, at)
    const { hasMfa, hasPassword } = root.value
    if (hasMfa === undefined)
      return judged(
        'iam-root-mfa',
        'Critical',
        { inconclusive: 'IAM did not say whether the root user has MFA.' },
        evidence,
        at,
      )
    if (hasMfa) return judged('iam-root-mfa', 'Critical', { clear: 'The root user has MFA.' }, evidence, at)
    if (hasPassword === false)
      return { clear: 'The root user has no password: an organization took its credentials away.' }
    const fact = at.fact('root', 'AccountMFAEnabled', '0')
    return judged(
      'iam-root-mfa',
      'Critical',
      {
        grade: 'Critical',
        strength: 'proven',
        summary: `the root user of account ${at.target.account} has no MFA.`,
        facts: [fact],
      },
      evidence,
      at,
    )
  },
})
