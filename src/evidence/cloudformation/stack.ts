import { CloudFormationClient, DescribeStacksCommand, type Stack as SdkStack } from '@aws-sdk/client-cloudformation'
import type { Stack } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { consoleLink } from '../console-link.ts'
import { defineProbe } from '../probe.ts'

/** A stack as CloudFormation describes it; times are epoch milliseconds. */
export interface StackState {
  readonly arn: string
  readonly name: string
  readonly status: string
  readonly statusReason?: string
  /** `CONFIGURATION_COMPLETE`: every resource is configured and only waited for. */
  readonly detailedStatus?: string
  /** The role CloudFormation works with; without it, it uses the caller's credentials. */
  readonly roleArn?: string
  readonly parentArn?: string
  readonly rootArn?: string
  readonly drift: string
  readonly driftCheckedAt?: number
  readonly createdAt?: number
  readonly updatedAt?: number
  readonly deletedAt?: number
  readonly hasTerminationProtection: boolean
  /** ARNs of the alarms that roll an operation back. */
  readonly rollbackAlarms: readonly string[]
}

/** What the stack is in; null when there is no such stack, which is how a refused first deployment looks. */
export const stackState = defineProbe<StackState | null, Stack>({
  id: 'cloudformation.stack',
  actions: ['cloudformation:DescribeStacks'],
  key: stackKey,
  resource: (target) => target.arn,
  async fetch(target, { aws }) {
    if (target.id === '') return null
    const answer = await aws
      .client(CloudFormationClient, target.region)
      .send(new DescribeStacksCommand({ StackName: target.id }))
      .catch((error: unknown) => {
        if (isMissingStack(error)) return { Stacks: [] }
        throw error
      })
    const stack = answer.Stacks?.[0]
    return stack === undefined ? null : stateOf(stack, target)
  },
  cite: (target) => ({
    source: `cloudformation:DescribeStacks StackName=${target.name}`,
    account: target.account,
    region: target.region,
    link: stackLink(target, 'stackinfo'),
    cli: `aws cloudformation describe-stacks --stack-name ${shellWord(target.id)} --query 'Stacks[0].[StackStatus,StackStatusReason]' --region ${target.region}`,
  }),
})

/** CloudFormation says "does not exist" with a ValidationError. */
export function isMissingStack(error: unknown): boolean {
  return error instanceof Error && /does not exist/.test(error.message)
}

export function stackKey(target: Stack): string {
  return `${target.account} ${target.region} ${target.id}`
}

/** The stack's page in the console. */
export function stackLink(target: Stack, tab: string): string {
  return consoleLink(target, 'cloudformation', `/stacks/${tab}?stackId=${encodeURIComponent(target.id)}`)
}

function stateOf(stack: SdkStack, target: Stack): StackState {
  const time = (date: Date | undefined): number | undefined => date?.getTime()
  return {
    arn: stack.StackId ?? target.arn,
    name: stack.StackName ?? target.name,
    status: stack.StackStatus ?? 'UNKNOWN',
    drift: stack.DriftInformation?.StackDriftStatus ?? 'NOT_CHECKED',
    hasTerminationProtection: stack.EnableTerminationProtection === true,
    rollbackAlarms: (stack.RollbackConfiguration?.RollbackTriggers ?? []).flatMap((trigger) => trigger.Arn ?? []),
    ...some('statusReason', stack.StackStatusReason),
    ...some('detailedStatus', stack.DetailedStatus),
    ...some('roleArn', stack.RoleARN),
    ...some('parentArn', stack.ParentId),
    ...some('rootArn', stack.RootId),
    ...some('driftCheckedAt', time(stack.DriftInformation?.LastCheckTimestamp)),
    ...some('createdAt', time(stack.CreationTime)),
    ...some('updatedAt', time(stack.LastUpdatedTime)),
    ...some('deletedAt', time(stack.DeletionTime)),
  }
}

/** The field when it says something. */
export function some<K extends string, V extends string | number>(name: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined || value === '' ? {} : ({ [name]: value } as { [P in K]: V })
}
