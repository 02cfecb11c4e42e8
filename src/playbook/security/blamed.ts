import type { ConfigFinding } from '../../evidence/security/config-findings.ts'
import { type AccountRegion, blamedResource, lambdaFunction, placeOf, type Target } from '../../targets/target.ts'

/** Where ARNs of these types are made of the type's own id; `R` is the region, `A` the account. */
const paths: Readonly<Record<string, string>> = {
  'AWS::S3::Bucket': 's3:::',
  'AWS::EC2::SecurityGroup': 'ec2:R:A:security-group/',
  'AWS::EC2::Volume': 'ec2:R:A:volume/',
  'AWS::KMS::Key': 'kms:R:A:key/',
  'AWS::DynamoDB::Table': 'dynamodb:R:A:table/',
  'AWS::IAM::User': 'iam::A:user/',
  'AWS::IAM::Role': 'iam::A:role/',
  'AWS::IAM::Group': 'iam::A:group/',
}

/** A resource by AWS's name of its type and its id. */
export function blamed(target: AccountRegion, type: string, id: string): Target {
  if (id.startsWith('arn:')) return blamedResource(target, id.split(/[:/]/).at(-1) ?? id, id)
  if (type === 'AWS::Lambda::Function') return lambdaFunction(placeOf(target), id)
  const path = paths[type]?.replace(':R:', `:${target.region}:`).replace(':A:', `:${target.account}:`)
  return blamedResource(target, id, path === undefined ? '' : `arn:${target.partition}:${path}${id}`)
}

/** What a Config rule marks. IAM's ids are not names, so they make no ARN. */
export function markedResource(target: AccountRegion, { resourceType, resourceId }: ConfigFinding): Target | undefined {
  if (resourceType === 'AWS::::Account') return undefined
  return resourceType.startsWith('AWS::IAM::')
    ? blamedResource(target, resourceId, '')
    : blamed(target, resourceType, resourceId)
}
