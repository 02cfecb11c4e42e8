import { accountOf, asRole } from '../../targets/principal-arn.ts'
import { type Bucket, type Denial, denial, placeOf } from '../../targets/target.ts'
import type { Fix } from '../cause.ts'
import { addToBucketPolicy } from '../statement.ts'

/** The action asked about: reading objects, where nobody said. */
export function actionOf(target: Bucket): string {
  const { action } = target.request ?? {}
  if (isDirectory(target)) return 's3express:CreateSession'
  if (action === undefined) return 's3:GetObject'
  const bare = action.replace(/^s3:/i, '')
  return `s3:${apiActions[bare] ?? bare}`
}

/** A bucket of S3 Express One Zone, whose every call needs a session first. */
export function isDirectory({ name }: Bucket): boolean {
  return name.endsWith('--x-s3')
}

/** API names whose permission has another name. */
const apiActions: Readonly<Record<string, string>> = {
  HeadObject: 'GetObject',
  HeadBucket: 'ListBucket',
  ListObjects: 'ListBucket',
  ListObjectsV2: 'ListBucket',
  CopyObject: 'PutObject',
  CreateMultipartUpload: 'PutObject',
  UploadPart: 'PutObject',
}

const bucketActions =
  /^s3:(List(Bucket|BucketVersions|BucketMultipartUploads)|GetBucket|PutBucket|DeleteBucket|Get(Encryption|Lifecycle|Replication|Accelerate|Analytics|Inventory|Metrics)Configuration)/

/** The ARN the action is asked for: the bucket, or an object in it. */
export function resourceOf(target: Bucket): string {
  if (isDirectory(target))
    return `arn:${target.partition}:s3express:${target.region}:${target.account}:bucket/${target.name}`
  return bucketActions.test(actionOf(target)) ? target.arn : `${target.arn}/${target.request?.key ?? 'KEY'}`
}

/** Condition keys that nearly every request meets. */
export const usual =
  /SecureTransport|TlsVersion|MultiFactorAuth|s3:x-amz-server-side-encryption|s3:signatureversion|s3:authType/i

/** A caller with an ARN; anonymous callers and services have none. */
export function callerOf({ request }: Bucket): string | undefined {
  const { principal } = request ?? {}
  return principal?.startsWith('arn:') === true ? asRole(principal) : undefined
}

/** The caller belongs to another account than the bucket; undefined where one of them is not known. */
export function isForeign(target: Bucket): boolean | undefined {
  if (target.request?.principal === 'anonymous') return true
  const account = accountOf(callerOf(target) ?? '')
  return account === undefined ? undefined : account !== target.account
}

/** The request as a refusal, to be judged by the caller's own policies. */
export function denialOf(target: Bucket): Denial {
  return aboutTo(target, actionOf(target), resourceOf(target))
}

/** Listing the bucket, without which a key that is not there looks forbidden. */
export function listingOf(target: Bucket): Denial {
  return aboutTo(target, 's3:ListBucket', target.arn)
}

function aboutTo(target: Bucket, action: string, resource: string): Denial {
  const principal = callerOf(target)
  return denial(placeOf(target), {
    ...(principal !== undefined && { principal }),
    action,
    resource,
    ...(target.request?.error !== undefined && { message: target.request.error }),
    source: target.request?.error === undefined ? 'asked' : 'pasted',
  })
}

/** The statement that lets a caller of another account in, and the command where the caller is known. */
export function letIn(target: Bucket, action: string, principal: string | undefined, hasPolicy: boolean): Fix {
  if (principal === undefined) return {}
  const statement = {
    Effect: 'Allow',
    Principal: { AWS: principal },
    Action: action,
    Resource: resourceOf(target).replace(/\/KEY$/, '/*'),
  }
  return {
    iac: JSON.stringify(statement),
    cli: addToBucketPolicy(target.name, target.region, statement, hasPolicy),
  }
}
