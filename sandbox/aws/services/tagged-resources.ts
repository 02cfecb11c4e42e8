import type { Place } from '../world.ts'
import { restApiId, v2ApiId } from './api-callers.ts'
import { stackId } from './cloudformation.ts'
import { functionArn } from './lambda-arns.ts'

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
    ...place.stacks.map((stack) => ({
      arn: stackId(place, stack),
      type: 'cloudformation:stack',
      tags: stack.tags ?? {},
    })),
  ]
}
