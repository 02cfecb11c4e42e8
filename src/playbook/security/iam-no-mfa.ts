import { optional } from '../../evidence/probe.ts'
import { credentialReport } from '../../evidence/security/credential-report.ts'
import { ofWholeAccount } from '../../evidence/security/focus.ts'
import { defineCause } from '../cause.ts'
import { blamed } from './blamed.ts'
import { ageText, aside, configNeeds, judged, listed, unread } from './judged.ts'

export const iamNoMfa = defineCause({
  id: 'iam-no-mfa',
  target: 'account',
  symptoms: ['security'],
  cause: 'Somebody can sign in to the console with a password alone.',
  fix: () => ({
    now: 'Have each of them add an MFA device, or take the password away.',
    proper: 'Sign in through IAM Identity Center with MFA required.',
    prevent: 'The Config rule mfa-enabled-for-iam-console-access.',
  }),
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa.html',
  known: 'confirmed',
  needs: { report: optional(ofWholeAccount(credentialReport)), ...configNeeds },
  diagnose(evidence, at) {
    const { report } = evidence
    if (report.status !== 'ok') return judged('iam-no-mfa', 'High', unread('The credential report'), evidence, at)
    if (report.value === null) return judged('iam-no-mfa', 'High', aside(at.target), evidence, at)
    const found = report.value.users.filter((user) => !user.isRoot && user.hasPassword && user.hasMfa === false)
    const [first, ...more] = found
      .slice(0, 5)
      .map((each) =>
        at.fact(
          'report',
          each.name,
          `password_enabled=true, mfa_active=false${each.passwordLastUsedAt === undefined ? '' : `, password last used ${ageText(each.passwordLastUsedAt, at.now)}`}`,
        ),
      )
    if (first === undefined)
      return judged('iam-no-mfa', 'High', { clear: 'Every user with a password has MFA.' }, evidence, at)
    return judged(
      'iam-no-mfa',
      'High',
      {
        grade: 'High',
        resource: blamed(at.target, 'AWS::IAM::User', found[0]?.name ?? ''),
        strength: 'proven',
        summary: `${found.length} user${found.length === 1 ? '' : 's'} can sign in without MFA: ${listed(found.map((each) => each.name))}.`,
        facts: [first, ...more],
      },
      evidence,
      at,
    )
  },
})
