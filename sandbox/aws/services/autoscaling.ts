import type { Call, Handlers } from '../call.ts'
import type { ScalableTarget } from '../world/data.ts'
import { stableUuid } from '../world/scalars.ts'

type AutoScaling = typeof import('@aws-sdk/client-application-auto-scaling')

interface Wanted {
  readonly ServiceNamespace?: string | undefined
  readonly ResourceId?: string | undefined
  readonly ResourceIds?: readonly string[] | undefined
  readonly ScalableDimension?: string | undefined
}

export const autoscaling: Handlers<AutoScaling> = {
  DescribeScalableTargets(call, input) {
    return {
      ScalableTargets: targetsOf(call, input).map((target) => ({
        ServiceNamespace: target.namespace as 'dynamodb',
        ResourceId: target.resource,
        ScalableDimension: target.dimension as 'dynamodb:table:ReadCapacityUnits',
        MinCapacity: target.min,
        MaxCapacity: target.max,
        RoleARN:
          target.role ??
          `arn:aws:iam::${call.account}:role/aws-service-role/dynamodb.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_DynamoDBTable`,
        CreationTime: call.clock.at('-90d'),
        SuspendedState: {
          DynamicScalingInSuspended: target.suspended?.in ?? false,
          DynamicScalingOutSuspended: target.suspended?.out ?? false,
          ScheduledScalingSuspended: target.suspended?.scheduled ?? false,
        },
      })),
    }
  },

  DescribeScalingPolicies(call, input) {
    return {
      ScalingPolicies: targetsOf(call, input).flatMap((target) =>
        target.policies.map((policy) => ({
          PolicyARN: `arn:aws:autoscaling:${call.region}:${call.account}:scalingPolicy:${stableUuid(policy.name)}:resource/${target.namespace}/${target.resource}:policyName/${policy.name}`,
          PolicyName: policy.name,
          PolicyType: policy.type as 'TargetTrackingScaling',
          ServiceNamespace: target.namespace as 'dynamodb',
          ResourceId: target.resource,
          ScalableDimension: target.dimension as 'dynamodb:table:ReadCapacityUnits',
          TargetTrackingScalingPolicyConfiguration: {
            TargetValue: policy.targetValue,
            ...(policy.metric === undefined
              ? {}
              : {
                  PredefinedMetricSpecification: {
                    PredefinedMetricType: policy.metric as 'DynamoDBReadCapacityUtilization',
                  },
                }),
          },
          Alarms: policy.alarms.map((AlarmName) => ({
            AlarmName,
            AlarmARN: `arn:aws:cloudwatch:${call.region}:${call.account}:alarm:${AlarmName}`,
          })),
          CreationTime: call.clock.at('-90d'),
        })),
      ),
    }
  },

  DescribeScalingActivities(call, input) {
    const activities = targetsOf(call, input).flatMap((target) =>
      target.activities.map((activity, index) => ({
        ActivityId: stableUuid(`${target.resource}/${target.dimension}/${index}`),
        ServiceNamespace: target.namespace as 'dynamodb',
        ResourceId: target.resource,
        ScalableDimension: target.dimension as 'dynamodb:table:ReadCapacityUnits',
        Description: activity.description,
        Cause: activity.cause,
        StartTime: call.clock.at(activity.at),
        ...(activity.end === undefined ? {} : { EndTime: call.clock.at(activity.end) }),
        StatusCode: activity.status,
        ...(activity.message === undefined ? {} : { StatusMessage: activity.message }),
      })),
    )
    return { ScalingActivities: activities.sort((one, other) => Number(other.StartTime) - Number(one.StartTime)) }
  },
}

function targetsOf(
  { place }: Call,
  { ServiceNamespace, ResourceId, ResourceIds, ScalableDimension }: Wanted,
): readonly ScalableTarget[] {
  return place.scalableTargets.filter(
    (target) =>
      (ServiceNamespace === undefined || target.namespace === ServiceNamespace) &&
      (ResourceId === undefined || target.resource === ResourceId) &&
      (ResourceIds === undefined || ResourceIds.includes(target.resource)) &&
      (ScalableDimension === undefined || target.dimension === ScalableDimension),
  )
}
