import { optional } from '../../evidence/probe.ts'
import { credentialReport } from '../../evidence/security/credential-report.ts'
import { ofWholeAccount } from '../../evidence/security/focus.ts'
import { defineCause } from '../cause.ts'
import { shellWord } from '../command.ts'
import { isUsed, activeKeys as keysOf } from './active-keys.ts'
import { blamed } from './blamed.ts'
import { ageText, aside, configNeeds, judged, listed, unread } from './judged.ts'

const maximumAgeMs = 90 * 86_400_000

export const iamKeyOld = defineCause({
  id: 'iam-key-old',
  target: 'account',
  symptoms: ['security'],
  cause: 'An access key that is in use has not been changed for more than 90 days.',
  fix: () => ({
    proper: 'Replace keys with roles; where a key must be, make a second one, move to it, then delete the old one.',
    prevent: 'The Config rule access-keys-rotated.',
  }),
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html',
  known: 'confirmed',
  needs: { report: optional(ofWholeAccount(credentialReport)), ...configNeeds },
  diagnose(evidence, at) {
    const { report } = evidence
    if (report.status !== 'ok') return judged('iam-key-old', 'Medium', unread('The credential report'), evidence, at)
    if (report.value === null) return judged('iam-key-old', 'Medium', aside(at.target), evidence, at)
    const found = keysOf(report.value).filter(
      ({ key }) => key.rotatedAt !== undefined && at.now - key.rotatedAt > maximumAgeMs && isUsed(key, at.now),
    )
    const [first, ...more] = found
      .slice(0, 5)
      .map(({ user, key }) =>
        at.fact(
          'report',
          user.name,
          `key ${key.number}, active, made ${ageText(key.rotatedAt ?? at.now, at.now)}, last used ${ageText(key.usedAt ?? at.now, at.now)}`,
        ),
      )
    if (first === undefined)
      return judged(
        'iam-key-old',
        'Medium',
        { clear: 'No active access key that is in use is older than 90 days.' },
        evidence,
        at,
      )
    return judged(
      'iam-key-old',
      'Medium',
      {
        grade: 'Medium',
        resource: blamed(at.target, 'AWS::IAM::User', found[0]?.user.name ?? ''),
        strength: 'proven',
        summary: `${found.length} active access key${found.length === 1 ? ' in use is' : 's in use are'} older than 90 days: ${listed(found.map(({ user, key }) => `key ${key.number} of ${user.name}`))}.`,
        facts: [first, ...more],
        fix: {
          now: 'Make a new key, move what uses the old one, then deactivate and delete it.',
          cli: found
            .slice(0, 3)
            .map(({ user }) => `aws iam list-access-keys --user-name ${shellWord(user.name)}`)
            .join('\n'),
        },
      },
      evidence,
      at,
    )
  },
})
