import type {
  LoadBalancer as DescribedBalancer,
  TargetGroup as DescribedGroup,
  Listener,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Handlers } from '../call.ts'
import { AwsError } from '../wire/errors.ts'
import type { LoadBalancer, TargetGroup } from '../world/network.ts'
import { stableId } from '../world/scalars.ts'
import type { Place } from '../world.ts'
import { functionArnOf } from './lambda-arns.ts'

type Elb = typeof import('@aws-sdk/client-elastic-load-balancing-v2')

export const elasticloadbalancing: Handlers<Elb> = {
  DescribeLoadBalancers({ place, clock }, input) {
    const found = place.loadBalancers.filter(
      (balancer) =>
        (input.Names === undefined || input.Names.includes(balancer.name)) &&
        (input.LoadBalancerArns === undefined || input.LoadBalancerArns.includes(balancerArn(place, balancer))),
    )
    if (found.length === 0 && (input.Names ?? input.LoadBalancerArns ?? []).length > 0)
      throw new AwsError('LoadBalancerNotFoundException', 'Load balancers are not found')
    return {
      LoadBalancers: found.map((balancer) => ({
        ...describeBalancer(place, balancer),
        CreatedTime: clock.at('-180d'),
      })),
    }
  },

  DescribeLoadBalancerAttributes({ place }, input) {
    const { attributes, type } = findBalancer(place, input.LoadBalancerArn)
    const defaults: Readonly<Record<string, string>> =
      type === 'application'
        ? { 'idle_timeout.timeout_seconds': '60', 'routing.http2.enabled': 'true', 'access_logs.s3.enabled': 'false' }
        : { 'load_balancing.cross_zone.enabled': 'false' }
    return { Attributes: Object.entries({ ...defaults, ...attributes }).map(([Key, Value]) => ({ Key, Value })) }
  },

  DescribeListeners({ place }, input) {
    const balancers =
      input.LoadBalancerArn === undefined ? place.loadBalancers : [findBalancer(place, input.LoadBalancerArn)]
    const all = balancers.flatMap((balancer) =>
      balancer.listeners.map((listener) => describeListener(place, balancer, listener)),
    )
    return {
      Listeners: all.filter(
        ({ ListenerArn }) => input.ListenerArns === undefined || input.ListenerArns.includes(ListenerArn ?? ''),
      ),
    }
  },

  DescribeRules({ place }, input) {
    for (const balancer of place.loadBalancers) {
      for (const listener of balancer.listeners) {
        const { ListenerArn = '', DefaultActions } = describeListener(place, balancer, listener)
        if (ListenerArn !== input.ListenerArn) continue
        const rules = listener.rules.map((rule, index) => ({
          RuleArn: `${ListenerArn.replace(':listener/', ':listener-rule/')}/${index + 1}`,
          Priority: String(index + 1),
          IsDefault: false,
          ...rule,
        }))
        return {
          Rules: [
            ...rules,
            {
              RuleArn: `${ListenerArn.replace(':listener/', ':listener-rule/')}/default`,
              Priority: 'default',
              IsDefault: true,
              Conditions: [],
              Actions: DefaultActions,
            },
          ],
        }
      }
    }
    throw new AwsError('ListenerNotFoundException', 'One or more listeners not found')
  },

  DescribeTargetGroups({ place }, input) {
    const found = place.targetGroups.filter((group) => {
      const described = describeGroup(place, group)
      return (
        (input.Names === undefined || input.Names.includes(group.name)) &&
        (input.TargetGroupArns === undefined || input.TargetGroupArns.includes(described.TargetGroupArn ?? '')) &&
        (input.LoadBalancerArn === undefined || described.LoadBalancerArns?.includes(input.LoadBalancerArn))
      )
    })
    if (found.length === 0 && (input.Names ?? input.TargetGroupArns ?? []).length > 0)
      throw new AwsError('TargetGroupNotFoundException', 'One or more target groups not found')
    return { TargetGroups: found.map((group) => describeGroup(place, group)) }
  },

  DescribeTargetGroupAttributes({ place }, input) {
    const { attributes } = findGroup(place, input.TargetGroupArn)
    return {
      Attributes: Object.entries({ 'deregistration_delay.timeout_seconds': '300', ...attributes }).map(
        ([Key, Value]) => ({ Key, Value }),
      ),
    }
  },

  DescribeTargetHealth({ place }, input) {
    const group = findGroup(place, input.TargetGroupArn)
    return {
      TargetHealthDescriptions: group.targets.map((target) => ({
        Target: {
          Id: group.targetType === 'lambda' ? functionArnOf(place, target.id) : target.id,
          Port: target.port ?? group.port,
          ...(target.zone === undefined ? {} : { AvailabilityZone: target.zone }),
        },
        HealthCheckPort: String(target.port ?? group.port),
        TargetHealth: {
          State: target.state as 'healthy',
          ...(target.reason === undefined ? {} : { Reason: target.reason as 'Target.Timeout' }),
          ...(target.description === undefined ? {} : { Description: target.description }),
        },
      })),
    }
  },

  DescribeTags({ place }, input) {
    const all = [
      ...place.loadBalancers.map((balancer) => ({ arn: balancerArn(place, balancer), tags: balancer.tags })),
      ...place.targetGroups.map((group) => ({ arn: groupArn(place, group), tags: group.tags })),
    ]
    return {
      TagDescriptions: (input.ResourceArns ?? []).map((ResourceArn) => ({
        ResourceArn,
        Tags: Object.entries(all.find(({ arn }) => arn === ResourceArn)?.tags ?? {}).map(([Key, Value]) => ({
          Key,
          Value,
        })),
      })),
    }
  },
}

const kinds = { application: 'app', network: 'net', gateway: 'gwy' } as const

export function balancerArn(
  { account, region }: Pick<Place, 'account' | 'region'>,
  { name, type, id }: LoadBalancer,
): string {
  return `arn:aws:elasticloadbalancing:${region}:${account}:loadbalancer/${kinds[type]}/${name}/${id ?? stableId(`balancer/${name}`, 16)}`
}

export function groupArn({ account, region }: Pick<Place, 'account' | 'region'>, { name, id }: TargetGroup): string {
  return `arn:aws:elasticloadbalancing:${region}:${account}:targetgroup/${name}/${id ?? stableId(`group/${name}`, 16)}`
}

function findBalancer(place: Place, arn: string | undefined): LoadBalancer {
  const found = place.loadBalancers.find((balancer) => balancerArn(place, balancer) === arn)
  if (found === undefined) throw new AwsError('LoadBalancerNotFoundException', `Load balancer '${arn}' not found`)
  return found
}

function findGroup(place: Place, arn: string | undefined): TargetGroup {
  const found = place.targetGroups.find((group) => groupArn(place, group) === arn)
  if (found === undefined) throw new AwsError('TargetGroupNotFoundException', 'One or more target groups not found')
  return found
}

function describeBalancer(place: Place, balancer: LoadBalancer): DescribedBalancer {
  return {
    LoadBalancerArn: balancerArn(place, balancer),
    LoadBalancerName: balancer.name,
    DNSName: `${balancer.name}-${stableId(balancer.name, 10)}.${place.region}.elb.amazonaws.com`,
    Scheme: balancer.scheme,
    Type: balancer.type,
    VpcId: balancer.vpcId,
    State: {
      Code: balancer.state as 'active',
      ...(balancer.stateReason === undefined ? {} : { Reason: balancer.stateReason }),
    },
    AvailabilityZones: balancer.subnets.map((SubnetId) => ({
      SubnetId,
      ZoneName: place.subnets.find(({ id }) => id === SubnetId)?.zone ?? `${place.region}a`,
    })),
    SecurityGroups: balancer.groups,
    IpAddressType: 'ipv4',
  }
}

function describeListener(place: Place, balancer: LoadBalancer, listener: LoadBalancer['listeners'][number]): Listener {
  const arn = balancerArn(place, balancer)
  const group = place.targetGroups.find(({ name }) => name === listener.targetGroup)
  return {
    ListenerArn: `${arn.replace(':loadbalancer/', ':listener/')}/${stableId(`${balancer.name}/${listener.port}`, 16)}`,
    LoadBalancerArn: arn,
    Port: listener.port,
    Protocol: listener.protocol as 'HTTPS',
    ...(listener.certificateArn === undefined ? {} : { Certificates: [{ CertificateArn: listener.certificateArn }] }),
    DefaultActions: group === undefined ? [] : [{ Type: 'forward', TargetGroupArn: groupArn(place, group) }],
  }
}

function describeGroup(place: Place, group: TargetGroup): DescribedGroup {
  const isLambda = group.targetType === 'lambda'
  const check = group.healthCheck
  return {
    TargetGroupArn: groupArn(place, group),
    TargetGroupName: group.name,
    TargetType: group.targetType,
    ...(isLambda ? {} : { Protocol: group.protocol as 'HTTP', Port: group.port, VpcId: group.vpcId }),
    HealthCheckEnabled: !isLambda || check !== undefined,
    HealthCheckPath: check?.path ?? '/',
    HealthCheckPort: check?.port ?? 'traffic-port',
    HealthCheckProtocol: (check?.protocol ?? 'HTTP') as 'HTTP',
    HealthCheckTimeoutSeconds: check?.timeoutSeconds ?? 5,
    HealthCheckIntervalSeconds: check?.intervalSeconds ?? 30,
    HealthyThresholdCount: 5,
    UnhealthyThresholdCount: 2,
    Matcher: { HttpCode: check?.codes ?? '200' },
    LoadBalancerArns: place.loadBalancers
      .filter(({ listeners }) => listeners.some(({ targetGroup }) => targetGroup === group.name))
      .map((balancer) => balancerArn(place, balancer)),
  }
}
