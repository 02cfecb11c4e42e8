import type { AwsRequest } from '../wire/request.ts'
import { resourceOf } from './resources.ts'

/** The IAM action and the resource that a call needs; nothing where AWS asks for no permission. */
export interface NeededAccess {
  readonly action: string
  readonly resource: string
}

/** Operations whose IAM action has another name, by service prefix and operation. */
const renamed: Readonly<Record<string, string>> = {
  's3:HeadBucket': 's3:ListBucket',
  's3:ListObjects': 's3:ListBucket',
  's3:ListObjectsV2': 's3:ListBucket',
  's3:HeadObject': 's3:GetObject',
  's3:ListBuckets': 's3:ListAllMyBuckets',
  's3:GetBucketEncryption': 's3:GetEncryptionConfiguration',
  's3:GetPublicAccessBlock': 's3:GetBucketPublicAccessBlock',
  's3:GetBucketLifecycleConfiguration': 's3:GetLifecycleConfiguration',
  's3:GetBucketNotificationConfiguration': 's3:GetBucketNotification',
  's3:GetObjectLockConfiguration': 's3:GetBucketObjectLockConfiguration',
  's3:GetBucketReplication': 's3:GetReplicationConfiguration',
  's3:GetBucketCors': 's3:GetBucketCORS',
  's3:GetBucketAccelerateConfiguration': 's3:GetAccelerateConfiguration',
  's3:ListObjectVersions': 's3:ListBucketVersions',
  'lambda:GetLayerVersionByArn': 'lambda:GetLayerVersion',
  'lambda:Invoke': 'lambda:InvokeFunction',
  'lambda:InvokeAsync': 'lambda:InvokeFunction',
  'sqs:SendMessageBatch': 'sqs:SendMessage',
}

/** The IAM permission that a call needs, or nothing for the calls everyone may make. */
export function accessOf(request: AwsRequest, place: { account: string; region: string }): NeededAccess | undefined {
  const { service, operation, http } = request
  if (service.id === 'sts' && ['GetCallerIdentity', 'AssumeRole'].includes(operation.name)) return undefined
  if (service.prefix === 'apigateway') {
    return {
      action: `apigateway:${http.method}`,
      resource: `arn:aws:apigateway:${place.region}::${decodeURIComponent(http.path.replace(/^\/v2(?=\/)/, ''))}`,
    }
  }
  if (service.id === 's3control' && operation.name === 'GetPublicAccessBlock')
    return { action: 's3:GetAccountPublicAccessBlock', resource: '*' }
  const own = `${service.prefix}:${operation.name}`
  return { action: renamed[own] ?? own, resource: resourceOf(request, place) }
}
