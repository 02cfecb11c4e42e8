import { optional } from '../../evidence/probe.ts'
import { ofWholeAccount } from '../../evidence/security/focus.ts'
import { powerfulPrincipals } from '../../evidence/security/iam-principals.ts'
import { defineCause } from '../cause.ts'
import { blamed } from './blamed.ts'
import { aside, configNeeds, judged, listed, unread } from './judged.ts'

/** Roles that are there to administer. */
const expected = /^(AWSReservedSSO_|cdk-|OrganizationAccountAccessRole|AWSControlTowerExecution|stacksets-exec)|admin/i

export const iamAdminPolicy = defineCause({
  id: 'iam-admin-policy',
  target: 'account',
  symptoms: ['security'],
  cause: 'A user, group or role may do everything, without a boundary.',
  fix: () => ({
    proper:
      'Give what is used: IAM Access Analyzer can write a policy from CloudTrail. Put a permissions boundary on what must stay broad.',
    prevent: 'The Config rule iam-policy-no-statements-with-admin-access.',
  }),
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-policy-generation.html',
  known: 'confirmed',
  needs: { principals: optional(ofWholeAccount(powerfulPrincipals)), ...configNeeds },
  diagnose(evidence, at) {
    const { principals } = evidence
    if (principals.status !== 'ok')
      return judged('iam-admin-policy', 'High', unread('The policies of users and roles'), evidence, at)
    if (principals.value === null) return judged('iam-admin-policy', 'High', aside(at.target), evidence, at)
    const { administrators, complete } = principals.value
    const unexpected = administrators.filter(
      (each) => !each.hasBoundary && !(each.kind !== 'user' && (each.isAwsManaged || expected.test(each.name))),
    )
    const [first, ...more] = unexpected
      .slice(0, 5)
      .map((each) =>
        at.fact('principals', `${each.kind} ${each.name}`, `${each.policy}: every action on every resource`),
      )
    if (first === undefined)
      return judged(
        'iam-admin-policy',
        'High',
        complete
          ? { clear: 'No user and no policy of this account’s own allows everything.' }
          : { inconclusive: 'The account has more users and roles than were read.' },
        evidence,
        at,
      )
    const names = unexpected.map((each) => `${each.kind} ${each.name}`)
    return judged(
      'iam-admin-policy',
      'High',
      {
        grade: 'High',
        ...(unexpected[0] !== undefined && {
          resource: blamed(at.target, `AWS::IAM::${capital(unexpected[0].kind)}`, unexpected[0].name),
        }),
        strength: 'likely',
        summary: `${listed(names)} may do everything in account ${at.target.account}.`,
        facts: [first, ...more],
      },
      evidence,
      at,
    )
  },
})

function capital(kind: string): string {
  return `${kind.slice(0, 1).toUpperCase()}${kind.slice(1)}`
}
