import { optional } from '../../evidence/probe.ts'
import { credentialReport } from '../../evidence/security/credential-report.ts'
import { ofWholeAccount } from '../../evidence/security/focus.ts'
import { defineCause } from '../cause.ts'
import { shellWord } from '../command.ts'
import { blamed } from './blamed.ts'
import { ageText, aside, configNeeds, judged, listed, unread } from './judged.ts'

export const iamUserInactive = defineCause({
  id: 'iam-user-inactive',
  target: 'account',
  symptoms: ['security'],
  cause: 'A user who can sign in has not done so for more than 90 days.',
  fix: () => ({
    now: 'Ask whether the person still needs it; delete the login profile otherwise.',
    prevent: 'Sign in through IAM Identity Center, where leaving the company ends access.',
  }),
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_finding-unused.html',
  known: 'memory',
  needs: { report: optional(ofWholeAccount(credentialReport)), ...configNeeds },
  diagnose(evidence, at) {
    const { report } = evidence
    if (report.status !== 'ok') return judged('iam-user-inactive', 'Low', unread('The credential report'), evidence, at)
    if (report.value === null) return judged('iam-user-inactive', 'Low', aside(at.target), evidence, at)
    const found = report.value.users.filter(
      (user) =>
        !user.isRoot &&
        user.hasPassword &&
        at.now - (user.passwordLastUsedAt ?? user.createdAt ?? at.now) > 90 * 86_400_000,
    )
    const [first, ...more] = found
      .slice(0, 5)
      .map((each) =>
        at.fact(
          'report',
          each.name,
          each.passwordLastUsedAt === undefined
            ? 'never signed in on record'
            : `last signed in ${ageText(each.passwordLastUsedAt, at.now)}`,
        ),
      )
    if (first === undefined)
      return judged(
        'iam-user-inactive',
        'Low',
        { clear: 'Every user with a password signed in within 90 days, or is newer.' },
        evidence,
        at,
      )
    return judged(
      'iam-user-inactive',
      'Low',
      {
        grade: 'Low',
        resource: blamed(at.target, 'AWS::IAM::User', found[0]?.name ?? ''),
        strength: 'likely',
        summary: `${found.length} user${found.length === 1 ? ' has' : 's have'} a password and did not sign in for 90 days: ${listed(found.map((each) => each.name))}.`,
        facts: [first, ...more],
        fix: {
          cli: found
            .slice(0, 3)
            .map((user) => `aws iam delete-login-profile --user-name ${shellWord(user.name)}`)
            .join('\n'),
        },
      },
      evidence,
      at,
    )
  },
})
