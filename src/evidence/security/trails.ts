import {
  CloudTrailClient,
  type Trail as Described,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  type GetEventSelectorsCommandOutput,
  GetTrailStatusCommand,
  ListEventDataStoresCommand,
} from '@aws-sdk/client-cloudtrail'
import type { AwsReader } from '../../aws/reader.ts'
import type { AccountRegion } from '../../targets/target.ts'
import { EvidenceMissing } from '../evidence.ts'
import { defineProbe, type IamAction, type ReadContext } from '../probe.ts'
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

export interface CloudTrails {
  readonly trails: readonly Trail[]
  /** Event data stores of CloudTrail Lake, asked for only where there is no trail; undefined where they were not read. */
  readonly eventDataStores?: readonly string[]
}

const mostTrails = 3

/**
 * Every trail that records this region: DescribeTrails lists shadows of other regions' trails and of the organization's, so an empty list
 * means none. The state is read of one after the other until one records everything. A data store of CloudTrail Lake needs no trail.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DescribeTrails.html
 */
export const cloudTrails = defineProbe<CloudTrails, AccountRegion>({
  id: 'security.trails',
  actions: [
    'cloudtrail:DescribeTrails',
    'cloudtrail:GetTrailStatus',
    'cloudtrail:GetEventSelectors',
    'cloudtrail:ListEventDataStores',
  ],
  key: (target) => `${target.account} ${target.region}`,
  resource: () => '*',
  async fetch(target, { aws, missed }) {
    const here = aws.client(CloudTrailClient, target.region)
    const { trailList } = await here.send(new DescribeTrailsCommand({ includeShadowTrails: true }))
    if (trailList === undefined)
      throw new EvidenceMissing({ status: 'failed', error: 'CloudTrail answered without the list of trails.' })
    if (trailList.length === 0) {
      const stores = await here
        .send(new ListEventDataStoresCommand({}))
        .catch(missing('cloudtrail:ListEventDataStores', '*', missed))
      return {
        trails: [],
        ...(stores !== undefined && {
          eventDataStores: (stores.EventDataStores ?? []).flatMap((each) => each.Name ?? []),
        }),
      }
    }
    const listed = [...trailList].sort(
      (a, b) => Number(b.IsMultiRegionTrail === true) - Number(a.IsMultiRegionTrail === true),
    )
    const trails: Trail[] = []
    for (const [index, each] of listed.entries()) {
      const isSettled = index >= mostTrails || trails.some(recordsEverything)
      trails.push(isSettled ? describe(each, target) : await readState(each, target, aws, missed))
    }
    return { trails }
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

/** A trail of all regions that logs all management events. */
export function recordsEverything({ isMultiRegion, isLogging, management }: Trail): boolean {
  return isMultiRegion && isLogging === true && management === 'all'
}

function describe(trail: Described, target: AccountRegion): Trail {
  return {
    name: trail.Name ?? trail.TrailARN ?? '',
    arn: trail.TrailARN ?? trail.Name ?? '',
    homeRegion: trail.HomeRegion ?? target.region,
    // What an answer leaves out is no finding.
    isMultiRegion: trail.IsMultiRegionTrail !== false,
    isOrganization: trail.IsOrganizationTrail === true,
    validatesFiles: trail.LogFileValidationEnabled !== false,
    bucket: trail.S3BucketName ?? '',
    ...(trail.KmsKeyId && { kmsKeyId: trail.KmsKeyId }),
  }
}

/** What cannot be read of a trail stays out of it. */
function missing(action: IamAction, resource: string, missed: ReadContext['missed']): (error: unknown) => undefined {
  return (error) => void missed(error, { action, resource })
}

async function readState(
  given: Described,
  target: AccountRegion,
  aws: AwsReader,
  missed: ReadContext['missed'],
): Promise<Trail> {
  const trail = describe(given, target)
  const client = aws.client(CloudTrailClient, trail.homeRegion)
  const status = await client
    .send(new GetTrailStatusCommand({ Name: trail.arn }))
    .catch(missing('cloudtrail:GetTrailStatus', trail.arn, missed))
  const isPlain = given.HasCustomEventSelectors === false
  const selectors =
    isPlain || status?.IsLogging === false
      ? undefined
      : await client
          .send(new GetEventSelectorsCommand({ TrailName: trail.arn }))
          .catch(missing('cloudtrail:GetEventSelectors', trail.arn, missed))
  // Without selectors of its own a trail records every management event.
  const management = isPlain ? 'all' : selectors === undefined ? undefined : managementOf(selectors)
  return {
    ...trail,
    ...(status?.IsLogging !== undefined && { isLogging: status.IsLogging }),
    ...(status?.StopLoggingTime !== undefined && { stoppedAt: status.StopLoggingTime.getTime() }),
    ...(status?.LatestDeliveryError && { deliveryError: status.LatestDeliveryError }),
    ...(management !== undefined && { management }),
  }
}

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
