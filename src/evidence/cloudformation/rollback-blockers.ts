import { cloudFormationStack, placeOf, type Stack } from '../../targets/target.ts'
import { EvidenceMissing } from '../evidence.ts'
import { defineProbe, type ReadContext } from '../probe.ts'
import { type StackEvent, stackEvents, stackNameOf } from './events.ts'
import { operationsOf, trueFailures } from './operation.ts'
import { stackKey } from './stack.ts'

/** A resource that could not be brought back to what it was. */
export interface RollbackBlocker {
  /** As `--resources-to-skip` wants it: the logical id, after the nested stack's name where it is in one. */
  readonly skipAs: string
  readonly stackName: string
  readonly logicalId: string
  readonly type: string
  readonly reason: string
  /** Epoch milliseconds. */
  readonly at: number
}

const mostDepth = 3

/** The resources that keep a rollback from ending, looked for inside nested stacks too. */
export const rollbackBlockers = defineProbe<readonly RollbackBlocker[], Stack>({
  id: 'cloudformation.rollback-blockers',
  actions: [],
  uses: [stackEvents],
  key: stackKey,
  resource: (target) => target.arn,
  fetch: (target, at) => blockersIn(target, at, 0),
  cite: stackEvents.cite,
})

async function blockersIn(stack: Stack, at: ReadContext, depth: number): Promise<RollbackBlocker[]> {
  const { events } = await at.read(stackEvents, stack)
  const rollback = operationsOf(events).findLast((each) => each.rollback.length > 0)?.rollback ?? []
  const found = await Promise.all(
    trueFailures(rollback).map(async (event) => {
      const nested = depth < mostDepth ? nestedStackOf(event, stack) : undefined
      if (nested === undefined) return [blocker(event, stack, depth)]
      const inside = await blockersIn(nested, at, depth + 1).catch((error: unknown) => {
        if (error instanceof EvidenceMissing) return []
        throw error
      })
      return inside.length > 0 ? inside : [blocker(event, stack, depth)]
    }),
  )
  return found.flat()
}

function blocker(event: StackEvent, stack: Stack, depth: number): RollbackBlocker {
  return {
    skipAs: depth === 0 ? event.logicalId : `${stack.name}.${event.logicalId}`,
    stackName: stack.name,
    logicalId: event.logicalId,
    type: event.type,
    reason: event.reason,
    at: event.at,
  }
}

/** The stack that a row of its parent speaks of; deleted ones are found by ARN alone. */
export function nestedStackOf(
  event: { readonly type: string; readonly physicalId: string },
  parent: Stack,
): Stack | undefined {
  const isNested = event.type === 'AWS::CloudFormation::Stack' && event.physicalId.startsWith('arn:')
  if (!isNested || event.physicalId === parent.arn || stackNameOf(event.physicalId) === '') return undefined
  return cloudFormationStack(placeOf(parent), event.physicalId, { isGone: true })
}
