import { optional } from '../../evidence/probe.ts'
import { ofWholeAccount } from '../../evidence/security/focus.ts'
import { cloudTrails, recordsEverything } from '../../evidence/security/trails.ts'
import { defineCause } from '../cause.ts'
import { choose } from '../command.ts'
import { blamed } from './blamed.ts'
import { ageText, aside, configNeeds, judged, unread } from './judged.ts'

export const ctOff = defineCause({
  id: 'ct-off',
  target: 'account',
  symptoms: ['security'],
  cause: 'Nobody records what is done in the account: no trail, a stopped one, or one that sees too little.',
  fix: () => ({
    proper: 'One organization trail for all regions, with its bucket in another account.',
    prevent:
      'A service control policy that denies cloudtrail:StopLogging and DeleteTrail; the Config rule multi-region-cloudtrail-enabled.',
    iac: "CDK: `new cloudtrail.Trail(this, 'Trail', { isMultiRegionTrail: true })`; Terraform: `aws_cloudtrail { is_multi_region_trail = true }`.",
  }),
  docs: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-create-and-update-a-trail.html',
  known: 'confirmed',
  needs: { trails: optional(ofWholeAccount(cloudTrails)), ...configNeeds },
  diagnose(evidence, at) {
    const { trails } = evidence
    if (trails.status !== 'ok') return judged('ct-off', 'Critical', unread('The trails'), evidence, at)
    if (trails.value === null) return judged('ct-off', 'Critical', aside(at.target), evidence, at)
    const { trails: value, eventDataStores: stores } = trails.value
    const first = value[0]
    if (first === undefined && stores !== undefined && stores.length > 0)
      return judged(
        'ct-off',
        'High',
        {
          inconclusive: `There is no trail, but the event data store ${stores[0] ?? ''} of CloudTrail Lake may record instead; what it records was not read.`,
        },
        evidence,
        at,
      )
    if (first === undefined)
      return judged(
        'ct-off',
        'High',
        {
          grade: 'High',
          strength: stores === undefined ? 'possible' : 'likely',
          isHabit: stores === undefined,
          summary: `no trail records ${at.target.region} in account ${at.target.account}: only the last 90 days of management events are kept.`,
          facts: [
            at.fact('trails', 'Trails', 'none, those of other regions and of the organization included'),
            ...(stores === undefined ? [] : [at.fact('trails', 'Event data stores of CloudTrail Lake', 'none')]),
          ],
          fix: {
            now: 'Create a trail for all regions, with a bucket whose policy lets CloudTrail write.',
            cli: choose(
              "aws s3api list-buckets --query 'Buckets[].Name'",
              { BUCKET: 'a bucket of the list whose policy lets CloudTrail write to it' },
              ({ BUCKET }) =>
                `aws cloudtrail create-trail --name account-trail --s3-bucket-name ${BUCKET} --is-multi-region-trail --enable-log-file-validation --region ${at.target.region} && aws cloudtrail start-logging --name account-trail --region ${at.target.region}`,
            ),
          },
        },
        evidence,
        at,
      )
    const stopped = value.filter((each) => each.isLogging === false)
    const well = value.find(recordsEverything)
    if (well !== undefined)
      return judged('ct-off', 'High', { clear: `${well.name} records management events of all regions.` }, evidence, at)
    const unsure = value.find((each) => each.isMultiRegion && each.isLogging !== false && each.management === undefined)
    if (unsure !== undefined)
      return judged(
        'ct-off',
        'High',
        { inconclusive: `Whether ${unsure.name} logs, and which events, could not be read.` },
        evidence,
        at,
      )
    const off = stopped[0]
    if (off !== undefined && stopped.length === value.length)
      return judged(
        'ct-off',
        'Critical',
        {
          resource: blamed(at.target, 'AWS::CloudTrail::Trail', off.arn),
          grade: 'Critical',
          strength: 'proven',
          summary: `the trail ${off.name} does not log${off.stoppedAt === undefined ? '' : ` since ${ageText(off.stoppedAt, at.now)}`}, and no other trail does.`,
          facts: [at.fact('trails', off.name, 'IsLogging=false', off.stoppedAt, off.arn)],
          fix: {
            now: 'Find out who stopped it, and start it again.',
            cli: `aws cloudtrail start-logging --name ${off.arn} --region ${off.homeRegion}\naws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=StopLogging --region ${off.homeRegion}`,
          },
        },
        evidence,
        at,
      )
    const logging = value.filter((each) => each.isLogging === true)
    const local = logging[0]
    if (local === undefined)
      return judged('ct-off', 'High', { inconclusive: 'Whether the trails log could not be read.' }, evidence, at)
    const why = logging.every((each) => !each.isMultiRegion)
      ? `only ${local.homeRegion} is recorded`
      : 'management events are not all recorded'
    return judged(
      'ct-off',
      'High',
      {
        resource: blamed(at.target, 'AWS::CloudTrail::Trail', local.arn),
        grade: 'High',
        strength: 'proven',
        summary: `the trail ${local.name} logs, but ${why}.`,
        facts: [
          at.fact(
            'trails',
            local.name,
            `IsMultiRegionTrail=${local.isMultiRegion}, management events: ${local.management ?? 'not read'}`,
            undefined,
            local.arn,
          ),
        ],
        fix: {
          now: 'Extend the trail to all regions and all management events.',
          cli: `aws cloudtrail update-trail --name ${local.arn} --is-multi-region-trail --region ${local.homeRegion}`,
        },
      },
      evidence,
      at,
    )
  },
})
