import type { Handlers } from '../call.ts'
import { AwsError } from '../wire/errors.ts'
import { policyText } from '../world/scalars.ts'
import type { Place } from '../world.ts'
import { isPublicPolicy } from './bucket-policy.ts'
import { describeBlock } from './s3.ts'

type S3Control = typeof import('@aws-sdk/client-s3-control')

export const s3control: Handlers<S3Control> = {
  GetPublicAccessBlock({ placesOfAccount }) {
    const block = placesOfAccount.find(
      ({ accountPublicAccessBlock }) => accountPublicAccessBlock !== null,
    )?.accountPublicAccessBlock
    if (block === undefined || block === null)
      throw new AwsError(
        'NoSuchPublicAccessBlockConfiguration',
        'The public access block configuration was not found',
        { status: 404 },
      )
    return { PublicAccessBlockConfiguration: describeBlock(block) }
  },

  ListAccessPoints({ place }, input) {
    return {
      AccessPointList: place.accessPoints
        .filter(({ bucket }) => input.Bucket === undefined || bucket === input.Bucket)
        .map((point) => ({
          Name: point.name,
          Bucket: point.bucket,
          NetworkOrigin: point.vpcId === undefined ? ('Internet' as const) : ('VPC' as const),
          AccessPointArn: `arn:aws:s3:${place.region}:${place.account}:accesspoint/${point.name}`,
          BucketAccountId: place.account,
        })),
    }
  },

  GetAccessPoint({ place, clock }, input) {
    const point = findAccessPoint(place, input.Name)
    return {
      Name: point.name,
      Bucket: point.bucket,
      NetworkOrigin: point.vpcId === undefined ? 'Internet' : 'VPC',
      ...(point.vpcId === undefined ? {} : { VpcConfiguration: { VpcId: point.vpcId } }),
      PublicAccessBlockConfiguration: describeBlock(point.publicAccessBlock),
      CreationDate: clock.at(point.created),
      AccessPointArn: `arn:aws:s3:${place.region}:${place.account}:accesspoint/${point.name}`,
      BucketAccountId: place.account,
    }
  },

  GetAccessPointPolicy({ place }, input) {
    const { policy } = findAccessPoint(place, input.Name)
    if (policy === undefined)
      throw new AwsError('NoSuchAccessPointPolicy', 'The specified accesspoint policy does not exist', { status: 404 })
    return { Policy: policyText(policy) }
  },

  GetAccessPointPolicyStatus({ place }, input) {
    const { policy } = findAccessPoint(place, input.Name)
    if (policy === undefined)
      throw new AwsError('NoSuchAccessPointPolicy', 'The specified accesspoint policy does not exist', { status: 404 })
    return { PolicyStatus: { IsPublic: isPublicPolicy(policy) } }
  },
}

function findAccessPoint(place: Place, name: string | undefined): Place['accessPoints'][number] {
  const point = place.accessPoints.find((candidate) => candidate.name === name)
  if (point === undefined)
    throw new AwsError('NoSuchAccessPoint', 'The specified accesspoint does not exist', { status: 404 })
  return point
}
