import { CloudFormationClient, DescribeChangeSetCommand, DescribeEventsCommand } from '@aws-sdk/client-cloudformation'
import type { AwsReader } from '../../aws/reader.ts'
import type { Stack } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { defineProbe } from '../probe.ts'
import { type ChangeSet, changeSets } from './change-sets.ts'
import { stackKey, stackLink } from './stack.ts'

/** What CloudFormation found wrong with a change set before anything was touched. */
export interface Validation {
  /** Epoch milliseconds. */
  readonly at: number
  /** `NAME_CONFLICT_VALIDATION`, `PROPERTY_VALIDATION`, `BUCKET_EMPTINESS_VALIDATION`, or a hook's type. */
  readonly name: string
  readonly logicalId: string
  readonly type: string
  readonly reason: string
  /** `/Resources/Table/Properties/BillingMode` */
  readonly path: string
  readonly changeSetArn: string
}

const mostChangeSets = 4

/**
 * Why the newest failed change set failed, asked only of one that failed. The change set of a parent stack says no more than that
 * a nested one failed, so those are followed.
 */
export const validations = defineProbe<readonly Validation[], Stack>({
  id: 'cloudformation.validations',
  actions: ['cloudformation:DescribeEvents', 'cloudformation:DescribeChangeSet'],
  uses: [changeSets],
  key: stackKey,
  resource: (target) => target.arn,
  async fetch(target, at) {
    const newest = failedChangeSet(await at.read(changeSets, target))
    if (newest === undefined || !isValidated(newest.reason)) return []
    return await follow(at.aws, target, [newest.arn], new Set())
  },
  cite: (target) => ({
    source: `cloudformation:DescribeEvents ChangeSetName of ${target.name}`,
    account: target.account,
    region: target.region,
    link: stackLink(target, 'changesets'),
    cli: `aws cloudformation describe-events --stack-name ${shellWord(target.id)} --filters FailedEvents=true --region ${target.region}`,
  }),
})

/** The newest change set, if it is one that failed. */
export function failedChangeSet(newestFirst: readonly ChangeSet[]): ChangeSet | undefined {
  const newest = newestFirst[0]
  return newest?.status === 'FAILED' ? newest : undefined
}

/** The words of early validation, of hooks, and of a parent whose nested change set failed. */
function isValidated(reason: string): boolean {
  return /EarlyValidation|hook\(s\)|validation failed|Nested change set/i.test(reason)
}

async function follow(
  aws: AwsReader,
  target: Stack,
  waiting: readonly string[],
  seen: Set<string>,
): Promise<Validation[]> {
  const found: Validation[] = []
  for (const arn of waiting) {
    if (seen.has(arn) || seen.size >= mostChangeSets) continue
    seen.add(arn)
    const own = await failedValidations(aws, target, arn)
    if (own.length > 0) {
      found.push(...own)
      continue
    }
    found.push(...(await follow(aws, target, await nestedOf(aws, target, arn), seen)))
  }
  return found
}

async function failedValidations(aws: AwsReader, target: Stack, arn: string): Promise<Validation[]> {
  const answer = await aws
    .client(CloudFormationClient, target.region)
    .send(new DescribeEventsCommand({ ChangeSetName: arn, Filters: { FailedEvents: true } }))
  return (answer.OperationEvents ?? [])
    .filter(
      (event) =>
        event.ValidationStatus === 'FAILED' ||
        event.EventType === 'VALIDATION_ERROR' ||
        event.EventType === 'HOOK_INVOCATION_ERROR',
    )
    .filter((event) => (event.ValidationFailureMode ?? event.HookFailureMode) !== 'WARN')
    .map((event) => ({
      at: event.Timestamp?.getTime() ?? 0,
      name: event.ValidationName ?? event.HookType ?? '',
      logicalId: event.LogicalResourceId ?? /^\/Resources\/([^/]+)/.exec(event.ValidationPath ?? '')?.[1] ?? '',
      type: event.ResourceType ?? '',
      reason: event.ValidationStatusReason ?? event.HookStatusReason ?? event.ResourceStatusReason ?? '',
      path: event.ValidationPath ?? '',
      changeSetArn: arn,
    }))
}

async function nestedOf(aws: AwsReader, target: Stack, arn: string): Promise<string[]> {
  const answer = await aws
    .client(CloudFormationClient, target.region)
    .send(new DescribeChangeSetCommand({ ChangeSetName: arn }))
  const named = /arn:[\w-]+:cloudformation:\S+?:changeSet\/[\w/-]+/g.exec(answer.StatusReason ?? '')?.[0]
  const nested = (answer.Changes ?? []).flatMap((change) => change.ResourceChange?.ChangeSetId ?? [])
  return [...new Set([...(named === undefined ? [] : [named]), ...nested])]
}
