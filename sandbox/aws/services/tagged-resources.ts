import type { Place } from '../world.ts'
import { restApiId, v2ApiId } from './api-callers.ts'
import { tableArn } from './dynamodb.ts'
import { balancerArn, groupArn } from './elastic-load-balancing.ts'
import { ruleArn } from './events.ts'
import { keyArn } from './kms.ts'
import { functionArn } from './lambda-arns.ts'
import { secretArn } from './secretsmanager.ts'
import { queueArn } from './sqs.ts'
import { stackId } from './stack-describe.ts'

export interface TaggedResource {
  readonly arn: string
  /** As ResourceTypeFilters name it: `lambda:function`. */
  readonly type: string
  readonly tags: Readonly<Record<string, string>>
}

/** Every resource of a place that can carry tags. */
export function taggedResources(place: Place): TaggedResource[] {
  const { account, region } = place
  const gateway = `arn:aws:apigateway:${region}::`
  return [
    ...place.functions.map((fn) => ({
      arn: functionArn(place, fn.name),
      type: 'lambda:function',
      tags: fn.tags ?? {},
    })),
    ...place.restApis.flatMap((api) => [
      { arn: `${gateway}/restapis/${restApiId(api)}`, type: 'apigateway:restapis', tags: api.tags ?? {} },
      ...api.stages.map((stage) => ({
        arn: `${gateway}/restapis/${restApiId(api)}/stages/${stage.name}`,
        type: 'apigateway:restapis/stages',
        tags: stage.tags ?? {},
      })),
    ]),
    ...[...place.httpApis, ...place.webSocketApis].flatMap((api) => [
      { arn: `${gateway}/apis/${v2ApiId(api)}`, type: 'apigateway:apis', tags: api.tags ?? {} },
      ...api.stages.map((stage) => ({
        arn: `${gateway}/apis/${v2ApiId(api)}/stages/${stage.name}`,
        type: 'apigateway:apis/stages',
        tags: stage.tags ?? {},
      })),
    ]),
    ...place.domainNames.map((domain) => ({
      arn: `${gateway}/domainnames/${domain.name}`,
      type: 'apigateway:domainnames',
      tags: domain.tags ?? {},
    })),
    ...place.alarms.map((alarm) => ({
      arn: `arn:aws:cloudwatch:${region}:${account}:alarm:${alarm.name}`,
      type: 'cloudwatch:alarm',
      tags: alarm.tags ?? {},
    })),
    ...place.logGroups.map((group) => ({
      arn: `arn:aws:logs:${region}:${account}:log-group:${group.name}`,
      type: 'logs:log-group',
      tags: group.tags ?? {},
    })),
    ...place.tables.map((table) => ({
      arn: tableArn(place, table.name),
      type: 'dynamodb:table',
      tags: table.tags ?? {},
    })),
    ...place.queues.map((queue) => ({ arn: queueArn(place, queue.name), type: 'sqs', tags: queue.tags ?? {} })),
    ...place.eventRules.map((rule) => ({ arn: ruleArn(place, rule), type: 'events:rule', tags: rule.tags ?? {} })),
    ...place.keys.map((key) => ({ arn: keyArn(place, key), type: 'kms:key', tags: key.tags ?? {} })),
    ...place.buckets.map((bucket) => ({ arn: `arn:aws:s3:::${bucket.name}`, type: 's3', tags: bucket.tags ?? {} })),
    ...place.loadBalancers.map((balancer) => ({
      arn: balancerArn(place, balancer),
      type: 'elasticloadbalancing:loadbalancer',
      tags: balancer.tags ?? {},
    })),
    ...place.targetGroups.map((group) => ({
      arn: groupArn(place, group),
      type: 'elasticloadbalancing:targetgroup',
      tags: group.tags ?? {},
    })),
    ...place.secrets.map((secret) => ({
      arn: secretArn(place, secret),
      type: 'secretsmanager:secret',
      tags: secret.tags ?? {},
    })),
    ...place.stacks.map((stack) => ({
      arn: stackId(place, stack),
      type: 'cloudformation:stack',
      tags: stack.tags ?? {},
    })),
  ]
}
