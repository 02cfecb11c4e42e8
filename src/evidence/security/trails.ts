import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  type GetEventSelectorsCommandOutput,
  GetTrailStatusCommand,
} from '@aws-sdk/client-cloudtrail'
import type { AccountRegion } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { citeCheck } from './focus.ts'

/** A trail and how it does. Times are epoch milliseconds; what could not be read stays out. */
export interface Trail {
  readonly name: string
  readonly arn: string
  readonly homeRegion: string
  readonly isMultiRegion: boolean
  /** Seen from a member account, owned by the organization's. */
  readonly isOrganization: boolean
  readonly validatesFiles: boolean
  readonly kmsKeyId?: string
  readonly bucket: string
  readonly isLogging?: boolean
  readonly stoppedAt?: number
  readonly deliveryError?: string
  /** Which management events it records. */
  readonly management?: 'all' | 'some' | 'none'
}

const mostTrails = 2

/** Every trail seen from this region, those of other regions and the organization's included; the first two with their state. */
export const cloudTrails = defineProbe<readonly Trail[], AccountRegion>({
  id: 'security.trails',
  actions: ['cloudtrail:DescribeTrails', 'cloudtrail:GetTrailStatus', 'cloudtrail:GetEventSelectors'],
  key: (target) => `${target.account} ${target.region}`,
  resource: () => '*',
  async fetch(target, { aws }) {
    const answer = await aws
      .client(CloudTrailClient, target.region)
      .send(new DescribeTrailsCommand({ includeShadowTrails: true }))
    const listed = [...(answer.trailList ?? [])].sort(
      (a, b) => Number(b.IsMultiRegionTrail === true) - Number(a.IsMultiRegionTrail === true),
    )
    return Promise.all(
      listed.map(async (trail, index): Promise<Trail> => {
        const homeRegion = trail.HomeRegion ?? target.region
        const client = aws.client(CloudTrailClient, homeRegion)
        const name = trail.TrailARN ?? trail.Name ?? ''
        const isRead = index < mostTrails
        const [status, selectors] = await Promise.all([
          isRead ? client.send(new GetTrailStatusCommand({ Name: name })).catch(() => undefined) : undefined,
          isRead ? client.send(new GetEventSelectorsCommand({ TrailName: name })).catch(() => undefined) : undefined,
        ])
        const management = selectors === undefined ? undefined : managementOf(selectors)
        return {
          name: trail.Name ?? name,
          arn: name,
          homeRegion,
          isMultiRegion: trail.IsMultiRegionTrail === true,
          isOrganization: trail.IsOrganizationTrail === true,
          validatesFiles: trail.LogFileValidationEnabled === true,
          bucket: trail.S3BucketName ?? '',
          ...(trail.KmsKeyId && { kmsKeyId: trail.KmsKeyId }),
          ...(status?.IsLogging !== undefined && { isLogging: status.IsLogging }),
          ...(status?.StopLoggingTime !== undefined && { stoppedAt: status.StopLoggingTime.getTime() }),
          ...(status?.LatestDeliveryError && { deliveryError: status.LatestDeliveryError }),
          ...(management !== undefined && { management }),
        }
      }),
    )
  },
  cite: (target, _, trail) =>
    trail === undefined
      ? citeCheck(target, 'cloudtrail:DescribeTrails', 'cloudtrail describe-trails', 'cloudtrailv2', '/trails')
      : citeCheck(
          target,
          `cloudtrail:GetTrailStatus Name=${trail}`,
          `cloudtrail get-trail-status --name ${trail}`,
          'cloudtrailv2',
          '/trails',
        ),
})

function managementOf({
  EventSelectors: basic,
  AdvancedEventSelectors: advanced,
}: GetEventSelectorsCommandOutput): Trail['management'] {
  const simple = (basic ?? []).filter((each) => each.IncludeManagementEvents === true)
  if (simple.some((each) => (each.ReadWriteType ?? 'All') === 'All')) return 'all'
  const fields = (advanced ?? []).filter((each) =>
    each.FieldSelectors?.some((field) => field.Field === 'eventCategory' && field.Equals?.includes('Management')),
  )
  if (fields.some((each) => !each.FieldSelectors?.some((field) => field.Field === 'readOnly'))) return 'all'
  if (simple.length > 0 || fields.length > 0) return 'some'
  return basic === undefined && advanced === undefined ? undefined : 'none'
}
