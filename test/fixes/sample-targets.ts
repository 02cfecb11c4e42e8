import {
  type AccountRegion,
  apiToFunction,
  bucket,
  cloudFormationStack,
  denial,
  eventRule,
  httpApi,
  kmsKey,
  lambdaFunction,
  type Queue,
  queueToFunction,
  restApi,
  type Target,
  type TargetKind,
  table,
} from '../../src/targets/target.ts'

/** Names that a shell or a redactor may stumble over: what AWS allows at most. */
const place = { account: '210987654321', region: 'cn-north-1', partition: 'aws-cn' }
const fn = lambdaFunction(place, 'Digest', 'live_2')
const latest = lambdaFunction(place, 'basic-password_x', '$LATEST')
const rest = restApi(place, 'a1b2c3d4e5', "the 'old' API, $5", 'prod_1')
const http = httpApi(place, 'h1h2h3h4h5', 'web "API"', '$default')
const queue: Queue = {
  ...place,
  kind: 'queue',
  id: 'jobs.fifo',
  name: 'jobs.fifo',
  arn: 'arn:aws-cn:sqs:cn-north-1:210987654321:jobs.fifo',
  url: 'https://sqs.cn-north-1.amazonaws.com.cn/210987654321/jobs.fifo',
}
const rule = eventRule(place, 'a.rule-of_mine', 'partner/bus-1')
const account: AccountRegion = {
  ...place,
  kind: 'account',
  id: '210987654321',
  name: '210987654321',
  arn: 'arn:aws-cn:iam::210987654321:root',
}

function named<K extends TargetKind, T extends object>(kind: K, name: string, rest: T) {
  return {
    ...place,
    kind,
    id: name,
    name,
    arn: `arn:aws-cn:elasticloadbalancing:cn-north-1:210987654321:${name}`,
    ...rest,
  }
}

/** At least one target of each kind that causes are about. */
export const sampleTargets: readonly Target[] = [
  fn,
  latest,
  lambdaFunction(place, 'plain'),
  rest,
  http,
  named('websocket-api', 'w1w2w3w4w5', { stage: '$default' }),
  named('api-domain', '*.shop.example', {}),
  table(place, 'Orders_1.old', 'by-day'),
  queue,
  bucket(place, 'my.bucket', { key: "a 'b' $c.txt", action: 's3:GetObject' }),
  rule,
  cloudFormationStack(place, 'app'),
  denial(place, { action: 's3:GetObject', source: 'asked' }),
  kmsKey(place, 'arn:aws-cn:kms:cn-north-1:210987654321:key/1'),
  named('load-balancer', 'app/web/1', {}),
  named('vpc-link', 'vl1', { version: 1 as const, api: rest, balancerArns: [], isOnPath: true }),
  account,
  apiToFunction(rest, fn),
  apiToFunction(rest, latest),
  apiToFunction(http, fn),
  named('api-timeouts', 'e', { api: rest, function: latest, timeoutMs: 29_000 }),
  named('api-timeouts', 'e', { api: http, function: fn, timeoutMs: 30_000 }),
  named('api-function-errors', 'e', { api: rest, function: fn }),
  queueToFunction(queue, fn),
  named('rule-to-function', 'e', { rule, function: fn }),
  named('rule-to-queue', 'e', { rule, queue }),
  named('rule-to-target', 'e', { rule, targetArn: 'arn:aws-cn:sns:cn-north-1:210987654321:a_topic' }),
  named('function-timeouts', 'e', {
    function: fn,
    vpcId: 'vpc-1',
    subnetIds: ['subnet-1'],
    securityGroupIds: ['sg-1'],
  }),
  named('function-throttles', 'e', { function: fn }),
]
