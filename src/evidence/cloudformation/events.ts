import {
  CloudFormationClient,
  DescribeEventsCommand,
  DescribeStackEventsCommand,
  type OperationEvent,
  type StackEvent as SdkStackEvent,
} from '@aws-sdk/client-cloudformation'
import type { Stack } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { defineProbe, type ReadContext } from '../probe.ts'
import { some, stackKey, stackLink } from './stack.ts'

/** One row of a stack's history. */
export interface StackEvent {
  /** Epoch milliseconds. */
  readonly at: number
  readonly logicalId: string
  readonly physicalId: string
  readonly type: string
  readonly status: string
  readonly reason: string
  /** The row speaks of the stack itself, not of a resource in it. */
  readonly isStack: boolean
  /** Who answers for a custom resource: the ARN of its function or topic. */
  readonly serviceToken?: string
  readonly detailedStatus?: string
  readonly hook?: { readonly type: string; readonly status: string; readonly reason: string; readonly mode: string }
}

export interface StackEvents {
  /** Oldest first. */
  readonly events: readonly StackEvent[]
  /** False when the history was longer than what was read, so that its beginning is missing. */
  readonly complete: boolean
}

const mostPages = 12

/**
 * The stack's history back to the start of its last operation, and through the window. Properties of resources never leave the
 * probe: they may hold secrets. Falls back on DescribeEvents where DescribeStackEvents gives nothing.
 */
export const stackEvents = defineProbe<StackEvents, Stack>({
  id: 'cloudformation.events',
  actions: ['cloudformation:DescribeStackEvents', 'cloudformation:DescribeEvents'],
  key: stackKey,
  resource: (target) => target.arn,
  async fetch(target, at) {
    if (target.id === '') return { events: [], complete: true }
    try {
      const read = await readHistory(target, at)
      if (read.events.length > 0) return read
    } catch (error) {
      const instead = await readOperations(target, at).catch(() => undefined)
      if (instead === undefined || instead.events.length === 0) throw error
      return instead
    }
    return await readOperations(target, at).catch(() => ({ events: [], complete: true }))
  },
  cite: (target) => ({
    source: `cloudformation:DescribeStackEvents StackName=${target.name}`,
    account: target.account,
    region: target.region,
    link: stackLink(target, 'events'),
    cli: `aws cloudformation describe-stack-events --stack-name ${shellWord(target.id)} --query 'StackEvents[?contains(ResourceStatus,\`FAILED\`)].[Timestamp,LogicalResourceId,ResourceType,ResourceStatusReason]' --output table --region ${target.region}`,
  }),
})

async function readHistory(target: Stack, { aws, window }: ReadContext): Promise<StackEvents> {
  const events: StackEvent[] = []
  let token: string | undefined
  for (let page = 0; page < mostPages; page += 1) {
    const answer = await aws
      .client(CloudFormationClient, target.region)
      .send(new DescribeStackEventsCommand({ StackName: target.id, ...(token !== undefined && { NextToken: token }) }))
    events.push(...(answer.StackEvents ?? []).map(eventOf))
    token = answer.NextToken
    if (token === undefined || reachesBack(events, window.from)) break
  }
  return { events: oldestFirst(events), complete: token === undefined || reachesBack(events, window.from) }
}

async function readOperations(target: Stack, { aws }: ReadContext): Promise<StackEvents> {
  const events: StackEvent[] = []
  let token: string | undefined
  for (let page = 0; page < mostPages; page += 1) {
    const answer = await aws
      .client(CloudFormationClient, target.region)
      .send(new DescribeEventsCommand({ StackName: target.id, ...(token !== undefined && { NextToken: token }) }))
    events.push(...(answer.OperationEvents ?? []).filter((each) => each.EventType !== 'VALIDATION_ERROR').map(eventOf))
    token = answer.NextToken
    if (token === undefined) break
  }
  return { events: oldestFirst(events), complete: token === undefined }
}

/** An operation begins with the stack's own row; a rollback is part of the operation that failed. */
export function isOperationStart(event: StackEvent): boolean {
  return event.isStack && /^(CREATE|UPDATE|DELETE|IMPORT|REVIEW)_IN_PROGRESS$/.test(event.status)
}

function reachesBack(newestFirst: readonly StackEvent[], from: number): boolean {
  const oldest = newestFirst.at(-1)
  return oldest !== undefined && oldest.at < from && newestFirst.some(isOperationStart)
}

/**
 * Rows of one moment keep the order CloudFormation wrote them in, but the stack's own rows frame those of its resources: what it
 * starts comes before, and what it does about a failure comes after the failure.
 */
function oldestFirst(newestFirst: readonly StackEvent[]): StackEvent[] {
  const rank = (event: StackEvent): number => (isOperationStart(event) ? 0 : event.isStack ? 2 : 1)
  return [...newestFirst].reverse().sort((a, b) => a.at - b.at || rank(a) - rank(b))
}

export function eventOf(event: SdkStackEvent | OperationEvent): StackEvent {
  const logicalId = event.LogicalResourceId ?? ''
  const physicalId = event.PhysicalResourceId ?? ''
  const isSelf = physicalId === '' ? stackNameOf(event.StackId ?? '') === logicalId : physicalId === event.StackId
  return {
    at: event.Timestamp?.getTime() ?? 0,
    logicalId,
    physicalId,
    type: event.ResourceType ?? '',
    status: event.ResourceStatus ?? '',
    reason: event.ResourceStatusReason ?? '',
    isStack: isSelf && (event.ResourceType ?? '') === 'AWS::CloudFormation::Stack',
    ...some('serviceToken', serviceTokenOf(event.ResourceProperties)),
    ...some('detailedStatus', event.DetailedStatus),
    ...(event.HookType !== undefined && {
      hook: {
        type: event.HookType,
        status: event.HookStatus ?? '',
        reason: event.HookStatusReason ?? '',
        mode: event.HookFailureMode ?? 'FAIL',
      },
    }),
  }
}

/** `orders` from `arn:aws:cloudformation:eu-west-1:123456789012:stack/orders/1a2b`. */
export function stackNameOf(arn: string): string {
  return /:stack\/([^/]+)/.exec(arn)?.[1] ?? arn
}

function serviceTokenOf(properties: string | undefined): string | undefined {
  return /"ServiceToken"\s*:\s*"([^"]{1,2048})"/.exec(properties ?? '')?.[1]
}
