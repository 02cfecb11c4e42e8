import { optional } from '../../evidence/probe.ts'
import { credentialReport } from '../../evidence/security/credential-report.ts'
import { ofWholeAccount } from '../../evidence/security/focus.ts'
import { defineCause } from '../cause.ts'
import { shellWord } from '../command.ts'
import { isUsed, activeKeys as keysOf, unusedAfterMs } from './active-keys.ts'
import { blamed } from './blamed.ts'
import { ageText, aside, configNeeds, judged, listed, unread } from './judged.ts'

export const iamKeyUnused = defineCause({
  id: 'iam-key-unused',
  target: 'account',
  symptoms: ['security'],
  cause: 'An active access key has not been used for more than 90 days, or never.',
  fix: () => ({
    now: 'Deactivate the key; delete it when nobody misses it for some weeks.',
    prevent: 'The Config rule iam-user-unused-credentials-check.',
  }),
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_finding-unused.html',
  known: 'memory',
  needs: { report: optional(ofWholeAccount(credentialReport)), ...configNeeds },
  diagnose(evidence, at) {
    const { report } = evidence
    if (report.status !== 'ok') return judged('iam-key-unused', 'Medium', unread('The credential report'), evidence, at)
    if (report.value === null) return judged('iam-key-unused', 'Medium', aside(at.target), evidence, at)
    const found = keysOf(report.value).filter(
      ({ user, key }) => !isUsed(key, at.now) && at.now - (key.rotatedAt ?? user.createdAt ?? at.now) > unusedAfterMs,
    )
    const [first, ...more] = found
      .slice(0, 5)
      .map(({ user, key }) =>
        at.fact(
          'report',
          user.name,
          `key ${key.number}, active, ${key.usedAt === undefined ? 'no use on record' : `last used ${ageText(key.usedAt, at.now)}`}`,
        ),
      )
    if (first === undefined)
      return judged(
        'iam-key-unused',
        'Medium',
        { clear: 'Every active access key was used within 90 days, or is newer.' },
        evidence,
        at,
      )
    return judged(
      'iam-key-unused',
      'Medium',
      {
        grade: 'Medium',
        resource: blamed(at.target, 'AWS::IAM::User', found[0]?.user.name ?? ''),
        strength: 'likely',
        summary: `${found.length} active access key${found.length === 1 ? ' has' : 's have'} not been used for 90 days: ${listed(found.map(({ user, key }) => `key ${key.number} of ${user.name}`))}.`,
        facts: [first, ...more],
        fix: {
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
