import { optional } from '../../evidence/probe.ts'
import { ofWholeAccount } from '../../evidence/security/focus.ts'
import { powerfulPrincipals } from '../../evidence/security/iam-principals.ts'
import { defineCause } from '../cause.ts'
import { shellWord } from '../command.ts'
import { blamed } from './blamed.ts'
import { aside, configNeeds, judged, listed, unread } from './judged.ts'

export const iamKeyQuarantine = defineCause({
  id: 'iam-key-quarantine',
  target: 'account',
  symptoms: ['security'],
  cause: 'AWS found an access key of a user in public and put the user in quarantine.',
  fix: () => ({
    proper:
      'Treat it as a break-in: deactivate and delete the keys, look through CloudTrail for what they did in every region, remove what they made, and answer the AWS Support case.',
    prevent: 'Roles instead of keys, and secret scanning on every push.',
  }),
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/security_iam_id-based-policy-examples.html',
  known: 'confirmed',
  needs: { principals: optional(ofWholeAccount(powerfulPrincipals)), ...configNeeds },
  diagnose(evidence, at) {
    const { principals } = evidence
    if (principals.status !== 'ok')
      return judged('iam-key-quarantine', 'Critical', unread('The policies of users'), evidence, at)
    if (principals.value === null) return judged('iam-key-quarantine', 'Critical', aside(at.target), evidence, at)
    const { quarantined, complete } = principals.value
    const [first, ...more] = quarantined.map((each) =>
      at.fact('principals', `user ${each.user}`, `${each.policy} attached by AWS`),
    )
    const user = quarantined[0]?.user
    if (first === undefined || user === undefined)
      return complete
        ? { clear: 'AWS has put no user in quarantine.' }
        : { inconclusive: 'The account has more users than were read.' }
    return judged(
      'iam-key-quarantine',
      'Critical',
      {
        grade: 'Critical',
        resource: blamed(at.target, 'AWS::IAM::User', user),
        strength: 'proven',
        summary: `AWS has put ${listed(quarantined.map((each) => each.user))} in quarantine: an access key of theirs was found in public.`,
        facts: [first, ...more],
        fix: {
          now: `Deactivate every access key of ${user} now, also those in rightful use: whoever has one can act as ${user}. What uses them stops.`,
          cli: [
            `for KEY in $(aws iam list-access-keys --user-name ${shellWord(user)} --query 'AccessKeyMetadata[].AccessKeyId' --output text); do aws iam update-access-key --user-name ${shellWord(user)} --access-key-id "$KEY" --status Inactive; done`,
            `for REGION in $(aws ec2 describe-regions --query 'Regions[].RegionName' --output text --region ${at.target.region}); do aws cloudtrail lookup-events --lookup-attributes AttributeKey=Username,AttributeValue=${shellWord(user)} --query 'Events[].[EventTime,EventSource,EventName]' --output text --region "$REGION"; done`,
          ].join('\n'),
        },
      },
      evidence,
      at,
    )
  },
})
