import type { Call, Handlers } from '../call.ts'
import { AwsError } from '../wire/errors.ts'
import { pageOf, tokenAs } from './paging.ts'
import {
  describeChangeSet,
  describeStack,
  eventsOf,
  findStack,
  invalid,
  resourcesOf,
  stackId,
  validationsOf,
} from './stack-describe.ts'

type CloudFormation = typeof import('@aws-sdk/client-cloudformation')

export const cloudformation: Handlers<CloudFormation> = {
  DescribeStacks(call, input) {
    const found =
      input.StackName === undefined
        ? call.place.stacks.filter(({ status }) => status !== 'DELETE_COMPLETE')
        : [findStack(call.place, input.StackName)]
    const { page, next } = pageOf(found, input.NextToken, 100)
    return { Stacks: page.map((stack) => describeStack(call, stack)), ...tokenAs('NextToken', next) }
  },

  ListStacks(call, input) {
    const all = call.place.stacks.filter(
      ({ status }) =>
        input.StackStatusFilter === undefined ||
        input.StackStatusFilter.length === 0 ||
        input.StackStatusFilter.includes(status as 'CREATE_COMPLETE'),
    )
    const { page, next } = pageOf(all, input.NextToken, 100)
    return {
      StackSummaries: page.map((stack) => {
        const {
          StackId,
          StackName,
          CreationTime,
          LastUpdatedTime,
          StackStatus,
          StackStatusReason,
          ParentId,
          RootId,
          DriftInformation,
        } = describeStack(call, stack)
        return {
          StackId,
          StackName,
          CreationTime,
          LastUpdatedTime,
          StackStatus,
          StackStatusReason,
          ParentId,
          RootId,
          DriftInformation: { StackDriftStatus: DriftInformation?.StackDriftStatus },
        }
      }),
      ...tokenAs('NextToken', next),
    }
  },

  DescribeStackEvents(call, input) {
    const stack = findStack(call.place, input.StackName)
    const { page, next } = pageOf(eventsOf(call, stack), input.NextToken, 100)
    return { StackEvents: page, ...tokenAs('NextToken', next) }
  },

  DescribeEvents(call, input) {
    if (input.ChangeSetName !== undefined) {
      const { stack, changeSet } = findChangeSet(call, input)
      return { OperationEvents: validationsOf(call, stack, changeSet) }
    }
    const stack = findStack(call.place, input.StackName)
    const { page, next } = pageOf(eventsOf(call, stack), input.NextToken, 100)
    return {
      OperationEvents: page.map(
        ({
          EventId,
          StackId,
          LogicalResourceId,
          PhysicalResourceId,
          ResourceType,
          Timestamp,
          ResourceStatus,
          ResourceStatusReason,
          ResourceProperties,
        }) => ({
          EventId,
          StackId,
          EventType: LogicalResourceId === stack.name ? ('STACK_EVENT' as const) : ('PROVISIONING_ERROR' as const),
          LogicalResourceId,
          PhysicalResourceId,
          ResourceType,
          Timestamp,
          ResourceStatus,
          ResourceStatusReason,
          ResourceProperties,
        }),
      ),
      ...tokenAs('NextToken', next),
    }
  },

  DescribeStackResources(call, input) {
    const stack =
      input.StackName === undefined
        ? call.place.stacks.find(({ resources }) =>
            resources.some(({ physicalId }) => physicalId === input.PhysicalResourceId),
          )
        : findStack(call.place, input.StackName)
    if (stack === undefined) throw invalid(`Stack for ${input.PhysicalResourceId} does not exist`)
    return {
      StackResources: resourcesOf(call, stack).filter(
        ({ LogicalResourceId }) =>
          input.LogicalResourceId === undefined || LogicalResourceId === input.LogicalResourceId,
      ),
    }
  },

  DescribeStackResource(call, input) {
    const stack = findStack(call.place, input.StackName)
    const found = resourcesOf(call, stack).find(
      ({ LogicalResourceId }) => LogicalResourceId === input.LogicalResourceId,
    )
    if (found === undefined) throw invalid(`Resource ${input.LogicalResourceId} does not exist for stack ${stack.name}`)
    const { Timestamp, ...detail } = found
    return { StackResourceDetail: { ...detail, LastUpdatedTimestamp: Timestamp, Metadata: '{}' } }
  },

  ListStackResources(call, input) {
    const { page, next } = pageOf(resourcesOf(call, findStack(call.place, input.StackName)), input.NextToken, 100)
    return {
      StackResourceSummaries: page.map(
        ({
          LogicalResourceId,
          PhysicalResourceId,
          ResourceType,
          Timestamp,
          ResourceStatus,
          ResourceStatusReason,
          DriftInformation,
        }) => ({
          LogicalResourceId,
          PhysicalResourceId,
          ResourceType,
          LastUpdatedTimestamp: Timestamp,
          ResourceStatus,
          ResourceStatusReason,
          DriftInformation,
        }),
      ),
      ...tokenAs('NextToken', next),
    }
  },

  GetTemplate({ place }, input) {
    const { template = '{}' } = findStack(place, input.StackName)
    return {
      TemplateBody: typeof template === 'string' ? template : JSON.stringify(template),
      StagesAvailable: ['Original', 'Processed'],
    }
  },

  ListChangeSets(call, input) {
    const stack = findStack(call.place, input.StackName)
    return { Summaries: stack.changeSets.map((changeSet) => describeChangeSet(call, stack, changeSet)) }
  },

  DescribeChangeSet(call, input) {
    const { stack, changeSet } = findChangeSet(call, input)
    return { ...describeChangeSet(call, stack, changeSet), Changes: changeSet.changes }
  },

  DescribeStackResourceDrifts(call, input) {
    const stack = findStack(call.place, input.StackName)
    const StackId = stackId(call.place, stack)
    return {
      StackResourceDrifts: stack.driftedResources.map(({ logicalId, status, differences }) => {
        const resource = stack.resources.find((candidate) => candidate.logicalId === logicalId)
        return {
          StackId,
          LogicalResourceId: logicalId,
          PhysicalResourceId: resource?.physicalId,
          ResourceType: resource?.type,
          StackResourceDriftStatus: status as 'MODIFIED',
          PropertyDifferences: differences as [],
          Timestamp: call.clock.at('-1h'),
        }
      }),
    }
  },

  ListImports({ place }, input) {
    const importing = place.stacks.filter(({ imports }) => imports.includes(input.ExportName ?? ''))
    if (importing.length === 0) throw invalid(`Export '${input.ExportName}' is not imported by any stack.`)
    return { Imports: importing.map(({ name }) => name) }
  },

  ListExports({ place }) {
    return {
      Exports: place.stacks.flatMap((stack) =>
        Object.entries(stack.exports).map(([Name, Value]) => ({
          ExportingStackId: stackId(place, stack),
          Name,
          Value,
        })),
      ),
    }
  },
}

/** A change set by its ARN, or by its name beside the stack's. */
function findChangeSet(
  { place }: Call,
  { StackName, ChangeSetName = '' }: { StackName?: string | undefined; ChangeSetName?: string | undefined },
) {
  const owner = place.stacks.find(({ changeSets }) =>
    changeSets.some(({ name }) => ChangeSetName.includes(`/${name}/`)),
  )
  const stack = findStack(place, StackName ?? owner?.name)
  const changeSet = stack.changeSets.find(
    ({ name }) => name === ChangeSetName || ChangeSetName.includes(`:changeSet/${name}/`),
  )
  if (changeSet === undefined)
    throw new AwsError('ChangeSetNotFound', `ChangeSet [${ChangeSetName}] does not exist`, { status: 404 })
  return { stack, changeSet }
}
