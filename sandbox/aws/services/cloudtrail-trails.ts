import type { Trail } from '@aws-sdk/client-cloudtrail'
import type { Call, Handlers } from '../call.ts'
import { AwsError } from '../wire/errors.ts'
import type { CloudTrail } from '../world/history.ts'

type Client = typeof import('@aws-sdk/client-cloudtrail')

interface Seen {
  readonly trail: CloudTrail
  readonly homeRegion: string
  readonly arn: string
}

/** The configuration of trails; what they recorded is in `cloudtrail.ts`. */
export const trailConfiguration: Handlers<Client> = {
  DescribeTrails(call, input) {
    const names = input.trailNameList ?? []
    const withShadows = input.includeShadowTrails !== false
    const seen = trailsSeen(call).filter(
      (each) => withShadows || (each.homeRegion === call.region && each.trail.organizationAccount === undefined),
    )
    return {
      trailList: (names.length === 0 ? seen : names.flatMap((name) => seen.filter((each) => isCalled(each, name)))).map(
        describe,
      ),
    }
  },

  ListTrails(call) {
    return {
      Trails: trailsSeen(call).map(({ trail, homeRegion, arn }) => ({
        TrailARN: arn,
        Name: trail.name,
        HomeRegion: homeRegion,
      })),
    }
  },

  GetTrail: (call, input) => ({ Trail: describe(find(call, input.Name)) }),

  GetTrailStatus(call, input) {
    const { trail } = find(call, input.Name)
    return {
      IsLogging: trail.logging,
      ...(trail.deliveryError === undefined
        ? { LatestDeliveryTime: call.clock.at('-5m') }
        : { LatestDeliveryError: trail.deliveryError }),
      ...(trail.stopped === undefined ? {} : { StopLoggingTime: call.clock.at(trail.stopped) }),
      StartLoggingTime: call.clock.at('-300d'),
    }
  },

  GetEventSelectors(call, input) {
    const { trail, arn } = find(call, input.TrailName)
    if (trail.advancedEventSelectors !== undefined)
      return { TrailARN: arn, AdvancedEventSelectors: trail.advancedEventSelectors as never }
    return {
      TrailARN: arn,
      EventSelectors: (trail.eventSelectors as never) ?? [
        { ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [], ExcludeManagementEventSources: [] },
      ],
    }
  },

  ListEventDataStores: ({ place, account, region }) => ({
    EventDataStores: place.eventDataStores.map((Name) => ({
      Name,
      EventDataStoreArn: `arn:aws:cloudtrail:${region}:${account}:eventdatastore/${Name}`,
    })),
  }),
}

/** Trails made here, and shadows of those that record every region. */
function trailsSeen({ placesOfAccount, region, account }: Call): Seen[] {
  return placesOfAccount.flatMap((place) =>
    place.cloudTrails.flatMap((trail): Seen[] => {
      const homeRegion = trail.homeRegion ?? place.region
      if (homeRegion !== region && !trail.multiRegion) return []
      return [
        {
          trail,
          homeRegion,
          arn: `arn:aws:cloudtrail:${homeRegion}:${trail.organizationAccount ?? account}:trail/${trail.name}`,
        },
      ]
    }),
  )
}

/** A bare name means a trail made here; one seen from elsewhere goes by its ARN. */
function isCalled({ trail, arn }: Seen, name: string): boolean {
  return name.startsWith('arn:') ? arn === name : trail.name === name && trail.organizationAccount === undefined
}

function find(call: Call, name: string | undefined): Seen {
  const found = trailsSeen(call).find((each) => isCalled(each, name ?? ''))
  if (found === undefined)
    throw new AwsError('TrailNotFoundException', `Unknown trail: ${name} for the user: ${call.account}`)
  return found
}

function describe({ trail, homeRegion, arn }: Seen): Trail {
  return {
    Name: trail.name,
    TrailARN: arn,
    S3BucketName: trail.bucket,
    HomeRegion: homeRegion,
    IncludeGlobalServiceEvents: trail.multiRegion,
    IsMultiRegionTrail: trail.multiRegion,
    IsOrganizationTrail: trail.organizationAccount !== undefined,
    LogFileValidationEnabled: trail.validation,
    HasCustomEventSelectors: trail.eventSelectors !== undefined || trail.advancedEventSelectors !== undefined,
    HasInsightSelectors: false,
    ...(trail.kmsKeyId === undefined ? {} : { KmsKeyId: trail.kmsKeyId }),
  }
}
