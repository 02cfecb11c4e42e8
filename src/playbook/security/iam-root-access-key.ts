import { optional } from '../../evidence/probe.ts'
import { ofWholeAccount } from '../../evidence/security/focus.ts'
import { rootSummary } from '../../evidence/security/iam-account.ts'
import { defineCause } from '../cause.ts'
import { aside, configNeeds, judged, unread } from './judged.ts'

export const iamRootAccessKey = defineCause({
  id: 'iam-root-access-key',
  target: 'account',
  symptoms: ['security'],
  cause: 'The root user has an access key, which no policy can limit.',
  fix: () => ({
    now: 'Sign in as root, deactivate the key, and delete it when nothing breaks.',
    proper: 'Use roles for everything that needs keys.',
    prevent: 'The Config rule iam-root-access-key-check.',
  }),
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html',
  known: 'confirmed',
  needs: { root: optional(ofWholeAccount(rootSummary)), ...configNeeds },
  diagnose(evidence, at) {
    const { root } = evidence
    if (root.status !== 'ok')
      return judged('iam-root-access-key', 'Critical', unread('The account summary'), evidence, at)
    if (root.value === null) return judged('iam-root-access-key', 'Critical', aside(at.target), evidence, at)
    if (root.value.hasAccessKeys === undefined)
      return judged(
        'iam-root-access-key',
        'Critical',
        { inconclusive: 'IAM did not say whether the root user has access keys.' },
        evidence,
        at,
      )
    if (!root.value.hasAccessKeys)
      return judged('iam-root-access-key', 'Critical', { clear: 'The root user has no access key.' }, evidence, at)
    const fact = at.fact('root', 'AccountAccessKeysPresent', '1')
    return judged(
      'iam-root-access-key',
      'Critical',
      {
        grade: 'Critical',
        strength: 'proven',
        summary: `the root user of account ${at.target.account} has an access key.`,
        facts: [fact],
      },
      evidence,
      at,
    )
  },
})
