import { CloudFormationClient, DescribeStackResourceDriftsCommand } from '@aws-sdk/client-cloudformation'
import type { Stack } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { defineProbe } from '../probe.ts'
import { stackFailures } from './failures.ts'
import { stackKey, stackLink } from './stack.ts'

/** A resource that the last drift detection found changed behind CloudFormation's back. */
export interface ResourceDrift {
  readonly logicalId: string
  readonly physicalId: string
  readonly type: string
  /** `DELETED`, `MODIFIED` */
  readonly status: string
  /** Property paths that differ; values stay out. */
  readonly paths: readonly string[]
}

/** Words of a service that does not find what the stack thinks it owns. */
export function isNotFound(reason: string): boolean {
  return /NotFound|not found|does not exist|doesn't exist|NoSuch|could not be found/i.test(reason)
}

/** What drift detection found when it last ran, asked only when a resource could not be found or drift is already known. */
export const stackDrift = defineProbe<readonly ResourceDrift[], Stack>({
  id: 'cloudformation.drift',
  actions: ['cloudformation:DescribeStackResourceDrifts'],
  uses: [stackFailures],
  key: stackKey,
  resource: (target) => target.arn,
  async fetch(target, at) {
    const { state, failures } = await at.read(stackFailures, target)
    const matters =
      failures.length > 0 && (state?.drift === 'DRIFTED' || failures.some((each) => isNotFound(each.reason)))
    if (!matters || state === null || state.drift === 'NOT_CHECKED') return []
    const answer = await at.aws.client(CloudFormationClient, target.region).send(
      new DescribeStackResourceDriftsCommand({
        StackName: target.id,
        StackResourceDriftStatusFilters: ['MODIFIED', 'DELETED'],
        MaxResults: 100,
      }),
    )
    return (answer.StackResourceDrifts ?? []).map((each) => ({
      logicalId: each.LogicalResourceId ?? '',
      physicalId: each.PhysicalResourceId ?? '',
      type: each.ResourceType ?? '',
      status: each.StackResourceDriftStatus ?? '',
      paths: (each.PropertyDifferences ?? []).flatMap((difference) => difference.PropertyPath ?? []),
    }))
  },
  cite: (target) => ({
    source: `cloudformation:DescribeStackResourceDrifts StackName=${target.name}`,
    account: target.account,
    region: target.region,
    link: stackLink(target, 'drifts'),
    cli: `aws cloudformation describe-stack-resource-drifts --stack-name ${shellWord(target.id)} --stack-resource-drift-status-filters MODIFIED DELETED --region ${target.region}`,
  }),
})
