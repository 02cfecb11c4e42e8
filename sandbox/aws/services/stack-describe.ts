import type { Stack as DescribedStack, OperationEvent, StackEvent, StackResource } from '@aws-sdk/client-cloudformation'
import type { Call } from '../call.ts'
import { AwsError } from '../wire/errors.ts'
import type { Stack } from '../world/history.ts'
import { stableUuid } from '../world/scalars.ts'
import type { Place } from '../world.ts'

export function findStack(place: Place, nameOrId: string | undefined): Stack {
  const stack = place.stacks.find(
    (candidate) =>
      (candidate.name === nameOrId && candidate.status !== 'DELETE_COMPLETE') || stackId(place, candidate) === nameOrId,
  )
  if (stack === undefined) throw invalid(`Stack with id ${nameOrId} does not exist`)
  return stack
}

export function stackId({ account, region }: Pick<Place, 'account' | 'region'>, stack: Stack): string {
  return (
    stack.id ?? `arn:aws:cloudformation:${region}:${account}:stack/${stack.name}/${stableUuid(`stack/${stack.name}`)}`
  )
}

export function describeStack({ place, clock }: Call, stack: Stack): DescribedStack {
  const parent = place.stacks.find(({ name }) => name === stack.parent)
  const pairs = (map: Readonly<Record<string, string>>) => Object.entries(map)
  return {
    StackId: stackId(place, stack),
    StackName: stack.name,
    ...(stack.description === undefined ? {} : { Description: stack.description }),
    CreationTime: clock.at(stack.created),
    ...(stack.updated === undefined ? {} : { LastUpdatedTime: clock.at(stack.updated) }),
    ...(stack.deleted === undefined ? {} : { DeletionTime: clock.at(stack.deleted) }),
    StackStatus: stack.status as 'CREATE_COMPLETE',
    ...(stack.statusReason === undefined ? {} : { StackStatusReason: stack.statusReason }),
    Parameters: pairs(stack.parameters).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
    Outputs: pairs(stack.outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
    Capabilities: stack.capabilities as ['CAPABILITY_IAM'],
    ...(stack.role === undefined ? {} : { RoleARN: stack.role }),
    DisableRollback: stack.disableRollback,
    EnableTerminationProtection: stack.terminationProtection,
    DriftInformation: { StackDriftStatus: stack.drift as 'NOT_CHECKED' },
    Tags: pairs(stack.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
    ...(parent === undefined
      ? {}
      : { ParentId: stackId(place, parent), RootId: stackId(place, rootOf(place, parent)) }),
    NotificationARNs: [],
    RollbackConfiguration: {
      RollbackTriggers: stack.rollbackAlarms.map((Arn) => ({ Arn, Type: 'AWS::CloudWatch::Alarm' })),
    },
  }
}

function rootOf(place: Place, stack: Stack): Stack {
  const parent = place.stacks.find(({ name }) => name === stack.parent)
  return parent === undefined ? stack : rootOf(place, parent)
}

export function eventsOf({ place, clock }: Call, stack: Stack): StackEvent[] {
  const id = stackId(place, stack)
  return stack.events
    .map((event, index): StackEvent => {
      const resource = stack.resources.find(({ logicalId }) => logicalId === event.logicalId)
      const isStack = event.logicalId === undefined
      return {
        StackId: id,
        EventId: isStack
          ? stableUuid(`${id}/${index}`)
          : `${event.logicalId}-${event.status}-${clock.at(event.at).toISOString()}`,
        StackName: stack.name,
        LogicalResourceId: event.logicalId ?? stack.name,
        PhysicalResourceId: isStack ? id : (event.physicalId ?? resource?.physicalId ?? ''),
        ResourceType: isStack
          ? 'AWS::CloudFormation::Stack'
          : (event.type ?? resource?.type ?? 'AWS::CloudFormation::CustomResource'),
        Timestamp: clock.at(event.at),
        ResourceStatus: event.status as 'CREATE_COMPLETE',
        ...(event.reason === undefined ? {} : { ResourceStatusReason: event.reason }),
        ...(event.properties === undefined ? {} : { ResourceProperties: JSON.stringify(event.properties) }),
        ...(event.token === undefined ? {} : { ClientRequestToken: event.token }),
        ...(event.detailedStatus === undefined
          ? {}
          : { DetailedStatus: event.detailedStatus as 'CONFIGURATION_COMPLETE' }),
        ...(event.hook === undefined
          ? {}
          : {
              HookType: event.hook.type,
              HookStatus: event.hook.status as 'HOOK_COMPLETE_FAILED',
              HookInvocationPoint: event.hook.point as 'PRE_PROVISION',
              HookFailureMode: event.hook.mode as 'FAIL',
              ...(event.hook.reason === undefined ? {} : { HookStatusReason: event.hook.reason }),
            }),
      }
    })
    .reverse()
    .sort((one, other) => Number(other.Timestamp) - Number(one.Timestamp))
}

/** What DescribeEvents tells of a change set: its failed early validations. */
export function validationsOf({ place, clock }: Call, stack: Stack, changeSet: Stack['changeSets'][number]) {
  return changeSet.validations.map(
    (each, index): OperationEvent => ({
      EventId: stableUuid(`${stack.name}/${changeSet.name}/${index}`),
      StackId: stackId(place, stack),
      EventType: 'VALIDATION_ERROR',
      LogicalResourceId: each.logicalId,
      ...(each.physicalId === undefined ? {} : { PhysicalResourceId: each.physicalId }),
      ResourceType: each.type,
      Timestamp: clock.at(each.at),
      ValidationName: each.name,
      ValidationStatus: each.status,
      ValidationStatusReason: each.reason,
      ValidationFailureMode: each.mode,
      ...(each.path === undefined ? {} : { ValidationPath: each.path }),
    }),
  )
}

export function resourcesOf({ place, clock }: Call, stack: Stack): StackResource[] {
  return stack.resources.map((resource) => ({
    StackName: stack.name,
    StackId: stackId(place, stack),
    LogicalResourceId: resource.logicalId,
    ...(resource.physicalId === undefined ? {} : { PhysicalResourceId: resource.physicalId }),
    ResourceType: resource.type,
    Timestamp: clock.at(resource.at),
    ResourceStatus: resource.status as 'CREATE_COMPLETE',
    ...(resource.reason === undefined ? {} : { ResourceStatusReason: resource.reason }),
    DriftInformation: {
      StackResourceDriftStatus: (stack.driftedResources.find(({ logicalId }) => logicalId === resource.logicalId)
        ?.status ?? 'NOT_CHECKED') as 'NOT_CHECKED',
    },
  }))
}

export function describeChangeSet({ place, clock }: Call, stack: Stack, changeSet: Stack['changeSets'][number]) {
  return {
    ChangeSetName: changeSet.name,
    ChangeSetId: `arn:aws:cloudformation:${place.region}:${place.account}:changeSet/${changeSet.name}/${stableUuid(changeSet.name)}`,
    StackId: stackId(place, stack),
    StackName: stack.name,
    ...(changeSet.description === undefined ? {} : { Description: changeSet.description }),
    CreationTime: clock.at(changeSet.created),
    ExecutionStatus: changeSet.executionStatus as 'AVAILABLE',
    Status: changeSet.status as 'FAILED',
    ...(changeSet.statusReason === undefined ? {} : { StatusReason: changeSet.statusReason }),
  }
}

export function invalid(message: string): AwsError {
  return new AwsError('ValidationError', message, { status: 400 })
}
