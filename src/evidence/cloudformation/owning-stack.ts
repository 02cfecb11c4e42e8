import { CloudFormationClient, DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation'
import { cloudFormationStack } from '../../targets/make-target.ts'
import { placeOf, type Stack, type Target } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { defineProbe, type Probe } from '../probe.ts'

/** The stack that made a resource, and its name there. */
export interface OwningStack {
  readonly stack: Stack
  readonly logicalId: string
}

/** The stack a resource belongs to; undefined when it belongs to none. */
export const owningStack: Probe<OwningStack | undefined, Target> = defineProbe({
  id: 'cloudformation.owning-stack',
  actions: ['cloudformation:DescribeStackResources'],
  key: (target: Target) => `${target.region} ${physicalId(target)}`,
  resource: ({ partition, region, account }: Target) =>
    `arn:${partition}:cloudformation:${region}:${account}:stack/*/*`,
  async fetch(target, { aws }) {
    const answer = await aws
      .client(CloudFormationClient, target.region)
      .send(new DescribeStackResourcesCommand({ PhysicalResourceId: physicalId(target) }))
      .catch((error: unknown) => {
        // CloudFormation says "does not exist" with a ValidationError.
        if (error instanceof Error && /does not exist/.test(error.message)) return { StackResources: [] }
        throw error
      })
    const own = answer.StackResources?.find((each) => each.PhysicalResourceId === physicalId(target))
    if (own?.StackId === undefined) return undefined
    return { stack: cloudFormationStack(placeOf(target), own.StackId), logicalId: own.LogicalResourceId ?? '' }
  },
  cite: (target) => ({
    source: `cloudformation:DescribeStackResources PhysicalResourceId=${physicalId(target)}`,
    account: target.account,
    region: target.region,
    cli: `aws cloudformation describe-stack-resources --physical-resource-id ${shellWord(physicalId(target))} --region ${target.region}`,
  }),
})

/** CloudFormation knows queues by their address, everything else by its id. */
function physicalId(target: Target): string {
  return target.kind === 'queue' ? target.url : target.kind === 'load-balancer' ? target.arn : target.id
}
