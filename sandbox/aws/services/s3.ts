import type { Grant } from '@aws-sdk/client-s3'
import type { Call, Handlers } from '../call.ts'
import { AwsError } from '../wire/errors.ts'
import { policyText, stableId } from '../world/scalars.ts'
import type { Bucket, PublicAccessBlock } from '../world/storage.ts'
import type { Place } from '../world.ts'
import { placesOf } from '../world.ts'
import { isPublicPolicy } from './bucket-policy.ts'

type S3 = typeof import('@aws-sdk/client-s3')

export const s3: Handlers<S3> = {
  ListBuckets({ placesOfAccount, clock }) {
    return {
      Buckets: placesOfAccount.flatMap(({ buckets, region }) =>
        buckets.map((bucket) => ({ Name: bucket.name, CreationDate: clock.at(bucket.created), BucketRegion: region })),
      ),
      Owner: { ID: ownerId(placesOfAccount[0]?.account ?? '') },
    }
  },

  HeadBucket(call, input) {
    const { place } = findBucket(call, input.Bucket)
    return { BucketRegion: place.region, AccessPointAlias: false }
  },

  GetBucketLocation(call, input) {
    const { place } = findBucket(call, input.Bucket)
    return place.region === 'us-east-1' ? {} : { LocationConstraint: place.region as 'eu-west-1' }
  },

  GetBucketPolicy(call, input) {
    const { policy } = findBucket(call, input.Bucket).bucket
    if (policy === undefined) throw missing('NoSuchBucketPolicy', 'The bucket policy does not exist')
    return { Policy: policyText(policy) }
  },

  GetBucketPolicyStatus(call, input) {
    const { policy } = findBucket(call, input.Bucket).bucket
    if (policy === undefined) throw missing('NoSuchBucketPolicy', 'The bucket policy does not exist')
    return { PolicyStatus: { IsPublic: isPublicPolicy(policy) } }
  },

  GetPublicAccessBlock(call, input) {
    const { publicAccessBlock } = findBucket(call, input.Bucket).bucket
    if (publicAccessBlock === null)
      throw missing('NoSuchPublicAccessBlockConfiguration', 'The public access block configuration was not found')
    return { PublicAccessBlockConfiguration: describeBlock(publicAccessBlock) }
  },

  GetBucketOwnershipControls(call, input) {
    const { ownership } = findBucket(call, input.Bucket).bucket
    if (ownership === null)
      throw missing('OwnershipControlsNotFoundError', 'The bucket ownership controls were not found')
    return { OwnershipControls: { Rules: [{ ObjectOwnership: ownership }] } }
  },

  GetBucketAcl(call, input) {
    const { bucket, place } = findBucket(call, input.Bucket)
    const owner = ownerId(place.account)
    return {
      Owner: { ID: owner },
      Grants: [
        { Grantee: { Type: 'CanonicalUser', ID: owner }, Permission: 'FULL_CONTROL' },
        ...bucket.grants.map(describeGrant),
      ],
    }
  },

  GetBucketEncryption(call, input) {
    const { algorithm, kmsKeyId, bucketKey } = findBucket(call, input.Bucket).bucket.encryption
    return {
      ServerSideEncryptionConfiguration: {
        Rules: [
          {
            ApplyServerSideEncryptionByDefault: {
              SSEAlgorithm: algorithm as 'AES256',
              ...(kmsKeyId === undefined ? {} : { KMSMasterKeyID: kmsKeyId }),
            },
            BucketKeyEnabled: bucketKey,
          },
        ],
      },
    }
  },

  GetBucketVersioning(call, input) {
    const { versioning } = findBucket(call, input.Bucket).bucket
    return versioning === undefined ? {} : { Status: versioning }
  },

  GetBucketRequestPayment: (call, input) => ({ Payer: findBucket(call, input.Bucket).bucket.requestPayer }),

  GetBucketLogging(call, input) {
    const { logging } = findBucket(call, input.Bucket).bucket
    return logging === undefined
      ? {}
      : { LoggingEnabled: { TargetBucket: logging.bucket, TargetPrefix: logging.prefix } }
  },

  GetBucketNotificationConfiguration: (call, input) => ({ ...findBucket(call, input.Bucket).bucket.notifications }),

  GetObjectLockConfiguration(call, input) {
    const { objectLock } = findBucket(call, input.Bucket).bucket
    if (objectLock === undefined)
      throw missing('ObjectLockConfigurationNotFoundError', 'Object Lock configuration does not exist for this bucket')
    return { ObjectLockConfiguration: objectLock }
  },

  GetBucketCors(call, input) {
    const { cors } = findBucket(call, input.Bucket).bucket
    if (cors === undefined) throw missing('NoSuchCORSConfiguration', 'The CORS configuration does not exist')
    return { CORSRules: cors as unknown as [] }
  },

  GetBucketLifecycleConfiguration(call, input) {
    const { lifecycle } = findBucket(call, input.Bucket).bucket
    if (lifecycle === undefined)
      throw missing('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist')
    return { Rules: lifecycle as unknown as [] }
  },

  GetBucketTagging(call, input) {
    const { tags } = findBucket(call, input.Bucket).bucket
    if (tags === undefined) throw missing('NoSuchTagSet', 'The TagSet does not exist')
    return { TagSet: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }
  },

  HeadObject(call, input) {
    const { bucket } = findBucket(call, input.Bucket)
    const size = bucket.objects[input.Key ?? '']
    if (size === undefined) throw new AwsError('NotFound', 'Not Found', { status: 404 })
    return { ContentLength: size, LastModified: call.clock.at(bucket.created), ETag: '"sandbox"' }
  },

  ListObjectsV2(call, input) {
    const { bucket } = findBucket(call, input.Bucket)
    const keys = Object.entries(bucket.objects).filter(([key]) => key.startsWith(input.Prefix ?? ''))
    return {
      Name: bucket.name,
      Prefix: input.Prefix ?? '',
      KeyCount: keys.length,
      MaxKeys: 1000,
      IsTruncated: false,
      Contents: keys.map(([Key, Size]) => ({ Key, Size, LastModified: call.clock.at(bucket.created) })),
    }
  },
}

/** The owner's canonical id of an account. */
export function ownerId(account: string): string {
  return stableId(`canonical/${account}`, 32).repeat(2)
}

export function describeBlock(block: PublicAccessBlock) {
  return {
    BlockPublicAcls: block.blockPublicAcls,
    IgnorePublicAcls: block.ignorePublicAcls,
    BlockPublicPolicy: block.blockPublicPolicy,
    RestrictPublicBuckets: block.restrictPublicBuckets,
  }
}

/** A bucket of the account; one in another Region is redirected, one of another account refused. */
function findBucket({ world, account, region }: Call, name: string | undefined): { place: Place; bucket: Bucket } {
  for (const place of placesOf(world)) {
    const bucket = place.buckets.find((candidate) => candidate.name === name)
    if (bucket === undefined) continue
    if (place.account !== account) throw new AwsError('AccessDenied', 'Access Denied', { status: 403 })
    if (place.region !== region && region !== 'us-east-1')
      throw new AwsError(
        'PermanentRedirect',
        'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
        { status: 301 },
      )
    return { place, bucket }
  }
  throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', { status: 404 })
}

function describeGrant({ to, permission }: Bucket['grants'][number]): Grant {
  const group = ['AllUsers', 'AuthenticatedUsers'].includes(to)
    ? `http://acs.amazonaws.com/groups/global/${to}`
    : to === 'LogDelivery'
      ? 'http://acs.amazonaws.com/groups/s3/LogDelivery'
      : undefined
  return {
    Grantee: group === undefined ? { Type: 'CanonicalUser', ID: to } : { Type: 'Group', URI: group },
    Permission: permission as 'READ',
  }
}

function missing(code: string, message: string): AwsError {
  return new AwsError(code, message, { status: 404 })
}
