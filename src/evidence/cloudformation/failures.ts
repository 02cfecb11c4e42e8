import type { Stack } from '../../targets/target.ts'
import { EvidenceMissing } from '../evidence.ts'
import { defineProbe, type ReadContext, type Window } from '../probe.ts'
import { type ChangeSet, changeSets } from './change-sets.ts'
import { type StackEvent, stackEvents } from './events.ts'
import {
  hasFailed,
  isCascade,
  isFailedStatus,
  type Operation,
  operationsOf,
  stackReason,
  trueFailures,
  withoutRollbackNote,
} from './operation.ts'
import { type StackState, stackKey, stackState } from './stack.ts'
import { failedChangeSet, type Validation, validations } from './validations.ts'

/** One true failure of a deployment. */
export interface Failure {
  /** Where it is written. */
  readonly source: 'event' | 'stack' | 'change-set' | 'validation' | 'error'
  /** Epoch milliseconds; absent for a pasted error, which says no time. */
  readonly at?: number
  readonly logicalId: string
  readonly physicalId: string
  readonly type: string
  readonly status: string
  readonly reason: string
  readonly serviceToken?: string
  readonly hook?: string
  readonly validation?: { readonly name: string; readonly path: string; readonly changeSetArn: string }
}

/** What went wrong with a stack, with the rows that only repeat it left out. */
export interface StackFailures {
  /** Null when there is no such stack. */
  readonly state: StackState | null
  readonly operation?: Operation
  /** Failures of what was asked for, the first true one in front. */
  readonly failures: readonly Failure[]
  /** Failures of the rollback that followed, first in front. */
  readonly rollbackFailures: readonly Failure[]
  /** Rows that repeat or follow a failure. */
  readonly cascades: number
  /** The operation after it went well. */
  readonly isOver: boolean
  /** Somebody stopped the operation. */
  readonly isCancelledByPerson: boolean
  readonly changeSet?: ChangeSet
  /** Resources still in progress, longest first, with when that began. */
  readonly waiting: readonly StackEvent[]
  /** False when the history read does not reach the operation's start. */
  readonly complete: boolean
  /** Reads that gave nothing, without which a failed change set cannot be seen. */
  readonly unread: readonly string[]
}

/** Everything the history, the change sets and a pasted error say of what failed. */
export const stackFailures = defineProbe<StackFailures, Stack>({
  id: 'cloudformation.failures',
  actions: [],
  uses: [stackState, stackEvents, changeSets, validations],
  key: stackKey,
  resource: (target) => target.arn,
  async fetch(target, at) {
    const [state, history, sets, found] = await Promise.all([
      at.read(stackState, target),
      orMissing(at.read(stackEvents, target)),
      orMissing(at.read(changeSets, target)),
      orMissing(at.read(validations, target)),
    ])
    if (history instanceof EvidenceMissing && state !== null) throw history
    const unread = [
      ...(sets instanceof EvidenceMissing ? ['cloudformation.change-sets'] : []),
      ...(found instanceof EvidenceMissing && !(sets instanceof EvidenceMissing) ? ['cloudformation.validations'] : []),
    ]
    return failuresOf({
      state,
      events: history instanceof EvidenceMissing ? [] : history.events,
      isComplete: history instanceof EvidenceMissing ? false : history.complete,
      changeSets: sets instanceof EvidenceMissing ? [] : sets,
      validations: found instanceof EvidenceMissing ? [] : found,
      window: at.window,
      unread,
      ...(target.error !== undefined && { error: target.error }),
    })
  },
  cite(target, window, aspect) {
    if (aspect === 'change-set') return changeSets.cite(target, window)
    if (aspect === 'validation') return validations.cite(target, window)
    if (aspect === 'stack') return stackState.cite(target, window)
    if (aspect === 'error') return { source: 'the pasted error', account: target.account, region: target.region }
    return stackEvents.cite(target, window)
  },
})

async function orMissing<T>(reading: ReturnType<ReadContext['read']> & Promise<T>): Promise<T | EvidenceMissing> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof EvidenceMissing) return error
    throw error
  }
}

export interface StackHistory {
  readonly state: StackState | null
  readonly events: readonly StackEvent[]
  readonly isComplete: boolean
  readonly changeSets: readonly ChangeSet[]
  readonly validations: readonly Validation[]
  readonly window: Window
  readonly unread?: readonly string[]
  readonly error?: string
}

/** Finds the operation that failed and what failed first in it; pure. */
export function failuresOf(history: StackHistory): StackFailures {
  const { events, window, error } = history
  const operations = operationsOf(events)
  const state = withStatus(history.state, operations.at(-1))
  const failed = failedOperation(operations, state, window)
  const changeSet = relevantChangeSet({ ...history, state }, failed?.operation)
  // The row that begins the rollback ends the way forward too.
  const rows = failed === undefined ? [] : [...new Set([...failed.operation.forward, ...failed.operation.rollback])]
  const pasted = error === undefined ? [] : [pastedFailure(error)]
  const fromChangeSet = changeSet === undefined ? undefined : changeSetFailures(changeSet, history.validations)
  const fromOperation = failed === undefined ? [] : operationFailures(failed.operation, state)
  return {
    state,
    ...(failed !== undefined && fromChangeSet === undefined && { operation: failed.operation }),
    failures: [...pasted, ...(fromChangeSet ?? fromOperation)],
    rollbackFailures: failed === undefined ? [] : trueFailures(failed.operation.rollback).map(eventFailure),
    cascades: rows.filter((event) => /_FAILED$|ROLLBACK/.test(event.status) && isCascade(event.reason)).length,
    isOver: failed?.isOver === true && fromChangeSet === undefined && pasted.length === 0,
    isCancelledByPerson:
      rows.some((event) => event.isStack && /User Initiated/i.test(event.reason) && /ROLLBACK/.test(event.status)) &&
      fromOperation.length === 0,
    ...(changeSet !== undefined && { changeSet }),
    waiting: state?.status.endsWith('IN_PROGRESS') === true ? waitingIn(operations.at(-1)) : [],
    complete: history.isComplete || failed?.operation.hasStart === true,
    unread: history.unread ?? [],
  }
}

/** A description without a status says what the stack's own last row says. */
function withStatus(state: StackState | null, last: Operation | undefined): StackState | null {
  if (state === null || state.status !== 'UNKNOWN' || last === undefined || last.endStatus === '') return state
  return { ...state, status: last.endStatus }
}

function failedOperation(
  operations: readonly Operation[],
  state: StackState | null,
  window: Window,
): { operation: Operation; isOver: boolean } | undefined {
  const last = operations.at(-1)
  if (last === undefined) return undefined
  const status = state?.status ?? last.endStatus
  const newestFailed = operations.findLast(hasFailed)
  if (newestFailed === undefined) return isFailedStatus(status) ? { operation: last, isOver: false } : undefined
  if (isFailedStatus(status)) return { operation: newestFailed, isOver: false }
  if (newestFailed === last && status.endsWith('IN_PROGRESS')) return { operation: last, isOver: false }
  // A stack whose creation failed is deleted when the deployment asked for that: the deletion cures nothing.
  const everStood = operations.some((each) => /^(CREATE|UPDATE|IMPORT)_COMPLETE/.test(each.endStatus))
  if (status.startsWith('DELETE') && newestFailed.kind === 'create' && !everStood)
    return { operation: newestFailed, isOver: false }
  const endedAt = [...newestFailed.forward, ...newestFailed.rollback].at(-1)?.at ?? 0
  return newestFailed !== last && endedAt >= window.from ? { operation: newestFailed, isOver: true } : undefined
}

/** A failed or unusable change set matters when it is newer than everything the stack did, and was made while the question looks. */
function relevantChangeSet(
  { state, changeSets: sets, events, window }: StackHistory,
  failed: Operation | undefined,
): ChangeSet | undefined {
  const newest = sets[0]
  if (newest === undefined) return undefined
  const isFailed = failedChangeSet(sets) !== undefined
  // A change set is outdated by what the stack did after it, so it is older by nature.
  const isOutdated = newest.status === 'CREATE_COMPLETE' && /^(OBSOLETE|UNAVAILABLE)$/.test(newest.executionStatus)
  if (!isFailed && !isOutdated) return undefined
  const lastOwnRow = events.findLast((event) => event.isStack && !event.status.startsWith('REVIEW'))
  const lastDidAt = Math.max(lastOwnRow?.at ?? 0, failed?.startedAt ?? 0)
  const isNewer = newest.createdAt >= lastDidAt || isOutdated
  const isFresh = newest.createdAt >= window.from || state === null || state.status === 'REVIEW_IN_PROGRESS'
  const stackFails = failed !== undefined && isFailedStatus(state?.status ?? '') && lastDidAt > newest.createdAt
  return isNewer && isFresh && !stackFails ? newest : undefined
}

function operationFailures(operation: Operation, state: StackState | null): Failure[] {
  const resources = trueFailures(operation.forward).map(eventFailure)
  if (resources.length > 0) return resources
  const own = stackReason([...operation.forward, ...operation.rollback])
  if (own !== undefined) return [{ ...eventFailure(own), source: 'stack', reason: withoutRollbackNote(own.reason) }]
  const reason = state?.statusReason ?? ''
  if (reason === '' || isCascade(reason) || !isFailedStatus(state?.status ?? '')) return []
  return [
    {
      source: 'stack',
      at: operation.startedAt,
      logicalId: state?.name ?? '',
      physicalId: state?.arn ?? '',
      type: 'AWS::CloudFormation::Stack',
      status: state?.status ?? '',
      reason: withoutRollbackNote(reason),
    },
  ]
}

function eventFailure(event: StackEvent): Failure {
  return {
    source: 'event',
    at: event.at,
    logicalId: event.logicalId,
    physicalId: event.physicalId,
    type: event.type,
    status: event.status,
    reason: event.reason,
    ...(event.serviceToken !== undefined && { serviceToken: event.serviceToken }),
    ...(event.hook !== undefined && { hook: event.hook.type }),
  }
}

function changeSetFailures(changeSet: ChangeSet, found: readonly Validation[]): Failure[] {
  if (found.length > 0)
    return found.map((each) => ({
      source: 'validation',
      at: each.at,
      logicalId: each.logicalId,
      physicalId: '',
      type: each.type,
      status: 'FAILED',
      reason: each.reason,
      validation: { name: each.name, path: each.path, changeSetArn: each.changeSetArn },
    }))
  return [
    {
      source: 'change-set',
      at: changeSet.createdAt,
      logicalId: changeSet.name,
      physicalId: changeSet.arn,
      type: 'change set',
      status: changeSet.status,
      reason: changeSet.reason,
    },
  ]
}

function pastedFailure(reason: string): Failure {
  return { source: 'error', logicalId: '', physicalId: '', type: '', status: '', reason }
}

/** The first row of each resource that has not come to an end. */
function waitingIn(operation: Operation | undefined): StackEvent[] {
  if (operation === undefined) return []
  const rows = operation.rollback.length > 0 ? operation.rollback : operation.forward
  const ended = new Set(rows.filter((event) => !event.status.endsWith('IN_PROGRESS')).map((event) => event.logicalId))
  const first = new Map<string, StackEvent>()
  for (const event of rows)
    if (
      !event.isStack &&
      event.status.endsWith('IN_PROGRESS') &&
      !ended.has(event.logicalId) &&
      !first.has(event.logicalId)
    )
      first.set(event.logicalId, event)
  return [...first.values()].sort((a, b) => a.at - b.at)
}
