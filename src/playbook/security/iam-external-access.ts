import { optional } from '../../evidence/probe.ts'
import { queueSecurity } from '../../evidence/security/one-resource.ts'
import { defineCause } from '../cause.ts'
import { configNeeds, judged, listed, unread } from './judged.ts'

export const iamExternalAccess = defineCause({
  id: 'iam-external-access',
  target: 'account',
  symptoms: ['security'],
  cause: 'A resource lets another account, or everybody, in.',
  fix: () => ({
    now: 'If nobody meant it, remove the statement; if it is meant, archive the finding in Access Analyzer.',
    proper:
      'Name accounts or the organization in the statement: `aws:PrincipalOrgID`, or `aws:SourceArn` for services.',
    prevent: 'An IAM Access Analyzer in every region; Firstlook does not read its findings.',
  }),
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-findings-view.html',
  known: 'confirmed',
  needs: { queue: optional(queueSecurity), ...configNeeds },
  diagnose(evidence, at) {
    const { queue } = evidence
    if (queue.status !== 'ok') return unread('The policy of the queue')
    const { value } = queue
    if (value === null)
      return {
        inconclusive:
          'The findings of IAM Access Analyzer are not read here; policies of queues are read where a queue is named.',
      }
    if (value.openSids.length > 0)
      return judged(
        'iam-external-access',
        'Critical',
        {
          grade: 'Critical',
          strength: 'proven',
          summary: `anybody may use the queue ${value.name}: its policy allows every principal without a condition that binds.`,
          facts: [at.fact('queue', 'Statement with Principal *', value.openSids.join(', '))],
        },
        evidence,
        at,
      )
    if (value.strangers.length > 0)
      return judged(
        'iam-external-access',
        'Medium',
        {
          grade: 'Medium',
          strength: 'possible',
          summary: `the policy of ${value.name} lets account ${listed(value.strangers)} in.`,
          facts: [at.fact('queue', 'Other accounts in the policy', value.strangers.join(', '))],
        },
        evidence,
        at,
      )
    return judged(
      'iam-external-access',
      'Medium',
      { clear: `The policy of ${value.name} names nobody outside the account.` },
      evidence,
      at,
    )
  },
})
