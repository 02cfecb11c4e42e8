import type { GrowingResource } from '../../evidence/cost/growing-resources.ts'
import { blamedResource, lambdaFunction, type Place, type Target } from '../../targets/target.ts'

const paths: Readonly<Record<string, string>> = {
  'NAT gateway': 'ec2:REGION:ACCOUNT:natgateway/',
  'log group': 'logs:REGION:ACCOUNT:log-group:',
  queue: 'sqs:REGION:ACCOUNT:',
  table: 'dynamodb:REGION:ACCOUNT:table/',
  bucket: 's3:::',
  rule: 'events:REGION:ACCOUNT:rule/',
}

/** The resource whose own metric grew with the bill, as what is to blame. */
export function grownTarget({ kind, name, region }: GrowingResource, around: Place): Target {
  const place = { account: around.account, partition: around.partition, region }
  if (kind === 'function') return lambdaFunction(place, name)
  const path = paths[kind]?.replace('REGION', region).replace('ACCOUNT', around.account)
  const arn = name.startsWith('arn:') ? name : path === undefined ? '' : `arn:${around.partition}:${path}${name}`
  return blamedResource(place, name, arn)
}
