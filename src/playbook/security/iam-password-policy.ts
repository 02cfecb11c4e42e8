import { optional } from '../../evidence/probe.ts'
import { credentialReport } from '../../evidence/security/credential-report.ts'
import { focusOf, ofWholeAccount } from '../../evidence/security/focus.ts'
import { passwordPolicy } from '../../evidence/security/iam-account.ts'
import { defineCause } from '../cause.ts'
import { aside, configNeeds, judged, unread } from './judged.ts'

export const iamPasswordPolicy = defineCause({
  id: 'iam-password-policy',
  target: 'account',
  symptoms: ['security'],
  cause: 'Passwords of users may be short or simple.',
  fix: () => ({
    now: 'Set a policy with at least 14 characters; it counts when a password is next changed.',
    // What the call leaves out goes back to its default: expiry and the right to change one's own password must go along.
    cli: `aws iam get-account-password-policy --query PasswordPolicy --output json | jq 'del(.ExpirePasswords) | .MinimumPasswordLength = 14 | .RequireSymbols = true | .RequireNumbers = true | .RequireUppercaseCharacters = true | .RequireLowercaseCharacters = true' > password-policy.json && aws iam update-account-password-policy --cli-input-json file://password-policy.json`,
    iac: 'Terraform: `aws_iam_account_password_policy { minimum_password_length = 14 }`.',
  }),
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html',
  known: 'memory',
  needs: {
    policy: optional(ofWholeAccount(passwordPolicy)),
    report: optional(ofWholeAccount(credentialReport)),
    ...configNeeds,
  },
  diagnose(evidence, at) {
    const { policy, report } = evidence
    if (focusOf(at.target) !== undefined) return judged('iam-password-policy', 'Low', aside(at.target), evidence, at)
    if (policy.status !== 'ok') return judged('iam-password-policy', 'Low', unread('The password policy'), evidence, at)
    const users =
      report.status === 'ok'
        ? (report.value?.users.filter((user) => !user.isRoot && user.hasPassword).length ?? 0)
        : undefined
    const { value } = policy
    if (value === undefined || users === 0)
      return judged('iam-password-policy', 'Low', { clear: 'No user has a password.' }, evidence, at)
    if (value !== null && value.minimumLength >= 8 && value.classes >= 2)
      return judged(
        'iam-password-policy',
        'Low',
        { clear: `Passwords have at least ${value.minimumLength} characters.` },
        evidence,
        at,
      )
    const said =
      value === null
        ? 'no password policy of its own'
        : `a password policy of ${value.minimumLength} characters and ${value.classes} required kinds`
    return judged(
      'iam-password-policy',
      'Low',
      {
        grade: 'Low',
        strength: value === null ? 'possible' : 'likely',
        isHabit: value === null,
        summary: `account ${at.target.account} has ${said}${users === undefined ? '' : ` for ${users} user${users === 1 ? '' : 's'} with passwords`}.`,
        ...(value === null && {
          fix: {
            cli: 'aws iam update-account-password-policy --minimum-password-length 14 --require-symbols --require-numbers --require-uppercase-characters --require-lowercase-characters --allow-users-to-change-password',
          },
        }),
        facts: [
          at.fact('policy', 'Password policy', value === null ? 'NoSuchEntity' : `minimum ${value.minimumLength}`),
        ],
      },
      evidence,
      at,
    )
  },
})
