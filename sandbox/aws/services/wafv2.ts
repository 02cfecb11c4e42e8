import type { Rule, WebACL } from '@aws-sdk/client-wafv2'
import type { Handlers } from '../call.ts'
import { AwsError } from '../wire/errors.ts'
import { stableUuid } from '../world/scalars.ts'
import type { WebAcl } from '../world/watching.ts'
import type { Place } from '../world.ts'
import { restApiId } from './api-callers.ts'
import { balancerArn } from './elastic-load-balancing.ts'

type Waf = typeof import('@aws-sdk/client-wafv2')

export const wafv2: Handlers<Waf> = {
  GetWebACLForResource({ place }, input) {
    const acl = place.webAcls.find((candidate) => resourcesOf(place, candidate).includes(input.ResourceArn ?? ''))
    return acl === undefined ? {} : { WebACL: describeAcl(place, acl) }
  },

  GetWebACL({ place }, input) {
    const acl = place.webAcls.find(
      (candidate) =>
        webAclArn(place, candidate) === input.ARN || (candidate.name === input.Name && aclId(candidate) === input.Id),
    )
    if (acl === undefined) throw notFound()
    return { WebACL: describeAcl(place, acl), LockToken: stableUuid(`lock/${acl.name}`) }
  },

  ListWebACLs({ place }, input) {
    const found = place.webAcls.filter(({ scope }) => scope === input.Scope)
    return {
      WebACLs: found.map((acl) => ({
        Name: acl.name,
        Id: aclId(acl),
        ARN: webAclArn(place, acl),
        Description: '',
        LockToken: stableUuid(`lock/${acl.name}`),
      })),
    }
  },

  ListResourcesForWebACL({ place }, input) {
    const acl = place.webAcls.find((candidate) => webAclArn(place, candidate) === input.WebACLArn)
    if (acl === undefined) throw notFound()
    return { ResourceArns: resourcesOf(place, acl) }
  },

  GetSampledRequests({ place, clock }, input) {
    const acl = place.webAcls.find((candidate) => webAclArn(place, candidate) === input.WebAclArn)
    if (acl === undefined) throw notFound()
    const from = input.TimeWindow?.StartTime?.getTime() ?? 0
    const to = input.TimeWindow?.EndTime?.getTime() ?? clock.now()
    if (clock.now() - from > 3 * 3_600_000 + 60_000)
      throw new AwsError(
        'WAFInvalidParameterException',
        'Error reason: The time range must be within the past 3 hours., field: TIME_WINDOW',
      )
    const rule = acl.rules.find((candidate) => metricOf(candidate) === input.RuleMetricName)
    const found = acl.samples.filter(
      (sample) =>
        (sample.rule === input.RuleMetricName || sample.rule === rule?.name) &&
        clock.at(sample.at).getTime() >= from &&
        clock.at(sample.at).getTime() <= to,
    )
    return {
      SampledRequests: found.slice(0, Number(input.MaxItems ?? 100)).map((sample) => ({
        Request: {
          ClientIP: sample.clientIp,
          Country: sample.country,
          URI: sample.uri,
          Method: sample.method,
          HTTPVersion: 'HTTP/1.1',
          Headers: Object.entries(sample.headers).map(([Name, Value]) => ({ Name, Value })),
        },
        Weight: sample.weight,
        Timestamp: clock.at(sample.at),
        Action: sample.action,
        ...(sample.ruleWithinGroup === undefined ? {} : { RuleNameWithinRuleGroup: sample.ruleWithinGroup }),
        Labels: sample.labels.map((Name) => ({ Name })),
      })),
      PopulationSize: found.length,
      TimeWindow: { StartTime: new Date(from), EndTime: new Date(to) },
    }
  },
}

export function webAclArn({ account, region }: Pick<Place, 'account' | 'region'>, acl: WebAcl): string {
  return `arn:aws:wafv2:${region}:${account}:${acl.scope === 'CLOUDFRONT' ? 'global' : 'regional'}/webacl/${acl.name}/${aclId(acl)}`
}

function aclId(acl: WebAcl): string {
  return acl.id ?? stableUuid(`webacl/${acl.name}`)
}

/** What a web ACL protects: the ARNs it names, and the REST stages that name it. */
function resourcesOf(place: Place, acl: WebAcl): string[] {
  const stages = place.restApis.flatMap((api) =>
    api.stages
      .filter(
        ({ webAclArn: named }) => named !== undefined && (named === acl.name || named.includes(`/webacl/${acl.name}`)),
      )
      .map((stage) => `arn:aws:apigateway:${place.region}::/restapis/${restApiId(api)}/stages/${stage.name}`),
  )
  const balancers = place.loadBalancers
    .filter(({ name }) => acl.resources.includes(name))
    .map((balancer) => balancerArn(place, balancer))
  return [...acl.resources.filter((resource) => resource.startsWith('arn:')), ...stages, ...balancers]
}

function describeAcl(place: Place, acl: WebAcl): WebACL {
  return {
    Name: acl.name,
    Id: aclId(acl),
    ARN: webAclArn(place, acl),
    DefaultAction: acl.defaultAction === 'Allow' ? { Allow: {} } : { Block: {} },
    Rules: acl.rules.map(describeRule),
    VisibilityConfig: { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: acl.name },
    Capacity: 100,
  }
}

function describeRule(rule: WebAcl['rules'][number], index: number): Rule {
  const [vendor, group] = (rule.managed ?? '').split('/')
  return {
    Name: rule.name,
    Priority: rule.priority ?? index,
    Statement:
      rule.managed === undefined
        ? (rule.statement ?? {})
        : { ManagedRuleGroupStatement: { VendorName: vendor, Name: group } },
    ...(rule.managed === undefined
      ? { Action: { [rule.action ?? 'Block']: {} } }
      : { OverrideAction: rule.action === 'Count' ? { Count: {} } : { None: {} } }),
    VisibilityConfig: { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: metricOf(rule) },
  }
}

function metricOf(rule: WebAcl['rules'][number]): string {
  return rule.metric ?? rule.name
}

function notFound(): AwsError {
  return new AwsError(
    'WAFNonexistentItemException',
    "AWS WAF couldn't perform the operation because your resource doesn't exist.",
  )
}
